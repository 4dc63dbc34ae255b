"""Stays with a main diagnosis as criteria: the contact's id, or perhaps the same day."""

from __future__ import annotations

from benchmarks.screen.peer.answers import Aggregated, answered
from benchmarks.screen.peer.scans import beginning_with
from benchmarks.screen.peer.subjects import Subjects
from benchmarks.screen.questions import Stay


def stays_with(asked: dict[int, Stay], of: Subjects) -> str:
    """SQL for stays, one line a question that a diagnosis of theirs answers."""
    linked = "\n    UNION ALL\n".join(
        _diagnoses(number, each, of) for number, each in asked.items()
    )
    return f"""stay_diagnosis AS MATERIALIZED (
{linked}
), stays AS (
  SELECT v.*, d.q, v.inpatient AND d.sure AS sure
  FROM visits AS v JOIN stay_diagnosis AS d ON d.contact = v.id
  UNION ALL
  SELECT v.*, d.q, false AS sure FROM visits AS v JOIN stay_diagnosis AS d USING (patient)
  WHERE d.contact IS NULL AND v.d_lo <= d.d_hi AND d.d_lo <= v.e_hi
)"""


def _diagnoses(number: int, asked: Stay, of: Subjects) -> str:
    return f"""    SELECT patient, contact, d_lo, d_hi, {number} AS q,
      sure AND coalesce(position = 'main', false) AND d_hi <= {of.as_of} AS sure
    FROM diagnoses
    WHERE {beginning_with(asked.codes)} AND (position = 'main' OR position IS NULL)"""


def of_stay(number: int, asked: Stay, of: Subjects) -> Aggregated:
    """2 where a stay is surely there and surely begun in the window, 1 where perhaps."""
    edges = of.edges(asked.span)
    surely = f"q = {number} AND sure AND {edges.surely('d', 'd')}"
    perhaps = f"q = {number} AND {edges.perhaps('d', 'd')}"
    return answered(number, "stays", surely, perhaps)
