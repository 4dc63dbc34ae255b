"""A member of some rows: a row, and why it may not be one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trialmatch.cohort.records import Row
from trialmatch.verdict import Reason


@dataclass(frozen=True, slots=True)
class Member:
    """A row that is a member for certain, or only perhaps, for the reasons in `doubts`.

    `partner` is the other row of a pair.
    """

    row: Row
    doubts: tuple[Reason, ...] = ()
    partner: Row | None = None

    @property
    def certain(self) -> bool:
        """A definite member."""
        return not self.doubts

    def doubted(self, *reasons: Reason) -> Member:
        """The same row with further reasons for doubt."""
        return replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *reasons))))


def doubts_of(members: list[Member]) -> tuple[Reason, ...]:
    """Every doubt of some members."""
    return tuple(dict.fromkeys(reason for member in members for reason in member.doubts))
