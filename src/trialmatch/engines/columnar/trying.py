"""Rows that are tried one by one: a panel whose subjects are the rows (meaning 16a)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.members import Members
from trialmatch.engines.columnar.naming import named_ids
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.truths import Marks, Truths, unpacked
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan import algebra
from trialmatch.plan.naming import about

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering


def for_any(question: algebra.ForAny, ask: Answering) -> Truths:
    """Kleene "or" over the rows of each subject, and whether there may have been others."""
    found, size = ask.members(question.rows), ask.panel.size
    test = ask.of_panel(_tried(question.name, found, ask)).truth(question.test)
    met_here, not_met_here = unpacked(test.met, len(found)), unpacked(test.not_met, len(found))
    met = any_of(met_here & found.certain, found.subject, size)
    some = any_of(~not_met_here, found.subject, size)
    silence = ask.truth(question.observed)
    not_met = ~some & unpacked(silence.met, size)
    if not ask.panel.reasons.told:
        return Truths(size, met, not_met)
    why = _why(question, test, not_met_here, found, some, silence, ask)
    return Truths(size, met, not_met, reasons=np.where(met | not_met, 0, why).astype(np.int32))


def _why(
    question: algebra.ForAny,
    test: Truths,
    not_met: Marks,
    found: Members,
    some: Marks,
    silence: Truths,
    ask: Answering,
) -> np.ndarray:
    """Of the rows that may be the one, what is doubtful about them and what is open around them."""
    reasons, size = ask.panel.reasons, ask.panel.size
    doubts = named_ids(found.doubted, about(question.rows), reasons)
    if test.reasons is not None:
        doubts = reasons.union(doubts, test.reasons)
    doubts = np.where(not_met, np.int32(0), doubts).astype(np.int32)
    told = np.zeros(size, np.int32) if silence.reasons is None else silence.reasons
    return np.where(some, reasons.gathered(doubts, found.subject, size), told)


def _tried(name: str, found: Members, ask: Answering) -> Panel:
    """The rows as subjects, each with the index of its own, and their times under the name."""
    each = replace(ask.panel, subjects=ask.panel.subjects.each_with_its_index())
    panel = each.only(found.subject)
    times = {edge: _times(edge, found, ask) for edge in algebra.Edge}
    return replace(panel, tried={**panel.tried, name: times})


def _times(edge: algebra.Edge, found: Members, ask: Answering) -> Intervals:
    return ask.intervals(algebra.RowTime(edge), found)
