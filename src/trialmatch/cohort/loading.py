"""What a load read, kept and set aside, and why: nothing is lost silently."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from trialmatch.diagnostics import Diagnostic


@dataclass(slots=True)
class FileReport:
    """One file: rows read, kept, set aside counted by reason, and not asked for."""

    name: str
    read: int = 0
    kept: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    not_asked: int = 0

    def balanced(self) -> bool:
        """Every row read is kept, set aside with a reason, or not asked for."""
        return self.read == self.kept + sum(self.set_aside.values()) + self.not_asked


@dataclass(slots=True)
class LoadReport:
    """All files of one load, in the order read, with findings that are not about one row."""

    files: list[FileReport] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows read in all files."""
        return sum(file.read for file in self.files)

    @property
    def kept(self) -> int:
        """Rows kept in all files."""
        return sum(file.kept for file in self.files)

    @property
    def not_asked(self) -> int:
        """Rows of all files that nobody asked for."""
        return sum(file.not_asked for file in self.files)

    @property
    def set_aside(self) -> int:
        """Rows of all files that could not be used."""
        return sum(sum(file.set_aside.values()) for file in self.files)

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for the manifest; counts only."""
        return {
            "rows read": self.read,
            "rows kept": self.kept,
            "rows not asked for": self.not_asked,
            "files": [
                {
                    "file": file.name,
                    "read": file.read,
                    "kept": file.kept,
                    "set aside": dict(sorted(file.set_aside.items())),
                    "not asked for": file.not_asked,
                }
                for file in self.files
            ],
            "notes": [note.message for note in self.notes],
        }

    def lines(self) -> list[str]:
        """The report as a person reads it, a line a file and a line a reason."""
        out = [
            f"{self.read} rows read, {self.kept} kept, {self.set_aside} set aside"
            + (f", {self.not_asked} not asked for" if self.not_asked else "")
        ]
        for file in self.files:
            out.append(f"  {file.name}: {file.read} read, {file.kept} kept")
            out += [
                f"    {count} set aside: {why}" for why, count in sorted(file.set_aside.items())
            ]
            out += [f"    {file.not_asked} not asked for"] if file.not_asked else []
        return out + [f"  note: {note.message}" for note in self.notes]
