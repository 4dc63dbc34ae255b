"""Records drawn by chance around what some questions turn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.kinds import BY_NAME, NO_KNOWN_ALLERGY, SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.vocabulary.calendar import (
    MINUTES_PER_DAY,
    Duration,
    Moment,
    shift_day,
    shift_minute,
    whole_days,
)
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.workflow.mutation.records.turning_points import TurningPoints
from trialmatch.workflow.mutation.sorts.codes import NO_CODE
from trialmatch.workflow.mutation.sorts.limits import step

T = TypeVar("T")
Coding = tuple[str, str]
_SEXES = ("female", "female", "male", "male", "", "other")
_STATUSES = ("",) * 12 + ("provisional", "preliminary", "entered-in-error")
_CONTACT_TYPES = ("inpatient", "inpatient", "outpatient", "emergency")
_POSITIONS = ("main", "secondary", "")
_ACTS = ("ordered", "dispensed", "given", "reported")
_LASTING = frozenset({"visit", "medication", "device"})
_A_LIFE = 36_500


@dataclass(slots=True)
class Drawing:
    """Draws records; `of_events` says that subjects are events, which lie in the past."""

    points: TurningPoints
    as_of: Moment
    of_events: bool
    chance: Random

    def record(self, name: str) -> PatientRecord:
        """One patient."""
        base = self.as_of.last_day
        if self.of_events:
            base -= self._one_of((0, 1, 30, 400, 1000))
        visits = self._visits(base)
        rows = [*visits, *self._rows(base, [row.id for row in visits])]
        if self._asks_allergies() and self.chance.random() < 0.4:
            rows.append(Row("allergy", "none", (NO_KNOWN_ALLERGY,), whole_days(base, base)))
        return PatientRecord(
            patient=name,
            birth=self._birth(base),
            sex=self._one_of(_SEXES),
            death=None,
            deceased=False,
            rows=by_kind(rows),
        )

    def _one_of(self, options: Sequence[T]) -> T:
        return options[int(self.chance.random() * len(options))]

    def _asks_allergies(self) -> bool:
        return any("allergy" in kinds for kinds in self.points.events)

    # people ----------------------------------------------------------------------------------

    def _birth(self, base: int) -> Moment | None:
        roll = self.chance.random()
        if roll < 0.03:
            return None
        day = base - self.chance.randrange(_A_LIFE)
        if self.points.ages and roll < 0.8:
            unit, count = self._one_of(list(self.points.ages))
            day = shift_day(base, Duration(max(count, 0), unit), -1) + self._near()
        day = min(day, base)
        return whole_days(day - 20, day) if roll > 0.97 else whole_days(day, day)

    def _near(self) -> int:
        return self._one_of((-1, 0, 0, 1))

    # rows ------------------------------------------------------------------------------------

    def _visits(self, base: int) -> list[Row]:
        wanted = any("visit" in kinds for kinds in self.points.events)
        count = self._one_of((1, 1, 2, 3)) if wanted or self.of_events else 0
        types = (*_CONTACT_TYPES, *self.points.words.get("contact_type", ()))
        return [self._visit(base, f"v{n}", self._one_of(types)) for n in range(count)]

    def _visit(self, base: int, name: str, contact_type: str) -> Row:
        start = self._moment(base)
        return Row(
            "visit",
            name,
            (),
            start,
            self._end(start),
            contact=name,
            contact_type=contact_type,
            status=self._one_of(_STATUSES),
            department=self._word("department"),
            institution=self._word("institution"),
        )

    def _rows(self, base: int, contacts: list[str]) -> list[Row]:
        """Rows of each code set; in some records of few sets, so that one row can decide."""
        rows = list[Row]()
        share = self._one_of((0.1, 0.3, 1.0))
        for kinds, sets in self.points.events.items():
            for codes in sets:
                if self.chance.random() > share:
                    continue
                for _ in range(self._one_of((0, 1, 1, 2))):
                    kind = self._one_of(kinds)
                    if kind in SOURCE_KINDS and not (kind == "visit" and codes is None):
                        rows.append(self._row(kind, codes, base, contacts, f"r{len(rows)}"))
        return rows

    def _row(
        self, kind: str, codes: CodeSet | None, base: int, contacts: list[str], name: str
    ) -> Row:
        start = self._moment(base)
        return Row(
            kind,
            name,
            (self._coding(codes),) if codes is not None else (),
            start,
            self._end(start) if kind in _LASTING or self.chance.random() < 0.2 else None,
            status=self._one_of(_STATUSES),
            act=self._one_of((*_ACTS, *self.points.acts)) if kind == "medication" else "",
            position=self._one_of(_POSITIONS) if kind == "diagnosis" else "",
            contact=self._one_of((*contacts, *contacts, "")) if contacts else "",
            contact_type=self._word("contact_type") if kind == "visit" else "",
            department=self._word("department"),
            institution=self._word("institution"),
            result=self._result() if BY_NAME[kind].merges_equal_rows else None,
        )

    def _word(self, name: str) -> str:
        words = self.points.words.get(name)
        return self._one_of((*words, "")) if words else ""

    def _coding(self, codes: CodeSet) -> Coding:
        excluded = codes.exclude and self.chance.random() < 0.3
        patterns = codes.exclude if excluded else codes.include
        real = [each for each in patterns if each.first != NO_CODE]
        return self._code_under(self._one_of(real)) if real else ("ICD10", "Z99")

    def _code_under(self, pattern: CodePattern) -> Coding:
        """A code under a pattern, or by a whisker not."""
        code = pattern.last if pattern.last and self.chance.random() < 0.5 else pattern.first
        if "[" in code:
            code = code[: code.index("[")] + "".join(self._one_of(part) for part in _allowed(code))
        return pattern.system, code

    # times -----------------------------------------------------------------------------------

    def _moment(self, base: int) -> Moment:
        """A time some of the lengths away from the index or from a named day."""
        roll = self.chance.random()
        if roll < 0.1:
            day = base - self.chance.randrange(4_000)
            return whole_days(day, day)
        day = self._one_of((base, *self.points.days)) if self.points.days else base
        minute = day * MINUTES_PER_DAY + self._one_of((0, 600, 601, 1439))
        clock = False
        for _ in range(self._one_of((0, 1, 1, 1, 2))):
            if self.points.lengths:
                length = self._one_of(list(self.points.lengths))
                clock |= length.by_clock
                minute = shift_minute(minute, length, self._one_of((-1, -1, -1, 1)))
        if clock and roll < 0.8:
            return _at(minute + self._near())
        day = minute // MINUTES_PER_DAY + self._near()
        return whole_days(day - 30, day) if roll > 0.97 else whole_days(day, day)

    def _end(self, start: Moment) -> Moment | None:
        roll = self.chance.random()
        if roll < 0.15:
            return None
        days = self._one_of((0, 1, 3, 40))
        if self.points.lengths and roll < 0.7:
            length = self._one_of(list(self.points.lengths))
            if length.by_clock:
                return _at(shift_minute(start.hi, length, 1) + self._near())
            days = max(shift_day(0, length, 1) + self._near(), 0)
        return whole_days(start.last_day + days, start.last_day + days)

    # results ---------------------------------------------------------------------------------

    def _result(self) -> Result:
        roll = self.chance.random()
        if roll < 0.04:
            return Result(absent="unknown")
        if not self.points.scales:
            return Result(text="seen")
        scale = self._one_of(list(self.points.scales))
        value, high = self._number(), None
        if self.points.of_normal:
            high = self._one_of((1.0, 10.0, 40.0))
            value *= Decimal(high)
        comparator = self._one_of(("<", ">")) if roll > 0.97 else ""
        unit = self._one_of((scale.unit, scale.unit, scale.declared))
        return Result(float(value), comparator, unit, range_low=high and high / 2, range_high=high)

    def _number(self) -> Decimal:
        if not self.points.limits or self.chance.random() < 0.1:
            return Decimal(self.chance.randrange(300))
        limit = self._one_of(list(self.points.limits))
        near = Decimal(self._one_of(("-1", "-0.5", "0", "0", "0.5", "1", "30")))
        return max(limit + near * step(limit), Decimal(0))


def _at(minute: int) -> Moment:
    return Moment(minute, minute)


def _allowed(code: str) -> list[str]:
    """The characters allowed at each place from the first bracket on."""
    parts, rest = list[str](), code[code.index("[") :]
    while rest:
        if rest[0] != "[":
            parts.append(rest[0])
            rest = rest[1:]
            continue
        inside, _, rest = rest[1:].partition("]")
        parts.append(_spelled(inside))
    return parts


def _spelled(inside: str) -> str:
    found = ""
    while inside:
        if inside[1:2] == "-":
            found += "".join(map(chr, range(ord(inside[0]), ord(inside[2]) + 1)))
            inside = inside[3:]
        else:
            found, inside = found + inside[0], inside[1:]
    return found
