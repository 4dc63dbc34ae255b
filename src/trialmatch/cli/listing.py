"""Screening from the command line: what `screen` and `demo` do alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from trialmatch import __version__
from trialmatch.cli.output import Progress, print_json
from trialmatch.diagnostics import Diagnostic, Severity, UsageError, render
from trialmatch.workflow.cohort import Cohort
from trialmatch.workflow.criteria import Criteria, find_files, load_all
from trialmatch.workflow.result import Result


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """What a person asked of a screening."""

    as_of: str | None = None
    lang: str = "en"
    cut_off: str | None = None
    synthetic: bool | None = None
    purpose: str = ""
    identified: bool = False
    relative_dates: bool = False
    quiet: bool = False
    as_json: bool = False


def screen_and_write(
    paths: Sequence[str | Path], data: Path, out: Path, options: ScreenOptions
) -> None:
    """Load, screen, write the lists and the manifest, and say where they are."""
    from trialmatch.workflow.lists import ListOptions, write_lists
    from trialmatch.workflow.manifest import Run
    from trialmatch.workflow.screening import screen_all

    run = Run(__version__)
    progress = Progress(quiet=options.quiet)
    criteria = _load(paths, options)
    if not options.quiet:
        _say(f"reading {data}")
    cohort = Cohort.open(data, cut_off=options.cut_off, synthetic=options.synthetic)
    results = screen_all(criteria, cohort, options.as_of, progress)
    if not options.quiet:
        _say("\n".join(results[0].report.lines()))
    _name_sets_never_seen(results)
    wanted = ListOptions(
        lang=options.lang,
        purpose=options.purpose,
        identified=options.identified,
        relative_dates=options.relative_dates,
    )
    manifest = write_lists(results, out, wanted, run, progress)
    if options.as_json:
        print_json(manifest)
    else:
        _print_summary(results, manifest, out)


def _load(paths: Sequence[str | Path], options: ScreenOptions) -> list[Criteria]:
    """Every criteria file that screens somebody; shared files are only used by others."""
    criteria = load_all(find_files(paths))
    notes: list[Diagnostic] = [note for each in criteria for note in each.notes]
    for note in dict.fromkeys(notes):
        if note.severity is Severity.WARNING and not options.quiet:
            _say(render(note))
    if not criteria:
        raise UsageError("none of the files named has a `trial`, `registry` or `programme` line")
    return criteria


def _name_sets_never_seen(results: Sequence[Result]) -> None:
    """Before any list: the code sets that have no row in the whole cohort (meaning 17)."""
    for result in results:
        if result.never_seen:
            names = ", ".join(codes.name for _, codes in result.never_seen)
            _say(
                f"{result.criteria.id}: no row in these data for {names}; "
                "their absence is not known, for anybody"
            )


def _print_summary(results: Sequence[Result], manifest: Mapping[str, Any], out: Path) -> None:
    """Counts by state where rows are shown; suppressed counts stand in the page alone."""
    width = max(len(result.criteria.id) for result in results)
    click.echo(f"as of {manifest['as of']}")
    for written in manifest["criteria"]:
        states = written.get("states")
        counts = "counts only: the page says why"
        if states is not None:
            counts = ", ".join(f"{count:,} {state}" for state, count in states.items())
        click.echo(f"  {written['id']:<{width}}  {counts}")
    click.echo(f"lists: {out}")
    for result in results:
        click.echo(f"  {out / (result.criteria.id + '.html')}")


def _say(text: str) -> None:
    click.echo(text, err=True)
