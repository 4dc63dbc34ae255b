"""trialmatch fmt: criteria files brought to their canonical layout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from trialmatch.cli.output import output_options, print_json, print_problems

if TYPE_CHECKING:
    from trialmatch.workflow.formatting import FileLayout


@click.command("fmt")
@click.argument("paths", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@output_options
def command(paths: tuple[str, ...], check: bool, diff: bool, quiet: bool, as_json: bool) -> None:
    """Bring criteria files, and those in the folders named, to their canonical layout.

    Only layout changes: indentation, aligned `=` and `:`, the space between words. Comments,
    blank lines and the breaks of long lines stay. A file with a syntax error is reported and
    left alone. Exit code 1 if --check finds a file to change, 2 if a file cannot be parsed.
    """
    from trialmatch.workflow.formatting import layouts

    if check and diff:
        raise click.UsageError("--check or --diff, not both")
    found = layouts(paths)
    differing = [each for each in found if each.differs]
    if not (check or diff):
        for each in differing:
            each.write()
    _print(found, differing, check=check, diff=diff, quiet=quiet, as_json=as_json)
    if any(each.after is None for each in found):
        sys.exit(2)
    if check and differing:
        sys.exit(1)


def _print(
    found: list[FileLayout],
    differing: list[FileLayout],
    *,
    check: bool,
    diff: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    problems = [problem for each in found for problem in each.diagnostics]
    if as_json:
        print_json(
            {
                "files": len(found),
                "differing": [str(each.path) for each in differing],
                "diagnostics": [each.as_dict() for each in problems],
            }
        )
        return
    print_problems(problems, as_json=False)
    for each in differing:
        if diff:
            click.echo(each.diff(), nl=False)
        elif check or not quiet:
            click.echo(f"{each.path}: {'would be laid out anew' if check else 'laid out anew'}")
    if not quiet:
        click.echo(_summary(len(found), len(differing), written=not (check or diff)))


def _summary(files: int, differing: int, *, written: bool) -> str:
    changed = "changed" if written else "to change"
    return f"{files} file{'' if files == 1 else 's'}, {differing} {changed}"
