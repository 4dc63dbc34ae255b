"""trialmatch test: run the cases that stand beside criteria files."""

from __future__ import annotations

import sys

import click

from trialmatch.cli.output import Progress, output_options, print_json
from trialmatch.diagnostics import render


@click.command("test")
@click.argument("paths", nargs=-1, required=True)
@click.option("--mutate", is_flag=True, help="Name every change by one step that no case notices.")
@output_options
def command(paths: tuple[str, ...], mutate: bool, quiet: bool, as_json: bool) -> None:
    """Run the cases beside criteria files: NAME.cases.yaml beside NAME.criteria.

    With --mutate, each limit, window, polarity, joint, pick and code of the files is changed by
    one step, and a change that no case notices is named. Exit code 1 if any case comes out
    otherwise than expected, or any change goes unnoticed.
    """
    if mutate:
        _mutate(paths, quiet=quiet, as_json=as_json)
        return
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


def _mutate(paths: tuple[str, ...], *, quiet: bool, as_json: bool) -> None:
    from trialmatch.workflow.mutation_runs import mutate_all

    runs = mutate_all(paths, Progress(quiet=quiet))
    if as_json:
        print_json({"files": [run.as_dict() for run in runs]})
    else:
        for run in runs:
            if not quiet or run.failed:
                click.echo(run.line())
            for survivor in run.survivors:
                click.echo(f"{survivor}\n")
            for finding in (*run.proved, *run.alike) if run.failed or not quiet else ():
                click.echo(f"{render(finding)}\n")
        total = sum(run.mutants for run in runs)
        surviving = sum(len(run.survivors) for run in runs)
        click.echo(f"{total} mutants, {surviving} survive")
    if any(run.failed for run in runs):
        sys.exit(1)
