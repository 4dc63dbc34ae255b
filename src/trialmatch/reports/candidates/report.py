"""The candidate list as a report."""

from __future__ import annotations

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.page import write_html
from trialmatch.reports.candidates.table import write_csv
from trialmatch.reports.contract import Report

__all__ = ["REPORT", "ListInput", "write_csv", "write_html"]

REPORT = Report(
    name="candidates",
    summary="Who is not ruled out, with evidence and what is missing",
    takes=ListInput,
    writers={".html": write_html, ".csv": write_csv},
)
