"""Why a line is set aside, by number, in the order in which one fault hides another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trialmatch.cohort.partition import OTHER_STATUS, WORDS
from trialmatch.cohort.status import BY_NAME_ALONE, STATUSES, Certainty
from trialmatch.sources.staging.codings import NO_CODE, NO_SYSTEM

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# A status has its own number; 0 is a line that is kept.
_FIRST = 100
_REASONS = (
    *("no patient", "patient not in the patient table", "no date", "unreadable date"),
    *("unreadable end date", NO_CODE, NO_SYSTEM, "end before start"),
)
NUMBER = {reason: number for number, reason in enumerate(_REASONS, _FIRST)}
REFUSED, BLANKS_AROUND = 254, 255
_HIDES_STATUS = (*(NUMBER[each] for each in _REASONS[:2]), REFUSED, BLANKS_AROUND)


def reason_of(number: int) -> str:
    """The words for the number of a fault."""
    if number >= _FIRST:
        return _REASONS[number - _FIRST]
    return WORDS["status"][number].replace("-", " ")


def faults(
    of_line: npt.NDArray[np.uint8], status: npt.NDArray[np.uint8], of_coding: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """The one fault that is told of each line: its own, its status, or its coding's."""
    import numpy as np

    found = of_line
    if of_coding.any():
        hidden = (found > 0) & (found != NUMBER["end before start"])
        found = np.where((of_coding > 0) & ~hidden, of_coding, found)
    never = _never()[status]
    if never.any():
        found = np.where(never & ~np.isin(found, _HIDES_STATUS), status, found)
    return found


def _never() -> npt.NDArray[np.bool_]:
    import numpy as np

    found: npt.NDArray[Any] = np.zeros(OTHER_STATUS + 1, np.bool_)
    for number, word in enumerate(WORDS["status"]):
        never = STATUSES[word] is Certainty.NEVER
        found[number] = never and word not in BY_NAME_ALONE
    return found
