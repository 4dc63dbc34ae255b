"""The command group and its exit codes: 0 fine, 1 findings, 2 usage or unreadable, 3 data."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import click

from trialmatch import __version__
from trialmatch.cli.output import print_problems
from trialmatch.diagnostics import TrialmatchError

_COMMANDS = Path(__file__).parent / "commands"


class CommandFolder(click.Group):
    """A group whose commands are the files of a folder, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name: `demo_cohort.py` is `demo-cohort`."""
        names = (module.name for module in pkgutil.iter_modules([str(_COMMANDS)]))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command's `command` object."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"trialmatch.cli.commands.{cmd_name.replace('-', '_')}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="trialmatch")
def cli() -> None:
    """Find the patients that trials and registries are looking for.

    Each criterion is answered met, not met or unknown, with the evidence for it.
    """


def main() -> None:
    """Run the command line; every failure ends in a message and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(2)
    except TrialmatchError as error:
        print_problems(error.diagnostics, as_json="--json" in sys.argv)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("TRIALMATCH_TRACEBACK"):
            raise
        click.echo(_internal(error), err=True)
        sys.exit(3)


def _internal(error: Exception) -> str:
    """What went wrong inside, without the error's own text: that may hold a patient's value."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = ""
    if frame is not None:
        place = f" in {Path(frame.tb_frame.f_code.co_filename).name} line {frame.tb_lineno}"
    return (
        f"internal error: {type(error).__name__}{place}\n"
        "  why: this is a mistake in trialmatch, not in your files\n"
        "  write: TRIALMATCH_TRACEBACK=1 before the command shows the whole of it, "
        "which may hold patient values"
    )
