"""Whole patients as arrays: what an engine that answers for many at a time works on.

A partition holds some patients with the lines that were asked for, one line a coding. Lines
stand in groups, one after the other: lines of one group are asked for by the same code sets.
Within a group they are sorted by patient and start. A patient is a position in the partition
and never leaves it.

Times are local minutes in 32 bits. A column that is not there has its neutral value in every
line: no time, an empty word, no number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.cohort.status import STATUSES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from trialmatch.cohort.holdings import Holdings
    from trialmatch.cohort.loading import LoadReport
    from trialmatch.cohort.needs import Groups

# No time known; real minutes lie between `EARLIEST` and `LATEST`.
NO_TIME = -(2**31)
EARLIEST, LATEST = NO_TIME + 1, 2**31 - 1

# Words of closed lists stand as their position here; 0 is no word.
WORDS: Mapping[str, tuple[str, ...]] = {
    "status": tuple(STATUSES),
    "act": ("", "ordered", "dispensed", "given", "reported"),
    "position": ("", "main", "secondary"),
    "contact_type": ("", "inpatient", "outpatient", "emergency", "day", "virtual", "home"),
    "comparator": ("", "<", "<=", ">", ">="),
    "sex": ("", "female", "male", "other", "unknown"),
}
# A status outside the list: such a row may count (cohort.status).
OTHER_STATUS = 255

# The columns that lines can have, with their types. `contact` is a number that is equal for
# equal contacts of one patient (a visit is its own contact) and 0 for none; `row` is one that
# is equal for lines of one row and of no other row, 1 or more, and 0 in lines of which nobody
# asked for it; `text` and the names below are positions in the partition's dictionaries, 0 for
# no text. Rows of which `id` is asked for have identifiers as well (`Partition.ids`).
COLUMNS: Mapping[str, str] = {
    "patient": "int32",
    "start_lo": "int32",
    "start_hi": "int32",
    "end_lo": "int32",
    "end_hi": "int32",
    "status": "uint8",
    "act": "uint8",
    "position": "uint8",
    "contact": "int64",
    "contact_type": "uint8",
    "department": "int32",
    "institution": "int32",
    "value": "float64",
    "comparator": "uint8",
    "unit": "int32",
    "text": "int32",
    "value_code": "int32",
    "absent": "bool",
    "range_low": "float64",
    "range_high": "float64",
    "days_supply": "float64",
    "row": "int64",
    "code": "int32",
    **dict.fromkeys(ATTRIBUTES, "int32"),
}
# The value of a column where there is none, if it is not zero.
NEUTRAL: Mapping[str, float] = {
    **dict.fromkeys(("end_lo", "end_hi"), NO_TIME),
    **dict.fromkeys(("value", "range_low", "range_high", "days_supply"), float("nan")),
}
# Columns of text, each with a dictionary of its own in the partition.
DICTIONARIES = ("department", "institution", "unit", "text", "value_code", "code", *ATTRIBUTES)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Group:
    """Consecutive lines of one kind, asked for by the same code sets."""

    kind: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Periods:
    """Declared observation periods: those of patient p stand from offsets[p] to offsets[p + 1].

    Sorted by first day; both days are included.
    """

    offsets: npt.NDArray[np.int64]
    first_day: npt.NDArray[np.int32]
    last_day: npt.NDArray[np.int32]


def _no_ids(lines: npt.NDArray[np.integer[Any]]) -> Sequence[str]:
    return [""] * len(lines)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Partition:
    """Some whole patients. `groups` are by number, as `Needs.groups` numbers them.

    `birth` and `death` are pairs of arrays (earliest, latest minute), NO_TIME where not known.
    `names` are the patients' identifiers in order; `ids` gives for lines the identifiers of
    their rows, empty where nobody asked for them.
    """

    names: Sequence[str]
    birth: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    death: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    deceased: npt.NDArray[np.bool_]
    sex: npt.NDArray[np.uint8]
    columns: Mapping[str, npt.NDArray[np.generic]]
    groups: Mapping[int, Group]
    dictionaries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: Callable[[npt.NDArray[np.integer[Any]]], Sequence[str]] = _no_ids
    periods: Periods | None = None

    @property
    def patients(self) -> int:
        """How many patients."""
        return len(self.sex)

    @property
    def lines(self) -> int:
        """How many lines."""
        return len(self.columns["patient"])

    def __repr__(self) -> str:
        """Counts, never patients."""
        return f"Partition({self.patients} patients, {self.lines} lines)"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Extract:
    """What a source hands over for some needs.

    `holdings` have as seen what the needs ask for, as of the run's moment; `groups` are the
    groups of those codings. The report is complete once the partitions have been gone through.
    """

    holdings: Holdings
    report: LoadReport
    patients: int
    partitions: Iterator[Partition]
    groups: Groups
