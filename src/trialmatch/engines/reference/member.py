"""A member of some rows: a row, and why it may not be one."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.cohort.records import Row
from trialmatch.verdict import Reason


@dataclass(frozen=True, slots=True)
class Member:
    """A row that is a member for certain, or only perhaps, for the reasons in `doubts`."""

    row: Row
    doubts: tuple[Reason, ...] = ()

    @property
    def certain(self) -> bool:
        """A definite member."""
        return not self.doubts

    def doubted(self, *reasons: Reason) -> Member:
        """The same row with further reasons for doubt."""
        return Member(self.row, tuple(dict.fromkeys((*self.doubts, *reasons))))
