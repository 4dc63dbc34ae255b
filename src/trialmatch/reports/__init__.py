"""Reports: one folder each, with a `report.py` that holds its `REPORT`."""

from trialmatch.reports.contract import Report
from trialmatch.reports.finding import find_reports

__all__ = ["Report", "find_reports"]
