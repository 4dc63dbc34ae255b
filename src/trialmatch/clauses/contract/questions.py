"""A question to a person, as rows of answers (meaning 27)."""

from __future__ import annotations

import hashlib

from trialmatch.clauses.contract.scope import Scope
from trialmatch.plan.algebra import Compare, Events, Op, Reduce, Take, Truth, Within, Word
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

ANSWER_SYSTEM = "answer"
APPLIES = "applies"


def answered(question: str, scope: Scope) -> Truth:
    """MET where a person answered that it applies; UNKNOWN until somebody answers."""
    code = f"{scope.question_key}/{hashlib.sha256(question.encode()).hexdigest()[:8]}"
    codes = CodeSet(question, (CodePattern(ANSWER_SYSTEM, code),))
    answers = Take(Within(Events(("answer",), codes)))
    return Compare(Reduce(answers, Word()), Op.EQ, APPLIES)
