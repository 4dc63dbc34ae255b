"""Picking one of several: fast, since an example takes hundreds of picks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

# Gives a whole number from 0 to below the one that it is given.
Draw = Callable[[int], int]
T = TypeVar("T")


def drawing_from(data: st.DataObject) -> Draw:
    """Draws from Hypothesis, choice by choice, so that no two examples are made of one."""
    choices = data.conjecture_data
    return lambda count: choices.draw_integer(0, count - 1)


def pick(draw: Draw, options: Sequence[T]) -> T:
    """One of the options; what is to be drawn often stands among them several times."""
    return options[draw(len(options))]


def pick_one_of(draw: Draw, *options: T) -> T:
    """One of the arguments."""
    return pick(draw, options)


def drawn_by(draw: Draw, *ways: Callable[[Draw], T]) -> T:
    """What one of several ways of drawing gives."""
    return pick(draw, ways)(draw)


def one_in(draw: Draw, count: int) -> bool:
    """True once in so many times."""
    return draw(count) == count - 1


def some(draw: Draw, options: Sequence[T]) -> list[T]:
    """One or more of the options, each once."""
    found = [option for option in options if one_in(draw, 2)]
    return found or [pick(draw, options)]
