"""What a load read, kept and set aside, and why: nothing is lost silently."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from trialmatch.diagnostics import Diagnostic


@dataclass(slots=True)
class FileReport:
    """One file: rows read, rows kept, and those set aside counted by reason."""

    name: str
    read: int = 0
    kept: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)

    def balanced(self) -> bool:
        """Every row read is either kept or set aside with a reason."""
        return self.read == self.kept + sum(self.set_aside.values())


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

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for the manifest; counts only."""
        return {
            "rows read": self.read,
            "rows kept": self.kept,
            "files": [
                {
                    "file": file.name,
                    "read": file.read,
                    "kept": file.kept,
                    "set aside": dict(sorted(file.set_aside.items())),
                }
                for file in self.files
            ],
            "notes": [note.message for note in self.notes],
        }

    def lines(self) -> list[str]:
        """The report as a person reads it, a line a file and a line a reason."""
        out = [f"{self.read} rows read, {self.kept} kept, {self.read - self.kept} set aside"]
        for file in self.files:
            out.append(f"  {file.name}: {file.read} read, {file.kept} kept")
            out += [
                f"    {count} set aside: {why}" for why, count in sorted(file.set_aside.items())
            ]
        return out + [f"  note: {note.message}" for note in self.notes]
