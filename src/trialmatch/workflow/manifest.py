"""The manifest of a run: what was screened with what, in counts; never a patient's value."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from trialmatch.results.release import Level
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, format_interval, to_date
from trialmatch.workflow.result import Result

# Raised when a field changes its meaning.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a screening: when it began, and an id that its lists carry."""

    version: str
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    _clock: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        """The time it began and four letters that tell runs of one second apart."""
        told = self.began.strftime("%Y%m%dT%H%M%SZ")
        return f"{told}-{hashlib.sha256(self.began.isoformat().encode()).hexdigest()[:4]}"

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return round(time.monotonic() - self._clock, 2)


def manifest(
    results: Sequence[Result], run: Run, lang: str, levels: Sequence[Level]
) -> dict[str, object]:
    """The manifest of one run's lists, each at its level; results are of one cohort and date."""
    first = results[0]
    holdings = first.holdings
    return {
        "format": FORMAT,
        "run": run.id,
        "began": run.began.isoformat(timespec="seconds"),
        "seconds": run.seconds,
        "stages": {stage: round(seconds, 3) for stage, seconds in first.timings.items()},
        "versions": {"trialmatch": run.version, "python": platform.python_version()},
        "language": lang,
        "as of": _day(first.screening.as_of.hi),
        "data": {
            "source": holdings.name,
            "synthetic": holdings.synthetic,
            "cut-off": None if holdings.cut_off is None else _day(holdings.cut_off),
            "patients": first.cohort.patients,
            "loading": first.report.as_dict(),
        },
        "criteria": [
            _criteria(result, level) for result, level in zip(results, levels, strict=True)
        ],
    }


def _criteria(result: Result, level: Level) -> dict[str, object]:
    checked = result.criteria.checked
    shared: dict[str, object] = {
        "id": checked.id,
        "title": checked.title,
        "hash": checked.hash,
        "release": level.value,
        "files": [f"{checked.id}.html", f"{checked.id}.csv"],
        "code sets without a row in the data": [codes.name for _, codes in result.never_seen],
    }
    if level is Level.COUNTS:
        # The page shows suppressed counts; the manifest must not undo that.
        return shared
    left_out = result.screening.not_screened
    return shared | {
        "subjects": len(result.screening.assessments),
        "states": result.counts(),
        "not screened": {
            "dead": left_out.dead,
            "unborn": left_out.unborn,
            "outside period": left_out.outside_period,
        },
    }


def _day(minute: int) -> str:
    if minute % MINUTES_PER_DAY == MINUTES_PER_DAY - 1:
        return to_date(minute // MINUTES_PER_DAY).isoformat()
    return format_interval(minute, minute)
