"""Criteria files that were checked before, kept on disk so that an unchanged one is not again.

One entry a criteria file, as JSON. Criteria are no personal data, and nothing of a patient is
ever here. An entry that is damaged, foreign or out of date is none, and where the folder
cannot be written nothing is kept: no fault of the cache is ever seen.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trialmatch.compiler.compiling import Compiled
from trialmatch.compiler.reading import NotReadable, read_used
from trialmatch.compiler.storable import storable_kinds
from trialmatch.compiler.stored import NotStorable, as_json, read, written

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VARIABLE = "TRIALMATCH_CACHE"
OFF = "off"
# To be raised whenever the form of an entry changes.
FORMAT = 1
LARGEST = 256 * 2**20
# The size of the folder is looked at when an entry of such a name is kept: one in 256.
_LOOKED_AT = "00"
_ENTRY, _UNFINISHED = ".json", ".part"
# What reading an entry that is damaged or foreign can come to.
_NO_ENTRY = (
    *(OSError, NotReadable, NotStorable, LookupError, TypeError, ValueError, RecursionError),
)


@dataclass(frozen=True, slots=True)
class Used:
    """A file that was read for another one: the path of that one, its own, and its text."""

    using: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Cache:
    """One folder of entries."""

    folder: Path

    def find(self, text: str, path: str) -> Compiled | None:
        """What a file came to, if neither it nor a file that it uses has changed since."""
        name = _name(text, path)
        try:
            with open(self._entry(name), "rb") as file:
                document = _opened(file.read())
            key = _key(name, _used_now(document["uses"]))
            found = read(document["compiled"], storable_kinds(Compiled))
        except _NO_ENTRY:
            return None
        return found if document["key"] == key and isinstance(found, Compiled) else None

    def keep(self, text: str, path: str, uses: Iterable[Used], compiled: Compiled) -> None:
        """Write down what a file came to; nothing where that cannot be done."""
        name, used = _name(text, path), tuple(uses)
        with suppress(OSError, NotStorable, RecursionError):
            document = {
                "key": _key(name, used),
                "uses": [[each.using, each.path] for each in used],
                "compiled": written(compiled, storable_kinds(Compiled)),
            }
            self._write(name, _sealed(as_json(document)))
            if name.startswith(_LOOKED_AT):
                self._drop_oldest()

    def _entry(self, name: str) -> str:
        return os.path.join(self.folder, f"{name}{_ENTRY}")

    def _write(self, name: str, data: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(_UNFINISHED, dir=self.folder)
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.replace(unfinished, self._entry(name))
        except OSError:
            os.unlink(unfinished)
            raise

    def _drop_oldest(self) -> None:
        with os.scandir(self.folder) as entries:
            own = [each for each in entries if each.name.endswith((_ENTRY, _UNFINISHED))]
        seen = sorted((each.stat().st_mtime_ns, each.stat().st_size, each.path) for each in own)
        size = sum(each[1] for each in seen)
        for _, length, path in seen:
            if size <= LARGEST:
                return
            os.unlink(path)
            size -= length


def cache_in_use() -> Cache | None:
    """The cache that the environment names, or that of this user; None where it is off."""
    named = os.environ.get(VARIABLE, "")
    if named.casefold() == OFF or not _own_code():
        return None
    with suppress(RuntimeError):
        # A folder of its own, so that only what was written here is ever removed.
        return Cache((Path(named) if named else _folder_of_the_user()) / "criteria")
    return None


def _folder_of_the_user() -> Path:
    """Where the operating system wants caches to lie; raises RuntimeError where there is none."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local or Path.home() / "AppData" / "Local") / "trialmatch" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "trialmatch"
    stated = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(stated) if os.path.isabs(stated) else Path.home() / ".cache") / "trialmatch"


def _name(text: str, path: str) -> str:
    """The name of a file's entry. What a file may use depends on where its path leads from."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return _digest([str(FORMAT), python, _own_code(), os.path.abspath(path), path, text])


def _key(name: str, uses: Iterable[Used]) -> str:
    """The name together with every file that is used."""
    return _digest([name, *(part for each in uses for part in (each.using, each.path, each.text))])


def _used_now(uses: object) -> Iterator[Used]:
    """The files that were used, with the texts they have now."""
    if not isinstance(uses, list):
        raise TypeError
    for using, path in uses:
        yield Used(using, path, read_used(path, using))


@lru_cache(maxsize=1)
def _own_code() -> str:
    """What stands for this version of trialmatch: its own code, which holds the version number.

    The number alone would not do for those who change the code. Empty where the code cannot be
    read, as in an archive; then nothing is kept.
    """
    digest = hashlib.sha256()
    try:
        files = sorted(glob.glob("**/*.py", root_dir=_ROOT, recursive=True))
        for each in files:
            with open(os.path.join(_ROOT, each), "rb") as file:
                digest.update(each.encode() + hashlib.sha256(file.read()).digest())
    except (OSError, ValueError):
        return ""
    return digest.hexdigest() if files else ""


def _sealed(text: str) -> bytes:
    """The text below its own hash, so that a damaged entry is seen to be one."""
    data = text.encode("ascii")
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def _opened(sealed: bytes) -> dict[str, object]:
    seal, _, data = sealed.partition(b"\n")
    if hashlib.sha256(data).hexdigest().encode() != seal:
        raise ValueError
    document = json.loads(data)
    if not isinstance(document, dict):
        raise TypeError
    return document


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
