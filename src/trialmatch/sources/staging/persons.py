"""The patients of a cohort as arrays, and those of one stretch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from trialmatch.cohort.partition import EARLIEST, LATEST, NO_TIME, WORDS, Periods
from trialmatch.sources.staging.stretches import Stretch

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Minutes = npt.NDArray[np.int32]


@dataclass(frozen=True, repr=False)
class Persons:
    """Tables of the patients, in order, and of their observation periods, if any are declared."""

    patients: pa.Table
    periods: pa.Table | None

    def names(self, stretch: Stretch) -> list[str]:
        """The identifiers of the patients of a stretch."""
        own = self._of(stretch)["patient"]
        return [str(name) for name in own.to_pylist()]

    def moments(self, what: str, stretch: Stretch) -> tuple[Minutes, Minutes]:
        """Birth or death: the first and last minute that it may have been."""
        own = self._of(stretch)
        return _minutes(own[f"{what}_lo"]), _minutes(own[f"{what}_hi"])

    def deceased(self, stretch: Stretch) -> npt.NDArray[np.bool_]:
        """Who is dead, whether it is known when or not."""
        found: npt.NDArray[np.bool_] = self._of(stretch)["deceased"].to_numpy().astype(bool)
        return found

    def sex(self, stretch: Stretch) -> npt.NDArray[np.uint8]:
        """The number of the word for each patient's sex."""
        import numpy as np

        encoded: Any = self._of(stretch)["sex"].combine_chunks()
        encoded = encoded.dictionary_encode(null_encoding="encode")
        numbers = [WORDS["sex"].index(word or "") for word in encoded.dictionary.to_pylist()]
        found: npt.NDArray[np.uint8] = np.array(numbers, np.uint8)[encoded.indices.to_numpy()]
        return found

    def observed(self, stretch: Stretch) -> Periods | None:
        """The observation periods of the patients of a stretch."""
        import numpy as np

        if self._sorted_periods is None:
            return None
        place, first_day, last_day = self._sorted_periods
        edges = np.searchsorted(place, np.arange(stretch.first, stretch.beyond + 1))
        own = slice(int(edges[0]), int(edges[-1]))
        offsets = (edges - edges[0]).astype(np.int64)
        return Periods(offsets, first_day[own], last_day[own])

    def _of(self, stretch: Stretch) -> pa.Table:
        return self.patients.slice(stretch.first, stretch.beyond - stretch.first)

    @cached_property
    def _sorted_periods(self) -> tuple[Minutes, Minutes, Minutes] | None:
        import numpy as np
        import pyarrow.compute as pc

        if self.periods is None:
            return None
        names = self.patients["patient"].combine_chunks()
        place = pc.index_in(self.periods["patient"], value_set=names).to_numpy()
        first, last = (self.periods[each].to_numpy() for each in ("start_day", "end_day"))
        order = np.lexsort((last, first, place))
        return (
            place[order].astype(np.int32),
            first[order].astype(np.int32),
            last[order].astype(np.int32),
        )


def _minutes(column: pa.ChunkedArray[Any]) -> Minutes:
    import numpy as np

    known = column.is_valid().to_numpy()
    minutes = np.nan_to_num(column.to_numpy().astype(np.float64))
    return np.where(known, np.clip(minutes, EARLIEST, LATEST), NO_TIME).astype(np.int32)
