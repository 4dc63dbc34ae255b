"""Answering: the one place where rows, values and questions meet."""

from __future__ import annotations

from dataclasses import replace

from trialmatch.engines.reference.asking import Decision
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.questions import decide
from trialmatch.engines.reference.rows import counted, members
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.values import Value
from trialmatch.engines.reference.valuing import value_of
from trialmatch.plan import algebra


class Answering:
    """Answers every node for one subject, rows and what they come to once each.

    What was found is kept by the node's identity, beside the node itself, which so lives as
    long as what it stands for.
    """

    def __init__(self, subject: SubjectRecord) -> None:
        """Answer for this subject."""
        self.subject = subject
        self._members: dict[int, tuple[algebra.Rows, list[Member]]] = {}
        self._reduced: dict[int, tuple[algebra.Value, Value]] = {}
        self._patient: Answering | None = None

    @property
    def patient(self) -> Answering:
        """The patient as of the run's moment; the subject itself where it is one."""
        if self.subject.own is None and self.subject.index == self.subject.as_of:
            return self
        if self._patient is None:
            self._patient = Answering(self.subject.as_patient())
        return self._patient

    def trying(self, name: str, member: Member) -> Answering:
        """The same subject, one row of it tried under a name."""
        tried = {**self.subject.tried, name: member}
        return Answering(replace(self.subject, tried=tried))

    def members(self, rows: algebra.Rows) -> list[Member]:
        """The members of some rows, definite and possible ones."""
        kept = self._members.get(id(rows))
        if kept is None:
            kept = self._members[id(rows)] = (rows, members(rows, self))
        return kept[1]

    def counted(self, rows: algebra.Rows) -> list[Member]:
        """The members where only their number matters."""
        return counted(rows, self)

    def value(self, node: algebra.Value, member: Member | None = None) -> Value:
        """The value of a node, of a member where one is given."""
        if not isinstance(node, algebra.Reduce):
            return value_of(node, self, member)
        kept = self._reduced.get(id(node))
        if kept is None:
            kept = self._reduced[id(node)] = (node, value_of(node, self, None))
        return kept[1]

    def decide(self, question: algebra.Truth, member: Member | None = None) -> Decision:
        """The verdict of a question, on a member where one is given."""
        return decide(question, self, member)
