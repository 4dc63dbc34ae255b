"""The command line: one file per command, found by itself; the library's other face."""

from trialmatch.cli.main import main

__all__ = ["main"]
