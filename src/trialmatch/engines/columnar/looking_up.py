"""Which entry of a declared table holds a word, or the codings of a row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.table import Array
from trialmatch.engines.columnar.values import Words
from trialmatch.plan.algebra import Lookup
from trialmatch.vocabulary.codesets import CodeSet


def entry_of_words(node: Lookup, words: Words) -> Array:
    """The place of the first entry that holds each word; past the last one where none does."""
    none = len(node.table)
    found = np.full(len(words.words), none, np.int64)
    for place, word in enumerate(words.words):
        entries = (n for n, (entry, _) in enumerate(node.table) if _names(entry, word))
        found[place] = next(entries, none)
    return np.asarray(found[words.word])


def _names(entry: object, word: str) -> bool:
    return isinstance(entry, frozenset) and word in entry


def entry_of_codings(node: Lookup, rows: Members | None, panel: Panel) -> tuple[Array, Ids]:
    """The same of the codings of each row: all that it has, not only those it was found by."""
    if rows is None:
        raise TypeError("codings are values of rows")
    row = panel.table.column("row", rows.at)
    found = np.full(len(row), len(node.table), np.int64)
    for place in reversed(range(len(node.table))):
        entry, _ = node.table[place]
        if isinstance(entry, CodeSet):
            found[np.isin(row, _rows_in(entry, panel))] = place
    return found, np.zeros(len(row), np.int32)


def _rows_in(codes: CodeSet, panel: Panel) -> Array:
    """The rows of which some coding is in the set and none excepted."""
    groups = panel.table.groups
    included = _rows_of(groups.of_rows, codes, panel)
    return np.setdiff1d(included, _rows_of(groups.excepted, codes, panel))


def _rows_of(
    groups: Mapping[tuple[str, CodeSet | None], tuple[int, ...]], codes: CodeSet, panel: Panel
) -> Array:
    present = panel.table.partition.groups
    numbers = [n for (_, asked), found in groups.items() if asked == codes for n in found]
    lines = [np.arange(present[n].start, present[n].stop) for n in numbers if n in present]
    return panel.table.column("row", np.concatenate(lines or [np.zeros(0, np.int64)]))
