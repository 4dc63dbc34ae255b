"""Reports are found by folder; there is no list of them to keep."""

from __future__ import annotations

import importlib
import pkgutil

from trialmatch.reports.contract import Report


def find_reports() -> dict[str, Report]:
    """Every report, by name."""
    import trialmatch.reports as home

    found: dict[str, Report] = {}
    for module in pkgutil.iter_modules(home.__path__):
        if module.ispkg:
            report = importlib.import_module(f"{home.__name__}.{module.name}.report").REPORT
            found[module.name] = report
    return found
