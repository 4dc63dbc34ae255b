"""Rows of one kind in the making: numbers for words and times, until they are written."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np

from trialmatch.democohort.dates import DAY, MINUTE, NEVER
from trialmatch.democohort.draws import Bools, Floats, Ints, WeightedLists, weights
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A column of words: the number of each row's word, -1 for none."""

    number: Ints
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        """Each word stands once, so that equal words have equal numbers."""
        if len(set(self.words)) < len(self.words):
            raise ValueError("a word stands twice")


@dataclass(frozen=True, slots=True, eq=False)
class Decimals:
    """A column of results: whole steps of ten to the minus `places`, with a comparator.

    `comparator` is a place in `COMPARATORS`; `known` is false where there is no number.
    """

    steps: Ints
    places: Ints
    comparator: Ints
    known: Ints


COMPARATORS = ("", "<", "<=", ">", ">=")
Column = Wording | Decimals | Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of one kind of one block; times in minutes with their precision.

    `contact` is the place of the contact among those of the block, -1 for none; only where
    `linked` is the contact's identifier written down.
    """

    kind: str
    person: Ints
    start: Ints
    start_known: Ints
    contact: Ints
    linked: Bools
    end: Ints
    end_known: Ints
    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows."""
        return len(self.person)

    def taken(self, which: Ints) -> Rows:
        """These rows, in this order; a row may be taken twice."""
        arrays = {f.name: getattr(self, f.name)[which] for f in fields(self) if _is_array(f.name)}
        columns = {name: _taken(column, which) for name, column in self.columns.items()}
        return replace(self, columns=columns, **arrays)

    def sorted(self) -> Rows:
        """By person, then by time."""
        return self.taken(np.lexsort((self.start, self.person)))


def _is_array(name: str) -> bool:
    return name not in ("kind", "columns")


def _taken(column: Column, which: Ints) -> Column:
    if isinstance(column, Wording):
        return Wording(column.number[which], column.words)
    if isinstance(column, Decimals):
        parts = (column.steps, column.places, column.comparator, column.known)
        return Decimals(*(part[which] for part in parts))
    return column[which]


def dated_rows(
    kind: str, person: Ints, start: Ints, columns: dict[str, Column], contact: Ints | None = None
) -> Rows:
    """Rows known to the day and without an end, from times in minutes."""
    none = np.full(len(person), -1, dtype=np.int64)
    return Rows(
        kind=kind,
        person=person,
        start=start - start % MINUTES_PER_DAY,
        start_known=np.full(len(person), DAY, dtype=np.int64),
        contact=none if contact is None else contact,
        linked=np.full(len(person), contact is not None),
        end=np.full(len(person), NEVER, dtype=np.int64),
        end_known=np.full(len(person), DAY, dtype=np.int64),
        columns=columns,
    )


def timed(rows: Rows, start: Ints) -> Rows:
    """The same rows, known to the minute."""
    return replace(rows, start=start, start_known=np.full(len(rows), MINUTE, dtype=np.int64))


def joined(one: Rows, other: Rows) -> Rows:
    """The rows of both, with the columns of either."""
    arrays = {
        f.name: np.concatenate([getattr(one, f.name), getattr(other, f.name)])
        for f in fields(Rows)
        if _is_array(f.name)
    }
    names = dict.fromkeys([*one.columns, *other.columns])
    columns = {
        name: _joined_column(one.columns.get(name), len(one), other.columns.get(name), len(other))
        for name in names
    }
    return Rows(kind=one.kind, columns=columns, **arrays)


def _joined_column(one: Column | None, ones: int, other: Column | None, others: int) -> Column:
    first = _empty(other, ones) if one is None else one
    second = _empty(one, others) if other is None else other
    if isinstance(first, Wording) and isinstance(second, Wording):
        return _joined_words(first, second)
    if isinstance(first, Decimals) and isinstance(second, Decimals):
        names = (f.name for f in fields(Decimals))
        pairs = ((getattr(first, name), getattr(second, name)) for name in names)
        return Decimals(*(np.concatenate(pair) for pair in pairs))
    assert isinstance(first, np.ndarray) and isinstance(second, np.ndarray)
    return np.concatenate([first, second])


def _joined_words(one: Wording, other: Wording) -> Wording:
    words = tuple(dict.fromkeys((*one.words, *other.words)))
    renumbered = np.array([*map(words.index, other.words), -1], dtype=np.int64)
    return Wording(np.concatenate([one.number, renumbered[other.number]]), words)


def _empty(like: Column | None, rows: int) -> Column:
    if isinstance(like, Wording):
        return Wording(np.full(rows, -1, dtype=np.int64), like.words)
    if isinstance(like, Decimals):
        none = np.zeros(rows, dtype=np.int64)
        return Decimals(none, none, none, none)
    return np.full(rows, np.nan)


def one_word(word: str, rows: int) -> Wording:
    """A column with the same word in every row."""
    return Wording(np.zeros(rows, dtype=np.int64), (word,))


def some_words(rng: np.random.Generator, rows: int, text: str) -> Wording:
    """A column of words drawn by their shares, such as `provisional .02`; the rest has none."""
    pairs = weights(text)
    lists = WeightedLists([[(place, share) for place, (_, share) in enumerate(pairs)]], whole=1.0)
    number = lists.pick(np.zeros(rows, dtype=np.int64), rng.random(rows))
    return Wording(number, tuple(word for word, _ in pairs))
