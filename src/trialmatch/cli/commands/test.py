"""trialmatch test: run the cases that stand beside criteria files."""

from __future__ import annotations

import sys

import click

from trialmatch.cli.output import output_options, print_json


@click.command("test")
@click.argument("paths", nargs=-1, required=True)
@output_options
def command(paths: tuple[str, ...], quiet: bool, as_json: bool) -> None:
    """Run the cases beside criteria files: NAME.cases.yaml beside NAME.criteria.

    Exit code 1 if any case comes out otherwise than expected.
    """
    from trialmatch.workflow.case_runs import run_all

    runs = run_all(paths)
    failures = [failure for run in runs for failure in run.failures]
    if as_json:
        print_json({"files": [run.as_dict() for run in runs]})
    else:
        for run in runs:
            if not quiet or run.failures or run.note:
                click.echo(run.line())
            for failure in run.failures:
                click.echo(f"  {failure}")
        total = sum(run.cases for run in runs)
        click.echo(f"{total} cases, {len(failures)} failed")
    if failures:
        sys.exit(1)
