"""Phrases back as text, in their canonical wording."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.language.event_printer import print_event
from trialmatch.language.tree import Comparison

__all__ = ["print_comparison", "print_event", "print_number"]


def print_comparison(limit: Comparison) -> str:
    """`>= 18 years`, `between 18 and 75 years`, `> 3 x ULN` or `is positive`."""
    if limit.word is not None:
        return f"{limit.sign} {limit.word.text}"
    numbers = [print_number(each.value) for each in limit.numbers]
    numbers += [each.text for each in limit.steps]
    unit = f" {limit.unit.text}" if limit.unit else ""
    if limit.of_normal is not None:
        unit = f" x {limit.of_normal.end}"
    if limit.sign == "between":
        return f"between {numbers[0]} and {numbers[1]}{unit}"
    return f"{limit.sign} {numbers[0]}{unit}"


def print_number(value: Decimal) -> str:
    """A number without an exponent."""
    return f"{value:f}"
