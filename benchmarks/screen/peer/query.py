"""The whole query of one criteria set."""

from __future__ import annotations

from benchmarks.screen.catalogue import Codes
from benchmarks.screen.mix import CriteriaSet
from benchmarks.screen.peer import scans
from benchmarks.screen.peer.answers import (
    Aggregated,
    of_count,
    of_measured,
    of_presence,
    of_same_stay,
    of_the_subject,
)
from benchmarks.screen.peer.latest import Asked, latest
from benchmarks.screen.peer.stays import of_stay, stays_with
from benchmarks.screen.peer.subjects import Subjects
from benchmarks.screen.questions import (
    Age,
    Count,
    Latest,
    Measured,
    OfNormal,
    Presence,
    SameStay,
    Sex,
    Stay,
    codes_in,
    measures_in,
)

_SCANS = {
    "diagnosis": scans.diagnoses,
    "medication": scans.medications,
    "procedure": scans.procedures,
}


class Query:
    """Puts a query together, question by question."""

    def __init__(self, of: CriteriaSet) -> None:
        """The query of one set."""
        self._of = of
        self._subjects = Subjects(of)
        self._verdicts: list[str] = []
        self._aggregated: list[Aggregated] = []
        self._latest: Asked = {}
        self._stays: dict[int, Stay] = {}
        for number, question in enumerate(of.questions, 1):
            self._add(number, question)

    def _add(self, number: int, question: object) -> None:
        subjects = self._subjects
        match question:
            case Age() | Sex():
                self._verdicts.append(of_the_subject(question))
            case Presence():
                self._aggregate(of_presence(number, question, subjects))
            case Count():
                self._aggregate(of_count(number, question, subjects))
            case SameStay():
                self._aggregate(of_same_stay(number, question, subjects))
            case Measured():
                self._aggregate(of_measured(number, question, subjects))
            case Stay():
                self._stays[number] = question
                self._aggregate(of_stay(number, question, subjects))
            case Latest() | OfNormal():
                self._latest[number] = question
                self._verdicts.append(f"v{number}")

    def _aggregate(self, found: Aggregated) -> None:
        self._aggregated.append(found)
        self._verdicts.append(found.verdict)

    def sql(self) -> str:
        """One line a subject: its key, its state, and a verdict a criterion."""
        relations = dict.fromkeys(each.relation for each in self._aggregated)
        groups = [self._group(relation) for relation in relations]
        if self._latest:
            groups.append(latest(self._latest, self._subjects))
        parts = [*self._scans(), self._subjects.query()]
        if self._stays:
            parts.append(stays_with(self._stays, self._subjects))
        names = [f"found_{relation}" for relation in relations]
        names += ["latest"] if self._latest else []
        joins = "\n".join(f"  LEFT JOIN {name} USING ({self._subjects.key})" for name in names)
        verdicts = ",\n    ".join(f"{sql} AS c{n}" for n, sql in enumerate(self._verdicts, 1))
        ctes = ",\n".join([*parts, *groups])
        return f"""WITH {ctes},
answered AS (
  SELECT key, unconfirmed,
    {verdicts}
  FROM subject
{joins}
)
SELECT key, {self._state()} AS state, {self._columns()}
FROM answered"""

    def _columns(self) -> str:
        return ", ".join(f"c{n}" for n in range(1, len(self._verdicts) + 1))

    def _state(self) -> str:
        sides = list(enumerate(self._of.sides(), 1))
        against = [f"c{n} IS {'FALSE' if included else 'TRUE'}" for n, included in sides]
        known = [f"c{n} IS NOT NULL" for n, _ in sides]
        return f"""CASE WHEN {" OR ".join(against)} THEN 'ineligible'
    WHEN unconfirmed THEN 'unclear'
    WHEN {" AND ".join(known)} THEN 'eligible' ELSE 'unclear' END"""

    def _group(self, relation: str) -> str:
        columns = [
            f"{sql} AS {name}"
            for each in self._aggregated
            if each.relation == relation
            for name, sql in each.columns.items()
        ]
        key = self._subjects.key
        listed = ",\n    ".join(columns)
        return f"""found_{relation} AS (
  SELECT {key}, {listed}
  FROM {self._subjects.source(relation)} GROUP BY {key}
)"""

    def _scans(self) -> list[str]:
        as_of = self._subjects.as_of
        kinds: dict[str, dict[Codes, None]] = {}
        tables: dict[str, dict[str, None]] = {}
        event = [self._of.event] if self._of.event else []
        for codes in [*event, *(c for q in self._of.questions for c in codes_in(q))]:
            kinds.setdefault(_KIND_OF[codes.system], {})[codes] = None
        for measure in (m for q in self._of.questions for m in measures_in(q)):
            tables.setdefault(measure.table, {})[measure.code] = None
        found = [_SCANS[kind](codes, as_of) for kind, codes in kinds.items()]
        found += [scans.results(table, codes, as_of) for table, codes in tables.items()]
        if event or self._stays:
            found.append(scans.visits(as_of))
        return found


_KIND_OF = {"ICD10": "diagnosis", "ATC": "medication", "NCSP": "procedure"}
