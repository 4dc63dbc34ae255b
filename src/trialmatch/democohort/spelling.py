"""Codes and code systems as each hospital happens to write them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from trialmatch.democohort.draws import Bools, Ints
from trialmatch.democohort.rows import Rows, Wording
from trialmatch.democohort.tables import Words

# By hospital: the name of the code system of diagnoses, and whether codes have their dot.
DIAGNOSIS_SYSTEMS = ("ICD-10", "ICD10", "urn:oid:2.16.578.1.12.4.1.1.7110")
_SYSTEM_OF_HOSPITAL = np.array([0, 1, 2, 0])
_DOT_OF_HOSPITAL = np.array([True, False, True, True])


def spelt(rows: Rows, hospital: Ints, lower: Bools) -> Rows:
    """The rows with codes in their hospital's spelling, some in lower case."""
    code = rows.columns["code"]
    assert isinstance(code, Wording)
    dotless = np.zeros(len(rows), dtype=np.bool_)
    if rows.kind == "diagnosis":
        dotless = ~_DOT_OF_HOSPITAL[hospital]
        rows.columns["system"] = Wording(_SYSTEM_OF_HOSPITAL[hospital], DIAGNOSIS_SYSTEMS)
    style = dotless + 2 * lower.astype(np.int64)
    words, numbers = _spellings(code.words)
    rows.columns["code"] = Wording(numbers[style, code.number], words)
    return rows


@lru_cache(maxsize=32)
def _spellings(words: tuple[str, ...]) -> tuple[tuple[str, ...], Ints]:
    """All spellings, each once, and the number of each word in each style.

    The styles are: as it is, without dot, in lower case, and both.
    """
    dotless = [word.replace(".", "") for word in words]
    styles = [words, dotless, [w.lower() for w in words], [w.lower() for w in dotless]]
    known = Words()
    numbers = np.array([[known.number(word) for word in style] for style in styles])
    return known.all, numbers
