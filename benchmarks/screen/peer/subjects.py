"""Who is asked about, and the windows: constants for patients, columns of each stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.screen.catalogue import Codes
from benchmarks.screen.mix import CriteriaSet
from benchmarks.screen.peer.scans import beginning_with
from benchmarks.screen.questions import EVER, Ago, Span


@dataclass(frozen=True, slots=True)
class Edges:
    """SQL for the first and last day that each end of a window may lie on; "" is open."""

    lower: tuple[str, str]
    upper: tuple[str, str]

    def surely(self, first: str, last: str) -> str:
        """SQL: an extent from `first` to `last`, each lo and hi by suffix, is surely inside."""
        parts = [f"{first}_hi <= {self.upper[0]}"]
        if self.lower[0]:
            parts.append(f"{last}_lo >= {self.lower[1]}")
            if self.lower[0] != self.lower[1]:
                parts.append(f"{self.lower[1]} <= {self.upper[0]}")
        return " AND ".join(parts)

    def perhaps(self, first: str, last: str) -> str:
        """SQL: it is perhaps inside."""
        parts = [f"{first}_lo <= {self.upper[1]}"]
        if self.lower[0]:
            parts.append(f"{last}_hi >= {self.lower[0]}")
        return " AND ".join(parts)


@dataclass(slots=True)
class Subjects:
    """The subjects of one set; `columns` collects what windows need of each stay."""

    of: CriteriaSet
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """Whether subjects are stays."""
        return self.of.event is not None

    @property
    def key(self) -> str:
        """The column that rows are grouped by."""
        return "stay" if self.stays else "patient"

    @property
    def as_of(self) -> str:
        """SQL for the date."""
        return f"DATE '{self.of.as_of}'"

    def edges(self, span: Span, contact: str = "") -> Edges:
        """A window; `contact` is SQL for the contact of rows that have one."""
        if self.stays and span == EVER:
            return Edges(("", ""), _to_own_end(contact, self.as_of))
        far = span.far
        lower = ("", "") if far is None else self._moved(far)
        last = span.before or span.near
        upper = self._moved(last, 1 if span.before else 0)
        return Edges(lower, upper)

    def _moved(self, by: Ago | None, more: int = 0) -> tuple[str, str]:
        low, high = (self._day(end, by, more) for end in ("lo", "hi"))
        return low, high

    def _day(self, end: str, by: Ago | None, more: int) -> str:
        moved = _moved(f"index_{end}" if self.stays else self.as_of, by, more)
        if not self.stays:
            return moved
        name = f"{end}_{by.count}_{by.unit}_{more}" if by else f"{end}_now"
        self.columns[name] = f"least({moved}, {self.as_of})"
        return f"s.{name}"

    def seen(self, span: Span) -> str:
        """SQL: the data reach to the window's end, so that finding nothing says something.

        Only the day of a stay may be known so badly that they do not.
        """
        if not self.stays:
            return "true"
        last = span.before or span.near
        return f"{_moved('index_hi', last, 1 if span.before else 0)} <= {self.as_of}"

    def source(self, rows: str) -> str:
        """SQL for some rows beside the subjects that they are held against."""
        return f"{rows} JOIN subject AS s USING (patient)" if self.stays else rows

    def query(self) -> str:
        """SQL for the subjects themselves: asked for last, when all windows are known."""
        if self.of.event is None:
            return f"""subject AS (
  SELECT patient, patient AS key, {_BIRTH}, sex, false AS unconfirmed,
    {self.as_of} AS index_lo, {self.as_of} AS index_hi
  FROM patients
  WHERE (death IS NULL OR death > {self.as_of})
    AND (birth IS NULL OR birth <= {self.as_of})
)"""
        more = "".join(f",\n    {sql} AS {name}" for name, sql in sorted(self.columns.items()))
        return f"""{_stays(self.of.event, self.as_of)}, subject AS (
  SELECT *{more}
  FROM (
    SELECT v.patient, v.id AS stay, v.patient || '/' || v.id AS key, {_BIRTH}, sex,
      NOT v.sure AS unconfirmed, v.d_lo AS index_lo, v.d_hi AS index_hi,
      v.e_hi AS own_last, least(v.e_lo, {self.as_of}) AS own_lo,
      least(v.e_hi, {self.as_of}) AS own_hi
    FROM stay_with_event AS v JOIN patients USING (patient)
    WHERE (death IS NULL OR death >= v.d_lo) AND (birth IS NULL OR birth <= v.d_hi)
  )
)"""


_BIRTH = """CAST(birth AS DATE) AS birth_lo,
    CASE WHEN birth_precision = 'month' THEN last_day(birth) ELSE CAST(birth AS DATE) END
      AS birth_hi"""


def _moved(day: str, by: Ago | None, more: int) -> str:
    moved = day
    if by is not None and by.unit == "day":
        # Not an interval: DuckDB takes 60 days and 2 months for the same expression.
        moved = f"({day} - {by.count})"
    elif by is not None:
        moved = f"CAST({day} - INTERVAL {by.count} {by.unit} AS DATE)"
    return f"({moved} - {more})" if more else moved


def _to_own_end(contact: str, as_of: str) -> tuple[str, str]:
    """Up to the index; rows of the subject's own stay up to its end (meaning 1)."""
    near = "d_lo <= s.own_hi AND d_hi >= s.index_lo"
    low, high = "s.index_lo", f"CASE WHEN {near} THEN s.own_hi ELSE s.index_hi END"
    if contact:
        low = f"CASE WHEN {contact} = s.stay THEN greatest(s.index_lo, s.own_lo) ELSE {low} END"
        high = f"""CASE WHEN {contact} = s.stay THEN greatest(s.index_hi, s.own_hi)
      WHEN {contact} IS NULL AND {near} THEN greatest(s.index_hi, s.own_hi)
      ELSE s.index_hi END"""
    else:
        high = f"CASE WHEN {near} THEN greatest(s.index_hi, s.own_hi) ELSE s.index_hi END"
    return f"least({low}, {as_of})", f"least({high}, {as_of})"


def _stays(event: Codes, as_of: str) -> str:
    """Stays with the main diagnosis, by contact id or perhaps by day, as of the date."""
    return f"""event_diagnosis AS (
  SELECT patient, contact, d_lo, d_hi,
    sure AND coalesce(position = 'main', false) AND d_hi <= {as_of} AS sure
  FROM diagnoses
  WHERE {beginning_with(event)} AND (position = 'main' OR position IS NULL)
), stay_with_event AS (
  SELECT patient, id, d_lo, d_hi, e_lo, e_hi, bool_or(sure) AS sure FROM (
    SELECT v.*, v.inpatient AND v.d_hi <= {as_of} AND d.sure AS sure
    FROM visits AS v JOIN event_diagnosis AS d ON d.contact = v.id
    UNION ALL
    SELECT v.*, false FROM visits AS v JOIN event_diagnosis AS d USING (patient)
    WHERE d.contact IS NULL AND v.d_lo <= d.d_hi AND d.d_lo <= v.e_hi
  ) GROUP BY ALL
)"""
