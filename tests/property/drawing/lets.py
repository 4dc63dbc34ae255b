"""Values that are worked out, as text."""

from __future__ import annotations

from tests.property.drawing.clauses import event
from tests.property.drawing.picking import Draw, one_in, pick
from tests.property.drawing.picks import item, picked


def lets(draw: Draw) -> str:
    """The values that criteria may speak of, a few of them worked out from one another."""
    one, other = picked(draw, "crp"), _bare(draw)
    # Of one result alone there is nothing that could be far apart.
    apart = one not in other and one_in(draw, 3)
    together = ", inputs within 1 month of one another" if apart else ""
    plausible = ", plausible 1 to 20" if one_in(draw, 4) else ""
    return (
        f"let worked_out = {_amount(draw, 2)} in mg/L{plausible}\n"
        f"let per_score = {item(draw)} + {pick(draw, ('1', '(age in years) / 20'))}"
        f" as score\n"
        f"let share = 5 * worked_out / {one} + {other} as ratio{together}\n"
    )


def _amount(draw: Draw, depth: int) -> str:
    """A value in mg/L."""
    if depth == 0 or one_in(draw, 3):
        return picked(draw, pick(draw, ("crp", "crp", "serum")))
    one, other = _amount(draw, depth - 1), _amount(draw, depth - 1)
    match pick(draw, ("sum", "less", "times", "extreme", "either", "power")):
        case "sum":
            return f"({one} + {other})"
        case "less":
            return f"({one} - 0.0001 g/dL)"
        case "times":
            return f"{pick(draw, ('2', '0.5', '-1'))} * ({one})"
        case "extreme":
            return f"{pick(draw, ('min', 'max'))}({one}, {other})"
        case "either":
            condition = pick(draw, ("female", "age >= 25 years", event(draw, False)))
            return f"({one} if {condition} else {other})"
    return f"(({one}) ^ 2 / ({other}))"


def _bare(draw: Draw) -> str:
    inside = f"({picked(draw, 'crp')} in mg/L)"
    return pick(
        draw,
        (f"sqrt({inside})", f"ln({inside})", f"{inside} ^ 0.5", f"exp(0.1 * {inside})", inside),
    )
