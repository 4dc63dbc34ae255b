"""Windows as text, of every sort."""

from __future__ import annotations

from tests.property.drawing.anchored import AMOUNTS, hung
from tests.property.drawing.picking import Draw, one_in, pick

_SIDES = ("before",) * 5 + ("after",)
_PLAIN_WINDOWS = (
    *("before index", "on or before index", "after index", "on or after index", "on index"),
    *("at any time", "before index"),
)


def window(draw: Draw, of_event: bool = False) -> str:
    """A window, or none."""
    if one_in(draw, 3):
        return pick(draw, _AT_AGES) if one_in(draw, 6) else hung(draw, of_event)
    amount, side = pick(draw, AMOUNTS), pick(draw, _SIDES)
    match pick(
        draw, ("none", "none", "plain", "within", "within", "within", "around", "far", "between")
    ):
        case "plain":
            return pick(draw, _PLAIN_WINDOWS)
        case "within":
            return f"within {amount} {side} index"
        case "around":
            return f"within {amount} before or after index"
        case "far":
            return f"{pick(draw, ('more than', 'less than', 'at least'))} {amount} {side} index"
        case "between":
            return f"between {pick(draw, AMOUNTS)} and {amount} {side} index"
    return ""


_AT_AGES = (
    *("at age >= 20 years", "at age < 25 years", "at age between 20 and 30 years"),
    *("before the 25th birthday", "from 20 years after birth until the 25th birthday"),
)
