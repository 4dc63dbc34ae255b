"""What rows that nobody recorded do to a value that only more rows can raise."""

from __future__ import annotations

from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.values import Interval
from trialmatch.plan import algebra
from trialmatch.verdict import Verdict


def unbounded_if_unseen(value: Interval, observed: algebra.Truth | None, ask: Asking) -> Interval:
    """The value, without its upper bound where finding no row does not mean that none was."""
    if observed is None:
        return value
    silence = ask.decide(observed)
    if silence.verdict is Verdict.MET:
        return value
    return Interval(value.lo, None, doubts=(*value.doubts, *silence.reasons))
