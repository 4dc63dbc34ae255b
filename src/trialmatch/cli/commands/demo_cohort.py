"""trialmatch demo-cohort: a made-up Norwegian-looking cohort to try things on."""

from __future__ import annotations

from pathlib import Path

import click

from trialmatch.cli.output import Progress


@click.command("demo-cohort")
@click.option("--patients", default=5000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but problems.")
def command(patients: int, seed: int, out: Path, quiet: bool) -> None:
    """Write a synthetic cohort: Parquet files in the cohort schema, and site.toml."""
    from trialmatch.democohort import generate

    progress = Progress(quiet=quiet)
    generate(out, patients, seed, lambda done, total: progress("generating patients", done, total))
    if not quiet:
        click.echo(f"{patients:,} synthetic patients written to {out}")
