"""Writing lists: one page and one table a criteria set, and a manifest of the run."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.cohort.needs import Needs
from trialmatch.diagnostics import UsageError
from trialmatch.results.release import Release
from trialmatch.vocabulary.calendar import Moment
from trialmatch.workflow.explainer import ReferenceExplainer
from trialmatch.workflow.manifest import Run, manifest
from trialmatch.workflow.releasing import release_for
from trialmatch.workflow.result import Result
from trialmatch.workflow.screening import Progress

if TYPE_CHECKING:
    import pyarrow as pa

    from trialmatch.reports.candidates.report import ListInput

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What was asked of the lists. A basis is judged on `today`, by default the day of the run."""

    lang: str = "en"
    purpose: str = ""
    identified: bool = False
    relative_dates: bool = False
    today: date | None = None


def write_lists(
    results: Sequence[Result],
    out: Path,
    options: ListOptions,
    run: Run,
    progress: Progress | None = None,
) -> dict[str, object]:
    """Write every list and the manifest into `out`; gives back the manifest.

    All files are written beside the folder first and renamed when every one is whole.
    """
    releases = [_release(result, options) for result in results]
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; lists need a folder")
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
        for done, (result, release) in enumerate(zip(results, releases, strict=True)):
            if progress is not None:
                progress("writing lists", done, len(results))
            _write(_input(result, release, options, run), Path(beside))
        if progress is not None:
            progress("writing lists", len(results), len(results))
        written = manifest(results, run, options.lang, [release.level for release in releases])
        text = json.dumps(written, ensure_ascii=False, indent=2)
        (Path(beside) / MANIFEST).write_text(text + "\n", encoding="utf-8")
        _move(Path(beside), out)
    return written


def _move(beside: Path, out: Path) -> None:
    """Rename the files into place, the manifest last: where it is, the lists are whole."""
    out.mkdir(exist_ok=True)
    files = sorted(beside.iterdir(), key=lambda file: (file.name == MANIFEST, file.name))
    for file in files:
        os.replace(file, out / file.name)


def _release(result: Result, options: ListOptions) -> Release:
    return release_for(
        result.criteria.checked,
        result.cohort,
        purpose=options.purpose,
        identified=options.identified,
        today=options.today,
    )


def _write(given: ListInput, folder: Path) -> None:
    from trialmatch.reports.candidates.report import REPORT

    for suffix, write in REPORT.writers.items():
        write(given, folder / f"{given.criteria.id}{suffix}")


def _input(result: Result, release: Release, options: ListOptions, run: Run) -> ListInput:
    from trialmatch.reports.candidates.report import ListInput

    people = _people(result) if release.shows_rows else None
    return ListInput(
        screening=result.screening,
        explainer=ReferenceExplainer(result.cohort.source, result.holdings, result.screening.as_of),
        holdings=result.holdings,
        load=result.report,
        never_seen=result.never_seen,
        release=release,
        identities=_identities(people) if options.identified else {},
        facts=_facts(people),
        lang=options.lang,
        run_id=run.id,
        version=run.version,
        relative_dates=options.relative_dates,
    )


def _people(result: Result) -> pa.Table:
    """The lines of the patient table of those on the list."""
    listed = sorted({each.subject.patient for each in result.screening.listed()})
    return result.cohort.source.tables(needs=Needs(()), patients=listed).patients


def _identities(patients: pa.Table | None) -> Mapping[str, tuple[str, str]]:
    """Person number and name by patient."""
    if patients is None:
        return {}
    columns = [patients[name].to_pylist() for name in ("patient", "person_number", "name")]
    return {
        patient: (number or "", name or "") for patient, number, name in zip(*columns, strict=True)
    }


def _facts(patients: pa.Table | None) -> Mapping[str, tuple[str, Moment | None]]:
    """Sex and birth by patient."""
    if patients is None:
        return {}
    names = ("patient", "sex", "birth_lo", "birth_hi")
    columns = [patients[name].to_pylist() for name in names]
    return {
        patient: (sex or "", None if lo is None else Moment(lo, hi))
        for patient, sex, lo, hi in zip(*columns, strict=True)
    }
