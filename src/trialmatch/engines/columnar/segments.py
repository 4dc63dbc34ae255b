"""Sums, extremes and ranks over the members of each subject."""

from __future__ import annotations

import numpy as np

from trialmatch.engines.columnar.members import Mask, Members, Places, runs
from trialmatch.engines.columnar.table import Array


def ranked_by(found: Members, keys: Array, n: int, also: Mask | None = None) -> Array:
    """By subject, the n-th greatest key of its definite members; the least where fewer are."""
    least = -np.inf if keys.dtype.kind in "fO" else np.iinfo(np.int64).min
    size = int(found.subject[-1]) + 1 if len(found) else 0
    bar = np.full(size, least, keys.dtype if keys.dtype.kind in "fO" else np.int64)
    subject, key = found.subject, keys
    if found.doubts is not None or also is not None:
        chosen = np.flatnonzero(found.certain if also is None else found.certain & also)
        subject, key = subject[chosen], key[chosen]
    if n == 1:
        begin = runs(subject)
        if len(begin):
            bar[subject[begin]] = np.maximum.reduceat(key, begin)
        return bar
    order = np.lexsort((key, subject))
    subject, key = subject[order], key[order]
    begin = runs(subject)
    stop = np.append(begin[1:], len(subject))
    at = stop - n
    enough = at >= begin
    bar[subject[begin[enough]]] = key[at[enough]]
    return bar


def greatest(values: Array, subject: Places, size: int, empty: object) -> Array:
    """By subject, the greatest value; `empty` where there is none."""
    return _extreme(np.maximum, values, subject, size, empty)


def least(values: Array, subject: Places, size: int, empty: object) -> Array:
    """By subject, the least value; `empty` where there is none."""
    return _extreme(np.minimum, values, subject, size, empty)


def summed(values: Array, subject: Places, size: int) -> Array:
    """By subject, the sum; 0 where there is nothing."""
    return _extreme(np.add, values, subject, size, 0)


def _extreme(how: np.ufunc, values: Array, subject: Places, size: int, empty: object) -> Array:
    # Whole numbers have no infinity.
    dtype = np.float64 if isinstance(empty, float) and values.dtype.kind == "i" else values.dtype
    found = np.full(size, empty, dtype)
    if len(values):
        begin = runs(subject)
        found[subject[begin]] = how.reduceat(values, begin)
    return found


def counted(subject: Places, size: int) -> Array:
    """By subject, how many members there are."""
    return np.bincount(subject, minlength=size)


def any_of(marks: Mask, subject: Places, size: int) -> Mask:
    """By subject, whether any member is marked."""
    found = np.zeros(size, np.bool_)
    found[subject[marks]] = True
    return found
