"""Partitions from plain records: simple and slow, and what every source is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import BY_NAME, Extent
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.needs import Coding, Groups, Needs
from trialmatch.cohort.partition import (
    COLUMNS,
    DICTIONARIES,
    EARLIEST,
    LATEST,
    NEUTRAL,
    NO_TIME,
    OTHER_STATUS,
    WORDS,
    Extract,
    Group,
    Partition,
    Periods,
)
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.cohort.status import BY_NAME_ALONE, PLANNED
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, Moment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_NOTHING = Result()
_ALWAYS = frozenset({"patient", "start_lo", "start_hi"})
_NO_NUMBER = float("nan")


class _Line(NamedTuple):
    """One coding of one row of one patient; `nth` is the row among all of the partition."""

    patient: int
    nth: int
    row: Row
    coding: tuple[str, str]

    @property
    def result(self) -> Result:
        return self.row.result or _NOTHING


def extract_of(
    records: Sequence[PatientRecord],
    needs: Needs,
    holdings: Holdings,
    as_of: Moment,
    partition_size: int = 125_000,
) -> Extract:
    """What a source with these records would hand over."""
    known = [_as_of(each, as_of) for each in sorted(records, key=lambda each: each.patient)]
    groups = needs.groups(_codings(known))
    parts = (known[at : at + partition_size] for at in range(0, len(known), partition_size))
    partitions = (partition_of(part, needs, groups) for part in parts)
    held = _held(holdings, known, groups)
    return Extract(held, LoadReport(), len(known), partitions, groups)


def partition_of(
    records: Sequence[PatientRecord], needs: Needs, groups: Groups | None = None
) -> Partition:
    """One partition of these patients; `groups` are those of more records than these."""
    import numpy as np

    people = sorted(records, key=lambda each: each.patient)
    groups = groups if groups is not None else needs.groups(_codings(people))
    by_group = _lines(people, groups)
    lines = [line for group in by_group.values() for line in group]
    dictionaries = {name: _dictionary(name, lines) for name in _asked(needs, DICTIONARIES)}
    rows = _numbered_rows(by_group, needs, groups)
    wanted = {kind: needs.columns(kind) | _ALWAYS | {"code"} for kind in needs.kinds}
    columns = {
        name: np.array(
            [
                _value(name, line, dictionaries, rows)
                if name in wanted[line.row.kind]
                else NEUTRAL.get(name, 0)
                for line in lines
            ],
            COLUMNS[name],
        )
        for name in (*sorted(_ALWAYS), *_asked(needs, COLUMNS))
    }
    return Partition(
        names=[each.patient for each in people],
        birth=_moments([each.birth for each in people]),
        death=_moments([each.death for each in people]),
        deceased=np.array([each.deceased for each in people], np.bool_),
        sex=np.array([_word("sex", each.sex) for each in people], np.uint8),
        columns=columns,
        groups=_groups(by_group, groups),
        dictionaries=dictionaries,
        ids=lambda chosen: [_id(lines[at], needs) for at in chosen.tolist()],
        periods=_periods(people) if needs.periods else None,
    )


def _as_of(record: PatientRecord, as_of: Moment) -> PatientRecord:
    """The record without what began after the moment, but with what is planned."""
    rows = {
        kind: tuple(row for row in found if row.start.lo <= as_of.hi or row.status == PLANNED)
        for kind, found in record.rows.items()
    }
    return replace(record, rows=rows)


def _codings_of(row: Row) -> tuple[tuple[str, str], ...]:
    return row.codings or (("", ""),)


def _codings(records: Iterable[PatientRecord], *, by_name: bool = True) -> Counter[Coding]:
    """All codings; without those of rows that count only where asked for `by_name`."""
    return Counter(
        (kind, system, code)
        for record in records
        for kind, rows in record.rows.items()
        for row in rows
        if by_name or row.status not in BY_NAME_ALONE
        for system, code in _codings_of(row)
    )


def _held(holdings: Holdings, records: Sequence[PatientRecord], groups: Groups) -> Holdings:
    """The holdings as the records show them, with the needed codings counted."""
    if holdings.seen is None:
        return holdings
    codings = _codings(records, by_name=False)
    seen = {coding: count for coding, count in codings.items() if coding in groups.of_coding}
    kinds = {name: _systems_seen(name, kind, codings) for name, kind in holdings.kinds.items()}
    return replace(holdings, seen=seen, kinds=kinds, _seen_cache={})


def _systems_seen(name: str, kind: HeldKind, codings: Iterable[Coding]) -> HeldKind:
    if kind.declared:
        return kind
    return replace(kind, systems=frozenset(s for held, s, _ in codings if held == name))


def _asked(needs: Needs, names: Iterable[str]) -> list[str]:
    asked = frozenset[str]().union(*(needs.columns(kind) for kind in needs.kinds))
    return [name for name in names if name in asked - _ALWAYS]


def _lines(people: Sequence[PatientRecord], groups: Groups) -> dict[int, list[_Line]]:
    """The lines asked for, by group, each sorted by patient and start."""
    found: dict[int, list[_Line]] = {group: [] for group in sorted(groups.kinds)}
    rows = [
        (patient, row)
        for patient, record in enumerate(people)
        for rows in record.rows.values()
        for row in rows
    ]
    for nth, (patient, row) in enumerate(rows):
        for coding in _codings_of(row):
            group = groups.of_coding.get((row.kind, *coding))
            if group is not None and not _over_before(row, groups.since[group]):
                found[group].append(_Line(patient, nth, row, coding))
    for lines in found.values():
        lines.sort(key=lambda line: (line.patient, line.row.start.lo))
    return found


def _over_before(row: Row, day: int | None) -> bool:
    """Whether a row surely ended before a day."""
    if day is None:
        return False
    first = day * MINUTES_PER_DAY
    if row.start.hi >= first or (row.end is not None and row.end.hi >= first):
        return False
    lasts = BY_NAME[row.kind].without_end is Extent.OPEN or row.days_supply is not None
    return row.end is not None or not lasts


def _groups(by_group: Mapping[int, list[_Line]], groups: Groups) -> dict[int, Group]:
    found: dict[int, Group] = {}
    start = 0
    for number, lines in by_group.items():
        found[number] = Group(groups.kinds[number], start, start + len(lines))
        start += len(lines)
    return found


def _numbered_rows(
    by_group: Mapping[int, list[_Line]], needs: Needs, groups: Groups
) -> dict[int, int]:
    """The number of each of the rows that are told apart."""
    asked = needs.groups_with("row", groups)
    rows = {line.nth for group in asked for line in by_group[group]}
    return {nth: number for number, nth in enumerate(sorted(rows), 1)}


def _id(line: _Line, needs: Needs) -> str:
    return line.row.id if "id" in needs.columns(line.row.kind) else ""


def _dictionary(name: str, lines: Iterable[_Line]) -> list[str]:
    return ["", *sorted({_text(name, line) for line in lines} - {""})]


def _value(
    name: str,
    line: _Line,
    dictionaries: Mapping[str, Sequence[str]],
    rows: Mapping[int, int],
) -> float | bool:
    if name == "row":
        return rows.get(line.nth, 0)
    if name in dictionaries:
        return dictionaries[name].index(_text(name, line))
    return _VALUES[name](line)


def _text(name: str, line: _Line) -> str:
    return _TEXTS[name](line) if name in _TEXTS else line.row.attribute(name)


_TEXTS: Mapping[str, Callable[[_Line], str]] = {
    "department": lambda line: line.row.department,
    "institution": lambda line: line.row.institution,
    "unit": lambda line: line.result.unit,
    "text": lambda line: line.result.text,
    "value_code": lambda line: _coded(line.result.system, line.result.code),
    "code": lambda line: _coded(*line.coding),
}
_VALUES: Mapping[str, Callable[[_Line], float | bool]] = {
    "patient": lambda line: line.patient,
    "start_lo": lambda line: _minute(line.row.start.lo),
    "start_hi": lambda line: _minute(line.row.start.hi),
    "end_lo": lambda line: NO_TIME if line.row.end is None else _minute(line.row.end.lo),
    "end_hi": lambda line: NO_TIME if line.row.end is None else _minute(line.row.end.hi),
    "status": lambda line: _word("status", line.row.status),
    "act": lambda line: _word("act", line.row.act),
    "position": lambda line: _word("position", line.row.position),
    "contact": lambda line: _contact(line.row),
    "contact_type": lambda line: _word("contact_type", line.row.contact_type),
    "value": lambda line: _number(line.result.number),
    "comparator": lambda line: _word("comparator", line.result.comparator),
    "absent": lambda line: bool(line.result.absent),
    "range_low": lambda line: _number(line.result.range_low),
    "range_high": lambda line: _number(line.result.range_high),
    "days_supply": lambda line: _number(line.row.days_supply),
}


def _coded(system: str, code: str) -> str:
    return f"{system} {code}" if code else ""


def _minute(minute: int) -> int:
    return min(max(minute, EARLIEST), LATEST)


def _number(number: float | None) -> float:
    return _NO_NUMBER if number is None else number


def _word(column: str, word: str) -> int:
    words = WORDS[column]
    if word in words:
        return words.index(word)
    return OTHER_STATUS if column == "status" else 0


def _contact(row: Row) -> int:
    contact = row.id if row.kind == "visit" else row.contact
    if not contact:
        return 0
    return int.from_bytes(blake2b(contact.encode(), digest_size=7).digest()) + 1


def _moments(
    moments: Sequence[Moment | None],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    import numpy as np

    return (
        np.array([NO_TIME if each is None else _minute(each.lo) for each in moments], np.int32),
        np.array([NO_TIME if each is None else _minute(each.hi) for each in moments], np.int32),
    )


def _periods(people: Sequence[PatientRecord]) -> Periods | None:
    import numpy as np

    if all(record.periods is None for record in people):
        return None
    of_each = [sorted(record.periods or ()) for record in people]
    flat = [period for periods in of_each for period in periods]
    return Periods(
        np.cumsum([0, *map(len, of_each)], dtype=np.int64),
        np.array([first for first, _ in flat], np.int32),
        np.array([last for _, last in flat], np.int32),
    )
