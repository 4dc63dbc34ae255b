"""Faults of Kleene's logic, of absence, of reasons and of the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.property.faults.planting import Fault, fault, verdicts, with_verdicts

from trialmatch.engines.columnar.reasons import Reasons
from trialmatch.engines.columnar.truths import Truths
from trialmatch.plan.algebra import Negate, Spread, Truth

_AT = "engines.columnar."
_ABSENCE = _AT + "absence."


def _unknown_turned(right: Any) -> Any:
    def negated(part: Truths) -> Truths:
        met, _ = verdicts(part)
        return with_verdicts(part, ~met, met)

    return negated


def _unknown_is(met_too: bool) -> Any:
    """Of a joint, what is UNKNOWN is taken for one of the two."""

    def wrong(right: Any) -> Any:
        def joint(parts: Any, reasons: Any) -> Truths:
            found: Truths = right(parts, reasons)
            met, not_met = verdicts(found)
            return with_verdicts(found, ~not_met if met_too else met, not_met if met_too else ~met)

        return joint

    return wrong


def _one_more(right: Any) -> Any:
    return lambda n, parts, reasons: right(n + 1, parts, reasons)


def _nothing_missing(right: Any) -> Any:
    return lambda node, panel: right(node, _all_seen(panel))


def _all_seen(panel: Any) -> Any:
    return replace(panel, holdings=replace(panel.holdings, seen=None))


def _every_system(right: Any) -> Any:
    def not_held(node: Any, panel: Any) -> Any:
        held = panel.holdings
        kinds = {name: replace(kind, systems=None) for name, kind in held.kinds.items()}
        return right(node, replace(panel, holdings=replace(held, kinds=kinds)))

    return not_held


def _no_reason(place: int) -> Any:
    return lambda right: lambda *args: np.zeros(args[place].size, np.int32)


def _first_reason_alone(right: Any) -> Any:
    def union(self: Reasons, left: Any, other: Any) -> Any:
        return np.where(left != 0, left, right(self, left, other)).astype(np.int32)

    return union


def _of_the_patient(truth: Truth) -> Truth:
    return Spread(truth)


def _without_not(right: Any) -> Any:
    def simplified(truth: Truth) -> Truth:
        found: Truth = right(truth)
        return found.part if isinstance(found, Negate) else found

    return simplified


def _a_month_late(right: Any) -> Any:
    def first_day(lower: Any, index: int) -> Any:
        day = right(lower, index)
        return None if day is None else day + 31

    return first_day


def _no_tail(right: Any) -> Any:
    """The subjects after the last whole byte are lost."""

    def packed(self: Truths) -> Truths:
        found: Truths = right(self)
        whole = len(found.met) - bool(self.size % 8)
        met, not_met = found.met.copy(), found.not_met.copy()
        met[whole:] &= 0b11110000
        not_met[whole:] &= 0b11110000
        return replace(found, met=met, not_met=not_met)

    return packed


def _never(right: Any) -> Any:
    return lambda *args: np.zeros(1, np.bool_)


def _no_reason_of_ask(right: Any) -> Any:
    return lambda node, ask: np.zeros(ask.panel.size, np.int32)


def _as_they_are(ids: Any, *args: Any) -> Any:
    return ids


FAULTS: tuple[Fault, ...] = (
    fault("not unknown is met", _AT + "questions.negated", _unknown_turned),
    fault("`or` takes unknown for not met", _AT + "questions.any_met", _unknown_is(False)),
    fault("`and` takes unknown for met", _AT + "questions.all_met", _unknown_is(True)),
    fault("at least n asks for one more", _AT + "questions.at_least", _one_more),
    fault("the last bits are lost", _AT + "truths.Truths.packed", _no_tail),
    fault("what was never seen is absent", _ABSENCE + "_not_held", _nothing_missing),
    fault("a system that is not held is searched", _ABSENCE + "_not_held", _every_system),
    fault("days without a period are observed", _ABSENCE + "_not_in_periods", _no_reason(4)),
    fault("records begin before they do", _ABSENCE + "_record_begins", _no_reason(2)),
    fault("the data's end is never reached", _ABSENCE + "_reaches_past_the_data", _never),
    fault("what nobody asked is absent", _ABSENCE + "_not_asked", _no_reason_of_ask),
    fault("of two reasons one is told", _AT + "reasons.Reasons.union", _first_reason_alone),
    fault("reasons do not say of what", _AT + "questions.named_ids", lambda right: _as_they_are),
    fault("all is asked of the patient", "plan.screening_plan.spread", lambda _: _of_the_patient),
    fault("`not` is left out of the plan", "plan.screening_plan.simplified", _without_not),
    fault("rows are asked for a month too late", "plan.passes.needing._first_day", _a_month_late),
)
