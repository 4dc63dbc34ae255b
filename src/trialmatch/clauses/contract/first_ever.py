"""`first ever`: rows before which there was none of their sort, for all that is known (meaning 8).

That there was none earlier rests on not finding one, so it needs a record that reaches back
(meaning 19); that there was one does not.
"""

from __future__ import annotations

from dataclasses import replace

from trialmatch.clauses.contract.partners import Around, seen_through
from trialmatch.plan.algebra import AnyOf, Exists, Joined, Match, Near, Rows, Truth, Within
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window

# All days before the day of a row; two rows of one day may both be the first.
_EARLIER = Near(Window(None, Bound(exclusive=True)))


def first_ever(rows: Rows, around: Around) -> Joined:
    """The rows with no other before them."""
    plain = replace(around.event, prefix="", qualifiers=())
    silence = around.observed(plain, around.scope, Window(None, INDEX))
    others = seen_through(rows, around.window)
    return Joined(rows, others, _EARLIER, Match.ANTI, silence, itself=False)


def known_before(rows: Rows, searched: Truth, window: Window) -> Truth:
    """What must be known for no first to lie in a window: all of it, or that one was earlier."""
    lower = window.lower
    if lower is None:
        return searched
    earlier = Window(None, replace(lower, exclusive=not lower.exclusive))
    return AnyOf((searched, Exists(Within(Within(rows, ANY_TIME), earlier), searched)))
