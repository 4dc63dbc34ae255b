"""A question to a person, as rows of answers (meaning 27)."""

from __future__ import annotations

import hashlib

from trialmatch.clauses.contract.scope import Scope
from trialmatch.cohort import answer_rows
from trialmatch.plan.algebra import Compare, Events, Op, Reduce, Take, Truth, Within, Word
from trialmatch.plan.window import ANY_TIME, Window
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

# The answer to a question about an event counts whenever it was given.
_AT_ANY_TIME = Window(upper=None)


def answered(question: str, scope: Scope) -> Truth:
    """MET where a person answered last that it applies; UNKNOWN until somebody can tell."""
    code = f"{scope.question_key}/{hashlib.sha256(question.encode()).hexdigest()[:8]}"
    codes = CodeSet(question, (CodePattern(answer_rows.SYSTEM, code),))
    window = _AT_ANY_TIME if scope.event_subjects else ANY_TIME
    answers = Take(Within(Events((answer_rows.KIND,), codes), window), empty_too=True)
    return Compare(Reduce(answers, Word()), Op.EQ, answer_rows.APPLIES)
