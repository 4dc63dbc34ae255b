"""Persons' answers as rows of the record (meaning 27).

A question is told from every other by its code. The words of an answer are `applies`, `does not
apply` and `cannot tell`; the last leaves the question open, also where an earlier one answered it.
"""

from __future__ import annotations

from trialmatch.cohort.records import Result, Row
from trialmatch.vocabulary.calendar import Moment

KIND = "answer"
SYSTEM = "answer"
APPLIES = "applies"
DOES_NOT_APPLY = "does not apply"
CANNOT_TELL = "cannot tell"
WORDS = (APPLIES, DOES_NOT_APPLY, CANNOT_TELL)


def answer_row(question: str, word: str, at: Moment, *, row_id: str) -> Row:
    """The row of one answer, given at a moment, to the question with a code.

    Raises ValueError for any other word.
    """
    if word not in WORDS:
        raise ValueError(f"an answer is one of: {', '.join(WORDS)}")
    result = Result(absent=word) if word == CANNOT_TELL else Result(text=word)
    return Row(KIND, row_id, ((SYSTEM, question),), at, result=result)
