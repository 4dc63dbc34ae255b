"""The demo cohort: synthetic patients of an invented region, written as a cohort folder.

Nobody in it is or was a person. The same seed gives the same cohort on every day, since the
generator never looks at the clock: its data end on one fixed date.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def generate(
    out: Path,
    patients: int = 5000,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write a demo cohort of so many patients to the folder `out`.

    The folder is written beside and then renamed, so it is there whole or not at all. An
    earlier demo cohort in its place is replaced; any other folder that holds something is
    refused with a FileExistsError. `progress` is told patients done and patients in all.
    """
    from trialmatch.democohort.folder import write_folder

    write_folder(out, patients, seed, progress)
