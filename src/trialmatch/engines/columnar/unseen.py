"""What rows that nobody recorded do to a value that only more rows can raise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.truths import unpacked
from trialmatch.engines.columnar.values import Intervals
from trialmatch.plan import algebra

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering


def unbounded_if_unseen(
    value: Intervals, observed: algebra.Truth | None, ask: Answering
) -> Intervals:
    """The value, without its upper bound where finding no row does not mean that none was."""
    if observed is None:
        return value
    silence = ask.truth(observed)
    unseen = ~unpacked(silence.met, silence.size)
    told = np.full(silence.size, 2, np.int32) if silence.reasons is None else silence.reasons
    doubts = ask.panel.reasons.union(value.doubts, np.where(unseen, told, np.int32(0)))
    return replace(value, hi=np.where(unseen, np.inf, value.hi), doubts=doubts)
