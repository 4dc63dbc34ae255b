"""`any egfr (within 1 year before index) < 60 mL/min`: several results at once (meaning 10).

`every` asks for all of them, `at least 2` for so many, `at least 2 consecutive` for so many one
right after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pyparsing as pp

from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.picks import (
    check_limit,
    check_results,
    compared_with,
    known_of,
    number_of,
    with_results,
)
from trialmatch.clauses.contract.scope import Scope
from trialmatch.diagnostics import Span
from trialmatch.language.phrases import keyword, phrase
from trialmatch.language.problems import Problem
from trialmatch.language.reading_counts import (
    ANY_READING,
    AT_LEAST,
    AT_MOST,
    EVERY_READING,
    EXACTLY,
    READING_WORDS,
    Readings,
    print_readings,
    readings,
)
from trialmatch.language.tree import Word
from trialmatch.plan.algebra import (
    Choose,
    Compare,
    Constant,
    Exists,
    How,
    Negate,
    Op,
    Reduce,
    Rows,
    Spaced,
    Truth,
    Where,
)

_OPS = {AT_LEAST: Op.GE, AT_MOST: Op.LE, EXACTLY: Op.EQ}
_YES, _NO = Constant(Decimal(1)), Constant(Decimal(0))
# Fewer than these are not in a row.
_FEWEST = 2


class ReadingsClause(Clause[Readings]):
    """Any, every or a number of the results of a measure."""

    name = "readings"
    words = READING_WORDS
    examples = (
        "any egfr < 60 mL/min/{1.73_m2}",
        "any egfr (within 1 year before index, counting empty results) > 3 x ULN",
        "every egfr (within 1 year before index) between 20 and 60 mL/min/{1.73_m2}",
        "at least 2 egfr (within 1 year before index) < 60 mL/min/{1.73_m2}",
        "at least 2 egfr < 60 mL/min/{1.73_m2} at least 90 days apart",
        "at most 1 ecog (before index) > 2 on different days",
        "exactly 3 egfr (since 2020-01-01) < 60 mL/min/{1.73_m2}",
        "any nyha (within 1 year before index) >= III",
        "at least 2 consecutive egfr (within 1 year before index) < 60 mL/min/{1.73_m2}",
    )
    node = Readings

    def grammar(self) -> pp.ParserElement:
        """`any` or `every`, a measure, its window in brackets, a limit; `count` reads numbers."""
        return phrase(keyword(*READING_WORDS) - readings(), _of_all)

    def check(self, node: Readings, scope: Scope) -> Iterator[Problem]:
        """The name, the window, the limit, and whether the number asks for anything."""
        yield from check_results(node.of, scope)
        yield from check_limit(node.limit, scope.measures.get(node.of.measure.text))
        if node.number is None and node.apart is not None:
            yield _apart_of_all(node)
        if node.number is not None and node.number.value == 0:
            yield _no_number(node)
        elif node.in_a_row is not None:
            yield from _check_in_a_row(node, node.in_a_row)

    def lower(self, node: Readings, scope: Scope) -> Truth:
        """A test of each result, and how many pass it."""
        rows, known = with_results(node.of, scope), known_of(node.of, scope)
        measure = scope.measures[node.of.measure.text]
        test = compared_with(measure, node.limit, number_of(measure, node.limit))
        if node.how == EVERY_READING:
            return Negate(Exists(Where(rows, Negate(test)), known))
        if node.how == ANY_READING or node.number is None:
            return Exists(Where(rows, test), known)
        return Compare(_number(node, rows, test, known), _OPS[node.how], node.number.value)

    def print(self, node: Readings) -> str:
        """The clause in canonical wording."""
        return print_readings(node)


def _number(node: Readings, rows: Rows, test: Truth, known: Truth) -> Reduce:
    if node.in_a_row is not None:
        return Reduce(rows, Choose(test, _YES, _NO), How.IN_A_ROW, observed=known)
    passing: Rows = Where(rows, test)
    if node.apart is not None:
        passing = Spaced(passing, node.apart.length)
    return Reduce(passing, how=How.COUNT, observed=known)


def _of_all(parts: list[object], span: Span) -> Readings:
    word, said = cast(Word, parts[0]).text, cast(Readings, parts[1])
    return replace(said, how=EVERY_READING if word == "all" else word, span=span)


def _check_in_a_row(node: Readings, word: Word) -> Iterator[Problem]:
    said = node.number
    if node.how != AT_LEAST or said is None:
        yield Problem(
            rule="in-a-row",
            message=f"`consecutive` does not go with `{node.how}`",
            span=word.span,
            why="it asks for so many results one right after another",
            instead="`at least 2 consecutive …`, or the clause without `consecutive`",
        )
    elif said.value < _FEWEST:
        yield Problem(
            rule="in-a-row",
            message=f"{said.value} result is not consecutive to another",
            span=said.span,
            why="results that follow each other are two or more",
            instead=f"`any {node.of.measure.text} …`, or a larger number",
        )
    elif node.apart is not None:
        yield Problem(
            rule="in-a-row",
            message=f"`{node.apart.text}` does not go with `consecutive`",
            span=node.apart.span,
            why="results left out for their dates would not have followed each other",
            instead="one of the two",
        )


def _apart_of_all(node: Readings) -> Problem:
    words = node.apart.text if node.apart else ""
    return Problem(
        rule="apart-of-all",
        message=f"`{words}` goes with a number of results",
        span=node.apart.span if node.apart else node.span,
        why=f"`{node.how}` does not count",
        instead=f"`at least 2 {node.of.measure.text} …`",
    )


def _no_number(node: Readings) -> Problem:
    name = node.of.measure.text
    return Problem(
        rule="counts-nothing",
        message=f"`{node.how} 0` asks for no number",
        span=node.number.span if node.number else node.span,
        why="there are always at least 0; that there is none is said by `not any`",
        instead=f"`at least 1 {name} …`, or `not any {name} …`",
    )


CLAUSE = ReadingsClause()
