"""Near names: which known words a mistyped word may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable

# Measured on typing slips: below this, a suggestion is more often odd than helpful.
_ALIKE = 65.0
_PART_OF = 70.0
_CLOSE_TO_BEST = 8.0
# One letter too many, missing or changed in a word of six.
_SLIP = 85.0


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates most like `word`, the best first; none where nothing is alike.

    Letter case does not count. Ties go by the alphabet, so that the answer is always the same.
    """
    scored = sorted(
        ((-_likeness(word, each), each) for each in set(candidates) if each != word),
    )
    best = [(score, each) for score, each in scored if -score >= _ALIKE]
    return tuple(each for score, each in best[:limit] if score <= best[0][0] + _CLOSE_TO_BEST)


def slip_of(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is surely a slip of the pen for, if there is one."""
    for near in nearest(word, candidates, 1):
        if _likeness(word, near) >= _SLIP:
            return near
    return None


def _likeness(word: str, candidate: str) -> float:
    from rapidfuzz import fuzz

    a, b = word.casefold(), candidate.casefold()
    score = fuzz.ratio(a, b)
    contained = min(len(a), len(b)) >= 4 and (a in b or b in a)
    return max(score, _PART_OF) if contained else score
