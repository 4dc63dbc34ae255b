"""Dates in words: as they are, or as days before the subject's index."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.vocabulary.calendar import Moment, format_interval, to_date
from trialmatch.wording import Wording


@dataclass(frozen=True, slots=True)
class DateTeller:
    """Tells days and times of one subject; `index_day` is the day its index begins on."""

    words: Wording
    index_day: int
    relative: bool = False

    def day(self, number: int) -> str:
        """One day."""
        if not self.relative:
            return to_date(number).isoformat()
        before = self.index_day - number
        if before == 0:
            return self.words.say("date.index")
        return self.words.count("date.before" if before > 0 else "date.after", abs(before))

    def moment(self, moment: Moment) -> str:
        """A time, to the precision that is known; relative times are told in days."""
        if not self.relative:
            return format_interval(moment.lo, moment.hi).replace("T", " ")
        if moment.first_day == moment.last_day:
            return self.day(moment.first_day)
        return self._two("date.either", moment.first_day, moment.last_day)

    def extent(self, start: Moment, end: Moment | None) -> str:
        """From start to end; the start alone where there is no end or it is the same day."""
        if end is None or end == start or end.last_day == start.first_day:
            return self.moment(start)
        return self.words.say("date.range", first=self.moment(start), last=self.moment(end))

    def window(self, first: int | None, last: int) -> str:
        """The days of a search; without a first day, as far back as the record reaches."""
        if first is None:
            return self.words.say("date.until", last=self.day(last))
        if first == last:
            return self.words.say("date.on", day=self.day(first))
        return self._two("date.between", first, last)

    def _two(self, key: str, first: int, last: int) -> str:
        return self.words.say(key, first=self.day(first), last=self.day(last))
