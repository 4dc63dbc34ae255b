"""Answering: the one place where rows, values and questions of a panel meet."""

from __future__ import annotations

from trialmatch.engines.columnar.members import Members, Places
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.questions import decide
from trialmatch.engines.columnar.rows import counted, existing, members
from trialmatch.engines.columnar.truths import Truths
from trialmatch.engines.columnar.values import Intervals, Values, Words
from trialmatch.engines.columnar.valuing import value_of
from trialmatch.engines.columnar.windows import of_rows
from trialmatch.plan import algebra


class Answering:
    """Answers every node for one panel; what the plan asks several times is kept."""

    def __init__(self, panel: Panel) -> None:
        """Answer for this panel."""
        self.panel = panel

    def members(self, rows: algebra.Rows) -> Members:
        """The members of some rows, definite and possible ones."""
        kept = self.panel.rows.get(id(rows))
        if kept is None:
            kept = members(rows, self)
            if self.panel.uses[id(rows)] > 1:
                self.panel.rows.keep(id(rows), kept)
        return kept

    def existing(self, rows: algebra.Rows) -> Members:
        """The members where it matters that there are some."""
        return existing(rows, self)

    def counted(self, rows: algebra.Rows) -> Members:
        """The members where it matters how many there are."""
        return counted(rows, self)

    def value(self, node: algebra.Value, rows: Members | None, exact: bool = False) -> Values:
        """A value of each of some rows, or of each subject; a subject's is one of its rows too."""
        if rows is not None and of_rows(node):
            return value_of(node, self, rows, exact)
        found = self._of_subjects(node, exact)
        return found if rows is None else found[rows.subject]

    def _of_subjects(self, node: algebra.Value, exact: bool) -> Values:
        kept = None if exact else self.panel.values.get(id(node))
        if kept is None:
            kept = value_of(node, self, None, exact)
            if self.panel.uses[id(node)] > 1 and not exact:
                self.panel.values.keep(id(node), kept)
        return kept

    def intervals(
        self, node: algebra.Value, rows: Members | None, exact: bool = False
    ) -> Intervals:
        """A value that is a number or a time."""
        found = self.value(node, rows, exact)
        if not isinstance(found, Intervals):
            raise TypeError(f"{type(node).__name__} is no number")
        return found

    def words(self, node: algebra.Value, rows: Members | None) -> Words:
        """A value that is a word."""
        found = self.value(node, rows)
        if not isinstance(found, Words):
            raise TypeError(f"{type(node).__name__} is no word")
        return found

    def truth(self, question: algebra.Truth, rows: Members | None = None) -> Truths:
        """The verdicts on subjects, in bits; or on rows, in booleans."""
        if rows is not None:
            return decide(question, self, rows)
        kept = self.panel.truths.get(id(question))
        if kept is None:
            kept = decide(question, self, None).packed()
            if self.panel.uses[id(question)] > 1:
                self.panel.truths.keep(id(question), kept)
        return kept

    def of_some(self, chosen: Places) -> Answering:
        """The same of some of the subjects."""
        return Answering(self.panel.only(chosen))

    def of_panel(self, panel: Panel) -> Answering:
        """The same of another panel."""
        return Answering(panel)

    def of_patients(self) -> Answering:
        """The same of the patients, as of the run's moment."""
        return self if self.panel.patients is None else Answering(self.panel.patients)
