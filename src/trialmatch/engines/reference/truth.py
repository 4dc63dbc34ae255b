"""Truth: the verdict of a question put to one subject."""

from __future__ import annotations

from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.asking import Decision
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan import algebra

__all__ = ["Decision", "decide"]


def decide(question: algebra.Truth, subject: SubjectRecord) -> Decision:
    """The verdict of a question, with the reasons of what is not known."""
    return Answering(subject).decide(question)
