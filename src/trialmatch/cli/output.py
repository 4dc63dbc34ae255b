"""What every command prints alike: diagnostics, progress, and its `--quiet` and `--json`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import click

from trialmatch.diagnostics import Diagnostic, render

Command = Callable[..., Any]


def output_options(command: Command) -> Command:
    """Give a command `--quiet` and `--json`."""
    command = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(
        command
    )
    return click.option("--quiet", "-q", is_flag=True, help="Print findings and results only.")(
        command
    )


def print_problems(diagnostics: Iterable[Diagnostic], *, as_json: bool) -> None:
    """Print diagnostics: as text to stderr, or as one JSON document to stdout."""
    if as_json:
        print_json({"diagnostics": [each.as_dict() for each in diagnostics]})
        return
    for diagnostic in diagnostics:
        click.echo(render(diagnostic) + "\n", err=True)


def print_json(value: object) -> None:
    """Print one JSON document to stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


class Progress:
    """Says on stderr how far a stage is, once it has taken two seconds."""

    def __init__(self, *, quiet: bool) -> None:
        """Count from now."""
        self._quiet = quiet
        self._began = self._said = time.monotonic()
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note that `done` of `total` are done in a stage."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        if self._quiet or now - self._began < 2 or (now - self._said < 1 and done < total):
            return
        self._said = now
        line = f"{stage}: {done:,} of {total:,}"
        if sys.stderr.isatty():
            click.echo(f"\r{line}", nl=done >= total, err=True)
        else:
            click.echo(line, err=True)
