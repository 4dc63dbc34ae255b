"""Reading criteria files from disk, and which files a file may use."""

from __future__ import annotations

import os.path
from functools import lru_cache
from pathlib import Path

from trialmatch.language.problems import Problem
from trialmatch.language.source import MAX_BYTES
from trialmatch.language.tree import Word

# The folder that criteria files are kept in; files of one such folder may use each other.
CRITERIA_FOLDER = "criteria"


class NotReadable(Exception):
    """A file cannot be read as a criteria file; the message says why in one sentence."""

    def __init__(self, rule: str, message: str, why: str = "") -> None:
        """Carry what a diagnostic will say."""
        super().__init__(message)
        self.rule = rule
        self.why = why


def read_from_disk(path: str) -> str:
    """The text of a file; raises NotReadable for anything but a small UTF-8 file."""
    file = Path(path)
    try:
        if not file.is_file():
            raise NotReadable("not-found", "there is no such file")
        if file.stat().st_size > MAX_BYTES:
            raise NotReadable(
                "file-too-big",
                f"the file is larger than {MAX_BYTES // 1000} kB and was not read",
                "a criteria file is a page or two; a larger one is most likely something else",
            )
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotReadable(
            "not-utf-8",
            f"the file is not UTF-8 text (byte {error.start + 1})",
            "a criteria file is plain UTF-8 text; save it again in that encoding",
        ) from None
    except (OSError, ValueError):
        raise NotReadable("not-readable", "the file cannot be read") from None


def read_used(path: str, using: str) -> str:
    """The text of a file that another uses; raises NotReadable as well where a link leads out."""
    if not stays_inside(using, path):
        raise NotReadable("use-path", "the path leads out of the folder of criteria")
    return read_from_disk(path)


def used_path(using: str, written: Word) -> str | Problem:
    """The path of a used file, or why it may not be used."""
    text = written.text
    if "\\" in text:
        return _refused(written, "a path is written with `/`", f'`"{text.replace(chr(92), "/")}"`')
    if os.path.isabs(text) or text.startswith(("/", "~")) or ":" in text:
        return _refused(written, "a path is relative to the file that uses it", "")
    path = os.path.normpath(os.path.join(os.path.dirname(using), text))
    if not _lies_below(_root(using), path):
        return _refused(written, "the path leads out of the folder of criteria", "")
    return path


def stays_inside(using: str, path: str) -> bool:
    """Whether a file still lies in the folder of criteria once links are followed."""
    return _lies_below(os.path.realpath(_root(using)), os.path.realpath(path))


def _root(using: str) -> str:
    """The topmost folder named `criteria` above a file, else the folder two levels up."""
    return _root_above(os.path.dirname(os.path.abspath(using)))


@lru_cache(maxsize=256)
def _root_above(path: str) -> str:
    folder = Path(path)
    for each in reversed((folder, *folder.parents)):
        if each.name == CRITERIA_FOLDER:
            return str(each)
    return str(folder.parent)


def _lies_below(root: str, path: str) -> bool:
    absolute = os.path.abspath(path)
    return os.path.commonpath([root, absolute]) == root


def _refused(written: Word, message: str, instead: str) -> Problem:
    return Problem(
        rule="use-path",
        message=message,
        span=written.span,
        why="criteria are the same on every machine, and read nothing but criteria",
        instead=instead or 'a path such as `"../shared/cardiology.criteria"`',
    )
