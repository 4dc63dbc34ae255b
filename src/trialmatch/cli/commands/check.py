"""trialmatch check: every mistake in criteria files, each at the smallest wrong place."""

from __future__ import annotations

import sys

import click

from trialmatch.cli.output import output_options, print_json
from trialmatch.diagnostics import Diagnostic, Severity, render, summary


@click.command("check")
@click.argument("paths", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@output_options
def command(paths: tuple[str, ...], strict: bool, quiet: bool, as_json: bool) -> None:
    """Check criteria files, and those in the folders named.

    Exit code 1 if any has a mistake, 2 if one cannot be read.
    """
    from trialmatch.compiler import compile_file
    from trialmatch.workflow.criteria import find_files

    files = find_files(paths)
    found: list[Diagnostic] = []
    for file in files:
        found += compile_file(file).diagnostics
    found = list(dict.fromkeys(found))
    _print(files=len(files), found=found, quiet=quiet, as_json=as_json)
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(each.severity in failing for each in found):
        sys.exit(1)


def _print(files: int, found: list[Diagnostic], quiet: bool, as_json: bool) -> None:
    if as_json:
        print_json({"files": files, "diagnostics": [each.as_dict() for each in found]})
        return
    for diagnostic in found:
        if not (quiet and diagnostic.severity is Severity.NOTE):
            click.echo(render(diagnostic) + "\n")
    if not quiet:
        click.echo(f"{files} file{'' if files == 1 else 's'} checked: {summary(found)}")
