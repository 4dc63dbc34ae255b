"""trialmatch demo: from nothing to candidate lists, with made-up records."""

from __future__ import annotations

from pathlib import Path

import click

from trialmatch.cli.listing import ScreenOptions, screen_and_write
from trialmatch.cli.output import Progress


@click.command("demo")
@click.option("--patients", default=5000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option(
    "--out",
    default="trialmatch-demo",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for the cohort and the lists.",
)
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="Print findings and results only.")
def command(patients: int, seed: int, out: Path, lang: str, quiet: bool) -> None:
    """Generate the demo cohort, screen it with the shipped criteria, write the lists."""
    from trialmatch.democohort import generate
    from trialmatch.workflow.criteria import library

    progress = Progress(quiet=quiet)
    cohort = out / "cohort"
    generate(
        cohort, patients, seed, lambda done, total: progress("generating patients", done, total)
    )
    if not quiet:
        click.echo(f"{patients:,} synthetic patients: {cohort}")
    screen_and_write([library()], cohort, out / "lists", ScreenOptions(lang=lang, quiet=quiet))
