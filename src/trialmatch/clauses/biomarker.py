"""`biomarker kras_g12c present`: a variant or marker, found whenever it was tested (meaning 1, 14).

It does not change, so that results after the index count as well. A positive result settles that
it is there, unless `latest` is asked by name. A negative one settles what it was a test of: the
variant itself, or the whole that it is declared to be part of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.limits import MEANINGS
from trialmatch.clauses.contract.picks import meaning_of
from trialmatch.clauses.contract.scope import Measure, Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import keyword, name, phrase
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, Name, Word
from trialmatch.plan.algebra import (
    AnyOf,
    Compare,
    Exists,
    Negate,
    Observed,
    Op,
    Rows,
    Take,
    Truth,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.result_words import NEGATIVE, POSITIVE

PRESENT, ABSENT, TESTED = "present", "absent", "tested"
_WHENEVER = Window(None, None)
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Biomarker(ClauseNode):
    """A variant or marker is present, absent, or was tested for."""

    of: Name
    says: str
    span: Span = field(compare=False, repr=False)


class BiomarkerClause(Clause[Biomarker]):
    """What is known of a variant or marker."""

    name = "biomarker"
    words = ("biomarker", "variant")
    examples = ("biomarker kras present", "biomarker kras absent", "biomarker kras tested")
    node = Biomarker

    def grammar(self) -> pp.ParserElement:
        """`biomarker` or `variant`, its name, and what is asked of it."""
        says = keyword(PRESENT, ABSENT, TESTED)
        return phrase(keyword(*self.words) - name("a biomarker") - says, _biomarker)

    def check(self, node: Biomarker, scope: Scope) -> Iterator[Problem]:
        """Whether the name is a measure that is present or absent."""
        yield from scope.check_measure(node.of)
        measure = scope.measures.get(node.of.text)
        if measure is not None and not measure.static:
            yield Problem(
                rule="not-a-biomarker",
                message=f"`{measure.name}` is not declared as present or absent",
                span=node.of.span,
                why="a biomarker does not change with time, other results do",
                instead=f"`measure {measure.name} = … as present or absent`",
            )

    def lower(self, node: Biomarker, scope: Scope) -> Truth:
        """Any result that says so, whenever it was."""
        measure = scope.measures[node.of.text]
        if node.says == TESTED:
            return Exists(_results(measure), _looked_for(measure, asks_whether_done=True))
        present = _present(measure, scope)
        return present if node.says == PRESENT else Negate(present)

    def print(self, node: Biomarker) -> str:
        """The clause in canonical wording."""
        return f"biomarker {node.of.text} {node.says}"


def _present(measure: Measure, scope: Scope) -> Truth:
    unseen = _looked_for(measure, asks_whether_done=False)
    known: Truth = Exists(_saying(measure, NEGATIVE), unseen)
    whole = scope.measures.get(measure.part_of)
    if whole is not None:
        known = AnyOf((known, Negate(_present(whole, scope))))
    return Exists(_saying(measure, POSITIVE), known)


def _results(measure: Measure) -> Rows:
    return Take(Within(measure.rows, _WHENEVER), n=_ALL)


def _saying(measure: Measure, word: str) -> Rows:
    return Where(_results(measure), Compare(meaning_of(measure), Op.EQ, MEANINGS[word]))


def _looked_for(measure: Measure, *, asks_whether_done: bool) -> Observed:
    return Observed(measure.kinds, measure.codes, ANY_TIME, asks_whether_done=asks_whether_done)


def _biomarker(parts: list[object], span: Span) -> Biomarker:
    return Biomarker(cast(Name, parts[1]), cast(Word, parts[2]).text, span)


CLAUSE = BiomarkerClause()
