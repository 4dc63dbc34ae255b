"""Windows as text that hang on something else than the index."""

from __future__ import annotations

from tests.property.drawing.picking import Draw, one_in, pick

AMOUNTS = (
    *("0 days", "1 day", "2 days", "1 week", "29 days", "30 days", "31 days", "1 month") * 2,
    *("2 months", "1 year", "12 hours", "24 hours", "90 minutes"),
)
_OF_DAYS = -3
_DATES = ("2024-01-31", "2024-02-01", "2024-02-28", "2024-02-29", "2024-03-01", "2023-03-01")
_BIRTHS = ("birth", "the 3rd birthday", "the 3rd birthday", "the 18th birthday")
_ORDERS = ("first", "latest", "latest", "2nd", "2nd latest")
EVENTS = (
    *("diagnosis heart", "diagnosis heart", "diagnosis mi", "procedure pci", "medication lipids"),
    *("stay", "stay with diagnosis heart", "contact", "observation heart"),
)
_PICKED = (*EVENTS * 2, "crp", "crp", "crp", "bad_heart", "event had_heart_then")
_OWN = ("admission", "discharge")
_BRACKETS = (*("",) * 4, " (within 30 days before index)", " (before index)", " (after index)")


def _origin(draw: Draw, of_event: bool) -> str:
    """What a window is counted from."""
    if of_event and one_in(draw, 3):
        return pick(draw, _OWN)
    match pick(draw, ("date", "date", "birth", "birth", *("event",) * 6)):
        case "date":
            return pick(draw, _DATES)
        case "birth":
            return pick(draw, _BIRTHS)
    at_end = "end of " if one_in(draw, 4) else ""
    return f"{at_end}{some_event(draw)}"


def some_event(draw: Draw) -> str:
    """One event of several."""
    return f"{pick(draw, _ORDERS)} {pick(draw, _PICKED)}{pick(draw, _BRACKETS)}"


def _point(draw: Draw, of_event: bool) -> str:
    if one_in(draw, 3):
        return "index"
    origin = _origin(draw, of_event)
    if one_in(draw, 2) or "birthday" in origin:
        return origin
    return f"{_amount(draw, origin)} {pick(draw, ('before', 'after'))} {origin}"


def _amount(draw: Draw, origin: str) -> str:
    """A length of time; from a date, hours cannot be counted."""
    return pick(draw, AMOUNTS[:_OF_DAYS] if origin in _DATES else AMOUNTS)


def hung(draw: Draw, of_event: bool, origin: str = "") -> str:
    """A window around a moment, which is drawn where none is given."""
    if not origin and one_in(draw, 4):
        first, last = (_point(draw, of_event) for _ in range(2))
        return pick(draw, (f"since {first}", f"until {last}", f"from {first} until {last}"))
    of = origin or _origin(draw, of_event)
    amount, side = _amount(draw, of), pick(draw, ("before", "after"))
    plain = [f"{side} {of}", f"on or {side} {of}", f"on {of}"]
    if "birthday" in of:
        return pick(draw, plain)
    beyond = f"{pick(draw, ('more than', 'less than', 'at least'))} {amount} {side} {of}"
    between = f"between {_amount(draw, of)} and {amount} {side} {of}"
    near = [f"within {amount} {side} {of}", f"within {amount} before or after {of}"]
    return pick(draw, (*plain, *near, *near, beyond, between))


def tried(draw: Draw) -> str:
    """A window that hangs on each of several events."""
    each = f"{pick(draw, ('any', 'any', 'every'))} {pick(draw, EVENTS)}{pick(draw, _BRACKETS)}"
    return hung(draw, of_event=False, origin=each)
