"""How long a demo cohort takes and how much memory: one run, in a process of its own.

    python benchmarks/demo_cohort.py --patients 1000000

The folder is written to a temporary place (--where) and removed afterwards.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from trialmatch.democohort import generate


def main() -> None:
    """Generate one cohort and print what it cost."""
    parser = argparse.ArgumentParser(description="Time one demo cohort.")
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", type=Path, default=None, help="folder for the temporary files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as place:
        folder = Path(place, "cohort")
        begun = time.perf_counter()
        generate(folder, options.patients, options.seed)
        seconds = time.perf_counter() - begun
        sys.stdout.write(report(folder, options.patients, seconds) + "\n")


def report(folder: Path, patients: int, seconds: float) -> str:
    """One line of a table: patients, rows, seconds, memory and disk."""
    files = sorted(folder.glob("*.parquet"))
    rows = sum(pq.read_metadata(path).num_rows for path in files) - patients
    size = sum(path.stat().st_size for path in files) / 2**20
    cells = (
        f"{patients:,}",
        f"{rows:,}",
        f"{seconds:.1f} s",
        f"{peak_memory():,.0f} MiB",
        f"{size:,.0f} MiB",
    )
    return f"| {' | '.join(cells)} |"


def peak_memory() -> float:
    """The most memory that this process has held, in MiB; macOS counts bytes, Linux KiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
