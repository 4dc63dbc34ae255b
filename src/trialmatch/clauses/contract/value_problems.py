"""What can be wrong with a value: its units, its powers, its operands."""

from __future__ import annotations

from trialmatch.diagnostics import Span
from trialmatch.language.problems import Problem

_WORDS = {"+": "added to", "-": "taken from", "min": "compared with", "max": "compared with"}


def no_common_kind(word: str, first: str, second: str, span: Span) -> Problem:
    """Two values that cannot be put together; the span is that of the second."""
    return Problem(
        rule="value-units",
        message=f"{_kind(second)} cannot be {_joined(word)} {_kind(first)}",
        span=span,
        why="both sides must measure the same kind of quantity",
        instead=_number_in(second or first),
    )


def _joined(word: str) -> str:
    return _WORDS.get(word, "the other branch of")


def _kind(unit: str) -> str:
    return f"a value in {unit}" if unit else "a bare number"


def _number_in(unit: str) -> str:
    return f"`(… in {unit})` for the bare number in {unit}"


def no_power(unit: str, span: Span) -> Problem:
    """A power of a quantity with a unit whose exponent is no stated whole number."""
    return Problem(
        rule="value-units",
        message=f"this value in {unit} can only be raised to a whole number",
        span=span,
        why="another power would leave nothing that has a unit",
        instead=_number_in(unit),
    )


def not_bare(what: str, unit: str, span: Span) -> Problem:
    """A value with a unit where a bare number is wanted."""
    return Problem(
        rule="value-units",
        message=f"{what} is a bare number, and this value is in {unit}",
        span=span,
        why="the result would depend on the unit that happens to be used",
        instead=_number_in(unit),
    )


def another_kind(unit: str, found: str, span: Span) -> Problem:
    """A value that has no number in a unit."""
    return Problem(
        rule="value-units",
        message=f"{_kind(found)} has no number in {unit or 'no unit'}",
        span=span,
        why="the two do not measure the same kind of quantity",
        instead=f"`{found}` or a unit that converts to it" if found else "nothing",
    )


def comes_out(found: str, declared: str, span: Span) -> Problem:
    """A value that is declared in a unit of another kind than it comes out in."""
    said = f"in {declared}" if declared else "as a bare number"
    return Problem(
        rule="value-units",
        message=f"the value comes out {_came(found)}, and is declared {said}",
        span=span,
        why="what is on both sides of `in` must measure the same kind of quantity",
        instead=f"`in {found}`, or a unit that converts to it" if found else "`as ratio`",
    )


def _came(unit: str) -> str:
    return f"in {unit}" if unit else "as a bare number"


def inputs_of_one(span: Span) -> Problem:
    """`inputs within …` of a value that is made of fewer than two results."""
    return Problem(
        rule="inputs-apart",
        message="there are no two results here that could be far apart",
        span=span,
        why="the value is made of one result at most",
        instead="nothing",
    )
