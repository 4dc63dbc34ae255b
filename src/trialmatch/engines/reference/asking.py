"""What the nodes of a question ask of each other while it is put to one subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.values import Value
from trialmatch.plan import algebra
from trialmatch.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and where it is UNKNOWN the reasons."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


class Asking(Protocol):
    """One subject, and the answers that nodes have there.

    Values and questions inside a `Where`, a `Reduce` or a `Take` are asked of each `member`.
    """

    @property
    def subject(self) -> SubjectRecord:
        """Whom the question is put to."""
        ...

    @property
    def patient(self) -> Asking:
        """The patient as of the run's moment, whose event the subject may be."""
        ...

    def trying(self, name: str, member: Member) -> Asking:
        """The same subject, one row of it tried under a name."""
        ...

    def members(self, rows: algebra.Rows) -> list[Member]:
        """The members of some rows, definite and possible ones."""
        ...

    def counted(self, rows: algebra.Rows) -> list[Member]:
        """The members where only their number matters."""
        ...

    def value(self, node: algebra.Value, member: Member | None = None) -> Value:
        """The value of a node."""
        ...

    def decide(self, question: algebra.Truth, member: Member | None = None) -> Decision:
        """The verdict of a question."""
        ...
