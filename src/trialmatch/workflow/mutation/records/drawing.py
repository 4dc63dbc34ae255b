"""Records drawn by chance around what some questions turn on."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.kinds import BY_NAME, NO_KNOWN_ALLERGY, SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.vocabulary.calendar import Moment, whole_days
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.workflow.mutation.records.bracketed import allowed, beginning
from trialmatch.workflow.mutation.records.chance import Chance
from trialmatch.workflow.mutation.records.results import Results
from trialmatch.workflow.mutation.records.times import Times
from trialmatch.workflow.mutation.records.turning_points import TurningPoints
from trialmatch.workflow.mutation.sorts.codes import NO_CODE

Coding = tuple[str, str]
_SEXES = ("female", "female", "male", "male", "", "other")
_STATUSES = ("",) * 12 + ("provisional", "preliminary", "entered-in-error")
_CONTACT_TYPES = ("inpatient", "inpatient", "outpatient", "emergency")
_POSITIONS = ("main", "secondary", "")
_ACTS = ("ordered", "dispensed", "given", "reported")
_LASTING = frozenset({"visit", "medication", "device"})
# What is drawn by itself, or is not a word that a row says of itself.
_DRAWN_APART = frozenset({"position", "act", "status", "value_code", "contact_type"})
_OF_ROW = frozenset(each.name for each in fields(Row))


@dataclass(slots=True)
class Drawing:
    """Draws records; `of_events` says that subjects are events, which lie in the past.

    `observed` says that the source declares when each patient was under observation.
    """

    points: TurningPoints
    as_of: Moment
    of_events: bool
    chance: Chance
    observed: bool = False
    times: Times = field(init=False)
    results: Results = field(init=False)

    def __post_init__(self) -> None:
        """Times and results go by the same chance."""
        self.times = Times(self.points, self.chance)
        self.results = Results(self.points, self.chance)

    def record(self, name: str) -> PatientRecord:
        """One patient."""
        base = self.as_of.last_day
        if self.of_events:
            base -= self.chance.of((0, 1, 30, 400, 1000))
        birth = self.times.birth(base)
        if birth is not None and self.points.from_birth and self.chance.roll() < 0.5:
            base = birth.last_day
        visits = self._visits(base)
        rows = [*visits, *self._rows(base, [row.id for row in visits])]
        if self._asks_allergies() and self.chance.roll() < 0.4:
            rows.append(Row("allergy", "none", (NO_KNOWN_ALLERGY,), whole_days(base, base)))
        death = self.times.death(base)
        return PatientRecord(
            patient=name,
            birth=birth,
            sex=self.chance.of(_SEXES),
            death=death,
            deceased=death is not None,
            rows=by_kind(rows),
            periods=self.times.periods(base) if self.observed else None,
        )

    def _asks_allergies(self) -> bool:
        return any("allergy" in kinds for kinds in self.points.events)

    def _visits(self, base: int) -> list[Row]:
        wanted = any("visit" in kinds for kinds in self.points.events)
        count = self.chance.of((1, 1, 2, 3)) if wanted or self.of_events else 0
        visits = list[Row]()
        for n in range(count):
            visits.append(self._visit(base, f"v{n}", visits[-1] if visits else None))
        return visits

    def _visit(self, base: int, name: str, before: Row | None) -> Row:
        start = self.times.start(base, _until(before))
        types = (*_CONTACT_TYPES, *self.points.words.get("contact_type", ()))
        visit = Row(
            "visit",
            name,
            (),
            start,
            self.times.end(start, base),
            contact=name,
            contact_type=self.chance.of(types),
            status=self.chance.of(_STATUSES),
        )
        return self._worded(visit)

    def _rows(self, base: int, contacts: list[str]) -> list[Row]:
        """Rows of each code set; in some records of few sets, so that one row can decide."""
        rows = list[Row]()
        share = self.chance.of((0.1, 0.3, 1.0))
        for kinds, sets in self.points.events.items():
            for codes in sets:
                if self.chance.roll() > share:
                    continue
                for _ in range(self.chance.of((0, 1, 1, 2))):
                    kind = self.chance.of(kinds)
                    if kind in SOURCE_KINDS and not (kind == "visit" and codes is None):
                        before = rows[-1] if rows else None
                        name = f"r{len(rows)}"
                        rows.append(self._row(kind, codes, base, contacts, name, before))
        return rows

    def _row(
        self,
        kind: str,
        codes: CodeSet | None,
        base: int,
        contacts: list[str],
        name: str,
        before: Row | None,
    ) -> Row:
        start = self.times.start(base, _until(before))
        lasts = kind in _LASTING or self.chance.roll() < 0.2
        row = Row(
            kind,
            name,
            (self._coding(codes),) if codes is not None else (),
            start,
            self.times.end(start, base) if lasts else None,
            status=self.chance.of(_STATUSES),
            act=self.chance.of((*_ACTS, *self.points.acts)) if kind == "medication" else "",
            position=self.chance.of(_POSITIONS) if kind == "diagnosis" else "",
            contact=self.chance.of((*contacts, *contacts, "")) if contacts else "",
            contact_type=self._word("contact_type") if kind == "visit" else "",
            result=self._result(kind, codes),
        )
        return self._worded(row)

    def _result(self, kind: str, codes: CodeSet | None) -> Result | None:
        if BY_NAME[kind].merges_equal_rows:
            return self.results.result(codes)
        if not BY_NAME[kind].has_dose or not self.points.scales_of(codes):
            return None
        drawn = self.results.result(codes)
        number = drawn.number
        return None if number is None else Result(number, drawn.comparator, drawn.unit)

    def _worded(self, row: Row) -> Row:
        """The row with what else it says of itself, as far as any question asks."""
        asked = [name for name in self.points.words if name not in _DRAWN_APART]
        said = tuple((name, self._word(name)) for name in asked if name in ATTRIBUTES)
        row = replace(row, attributes=tuple(each for each in said if each[1]))
        for name in asked:
            own: dict[str, Any] = {name: self._word(name)}
            row = replace(row, **own) if name in _OF_ROW else row
        return row

    def _word(self, name: str) -> str:
        words = self.points.words.get(name)
        return self.chance.of((*words, *words, "other", "")) if words else ""

    def _coding(self, codes: CodeSet) -> Coding:
        excluded = codes.exclude and self.chance.roll() < 0.3
        patterns = codes.exclude if excluded else codes.include
        real = [each for each in patterns if each.first != NO_CODE]
        return self._code_under(self.chance.of(real)) if real else ("ICD10", "Z99")

    def _code_under(self, pattern: CodePattern) -> Coding:
        """A code under a pattern, or by a whisker not."""
        code = pattern.last if pattern.last and self.chance.roll() < 0.5 else pattern.first
        return pattern.system, beginning(code) + "".join(map(self.chance.of, allowed(code)))


def _until(before: Row | None) -> Moment | None:
    return None if before is None else before.end or before.start
