"""The subjects of one domain in one partition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from trialmatch.engines.columnar.members import Extents

Times = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """What made each subject of an event domain: its row's line, and its own contact.

    `contact` is 0 where the row has none. The contact's end lies between two minutes, as far
    as the as-of moment. `unconfirmed` are the events that only a possible row made. `extents`
    are the times of eras, where those made the subjects.
    """

    line: npt.NDArray[np.int64]
    contact: npt.NDArray[np.int64]
    end_lo: Times
    end_hi: Times
    department: npt.NDArray[Any]
    unconfirmed: npt.NDArray[np.bool_]
    extents: Extents | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """Subjects in the order of their patients.

    `patient` is each subject's patient in the partition. All patients of a partition are the
    subjects of a patient domain, and then the index is one moment for all (arrays of one).
    `names` tell the subjects of a patient apart where no row of their own does.
    """

    patient: npt.NDArray[np.int32]
    index_lo: Times
    index_hi: Times
    as_of: int
    own: Own | None = None
    names: list[str] | None = None

    @property
    def size(self) -> int:
        """How many subjects."""
        return len(self.patient)

    @property
    def one_index(self) -> bool:
        """Whether all subjects have one index."""
        return self.own is None and len(self.index_lo) == 1

    def of(self, values: npt.NDArray[Any], subject: npt.NDArray[np.integer[Any]]) -> Any:
        """What is known of each subject, or of all alike, for the subjects of members."""
        return values if len(values) == 1 and self.size != 1 else values[subject]

    def each_with_its_index(self) -> Subjects:
        """The same with an index for each, though all have one.

        Subjects that are repeated so are never taken for everybody, each once.
        """
        if not self.one_index:
            return self
        lo, hi = (np.repeat(each, self.size) for each in (self.index_lo, self.index_hi))
        return replace(self, index_lo=lo, index_hi=hi)

    def only(self, chosen: npt.NDArray[np.integer[Any]]) -> Subjects:
        """Some of the subjects, in order."""
        own = self.own
        if own is None:
            index = self.index_lo, self.index_hi
            if not self.one_index:
                index = self.index_lo[chosen], self.index_hi[chosen]
            return Subjects(self.patient[chosen], *index, self.as_of)
        kept = Own(
            own.line[chosen],
            own.contact[chosen],
            own.end_lo[chosen],
            own.end_hi[chosen],
            own.department[chosen],
            own.unconfirmed[chosen],
            None if own.extents is None else own.extents[chosen],
        )
        return Subjects(
            self.patient[chosen], self.index_lo[chosen], self.index_hi[chosen], self.as_of, kept
        )
