"""Small numbers hidden, with whatever would give them away (meaning 32).

All subjects found are one partition: not screened, ruled out by the first, the second, ...
criterion, unclear, candidate, eligible. Every number shown is a sum of shown cells, or the
whole, so nothing can be derived that the cells do not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trialmatch.results.answers import Screening, State
from trialmatch.results.attrition import attrition

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The counts of a screening as they may be shared; None is hidden.

    `found` counts all subjects, `not_screened` those dead, unborn or outside the period, and
    `ruled_out` and `left` have one entry a criterion, in file order.
    """

    found: int | None
    not_screened: int | None
    screened: int | None
    ruled_out: tuple[int | None, ...]
    left: tuple[int | None, ...]
    states: dict[State, int | None]


def suppress(cells: Sequence[int], sacrifice: Sequence[int] = ()) -> tuple[int | None, ...]:
    """A partition's cells, with None for the small ones and for the one that protects them.

    Cells under 5, also zeros, are hidden. Where their sum would say too much, another cell is
    hidden with them: the first in `sacrifice` (positions; by default from the last to the
    first) that is not small. It is never chosen by its size, for the choice would tell that.
    """
    hidden = {at for at, n in enumerate(cells) if n < SMALLEST}
    order = sacrifice or range(len(cells) - 1, -1, -1)
    others = [at for at in order if at not in hidden]
    if hidden and others and not _safe([cells[at] for at in hidden]):
        hidden.add(others[0])
    return tuple(None if at in hidden else n for at, n in enumerate(cells))


def total_shown(cells: Sequence[int]) -> int | None:
    """The sum of a partition, unless it is small or gives hidden cells away."""
    if any(n >= SMALLEST for n in cells) or _safe(cells):
        return sum(cells)
    return None


def _safe(small: Sequence[int]) -> bool:
    """Whether the sum of small cells may be known: it is not small, and not their largest."""
    return SMALLEST <= sum(small) < len(small) * (SMALLEST - 1)


def suppressed(screening: Screening) -> Suppressed:
    """The counts of one screening as they may be shared without a basis."""
    steps = attrition(screening)
    aside = screening.not_screened
    counts = screening.counts()
    standing = [State.UNCLEAR, State.CANDIDATE, State.ELIGIBLE]
    cells = [
        aside.dead + aside.unborn + aside.outside_period,
        *(step.ruled_out for step in steps),
        *(counts[state] for state in standing),
    ]
    last = len(steps) + 1
    # Of the numbers large enough to show, the states matter most to who plans a study.
    order = (*range(last - 1, -1, -1), *range(last, len(cells)))
    shown, total = suppress(cells, order), total_shown(cells)
    states: dict[State, int | None] = dict(zip(standing, shown[last:], strict=True))
    states[State.INELIGIBLE] = _part(shown, total, 1, last)
    return Suppressed(
        found=total,
        not_screened=shown[0],
        screened=_part(shown, total, 1, len(cells)),
        ruled_out=shown[1:last],
        left=tuple(_part(shown, total, at, len(cells)) for at in range(2, last + 1)),
        states={state: states[state] for state in State},
    )


def _part(shown: tuple[int | None, ...], total: int | None, first: int, beyond: int) -> int | None:
    """The sum of the cells from one up to another, if the cells shown and the total give it."""
    inside = _sum(shown[first:beyond])
    if inside is not None:
        return inside
    outside = _sum((*shown[:first], *shown[beyond:]))
    return None if total is None or outside is None else total - outside


def _sum(cells: Sequence[int | None]) -> int | None:
    """A sum of shown cells; None as soon as one of them is hidden."""
    known = [cell for cell in cells if cell is not None]
    return sum(known) if len(known) == len(cells) else None
