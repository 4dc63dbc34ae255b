"""The same sets by the command `trialmatch`, as a person runs it: wall time, imports and all."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.screen.cold import forget
from benchmarks.screen.mix import CriteriaSet

_COMMAND = (sys.executable, "-c", "from trialmatch.cli import main; main()", "screen")


def command_seconds(cohort: Path, criteria: Path, sets: Sequence[CriteriaSet]) -> float:
    """One command for each date, since a command has one date; the seconds of all."""
    seconds = 0.0
    forget(cohort)
    for date in sorted({each.as_of for each in sets}):
        paths = [str(criteria / f"{s.name}.criteria") for s in sets if s.as_of == date]
        with tempfile.TemporaryDirectory() as out:
            arguments = ("--data", str(cohort), "--as-of", date, "--out", out, "--quiet")
            begun = time.perf_counter()
            subprocess.run(
                [*_COMMAND, *paths, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"TRIALMATCH_CACHE": "off"},
            )
            seconds += time.perf_counter() - begun
    return seconds
