"""Criteria files brought to canonical layout on disk."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trialmatch.diagnostics import Diagnostic
from trialmatch.workflow.criteria import find_files


@dataclass(frozen=True, slots=True)
class FileLayout:
    """One file as it is and as it should be; `after` is None where it cannot be parsed."""

    path: Path
    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the file is not as it should be."""
        return self.after is not None and self.after != self.before

    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            _lines(self.before),
            _lines(self.after or ""),
            str(self.path),
            str(self.path),
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

    def write(self) -> None:
        """Put the file as it should be in the place of the one there; never half of it."""
        if self.after is not None:
            _write_whole(self.path.resolve(), self.after)


def layouts(paths: Iterable[str | Path]) -> list[FileLayout]:
    """The layout of every criteria file named, and of those in the folders named."""
    return [_layout(path) for path in find_files(paths)]


def _layout(path: Path) -> FileLayout:
    from trialmatch.compiler.formatting import format_text
    from trialmatch.compiler.reading import NotReadable, read_from_disk

    try:
        before = read_from_disk(str(path))
    except NotReadable as error:
        found = Diagnostic(str(path), error.rule, str(error), why=error.why)
        return FileLayout(path, "", None, (found,))
    formatted = format_text(before, str(path))
    return FileLayout(path, before, formatted.text, formatted.diagnostics)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _write_whole(path: Path, text: str) -> None:
    """Written beside the file first, with its mode, and then put in its place."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
