"""The command line of the benchmark."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.screen.measuring import Options, measure


def main() -> int:
    """Write the data, run both sides, compare and print; 1 where they differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screen", description=__doc__)
    parser.add_argument("--patients", type=int, required=True)
    parser.add_argument("--sets", type=int, required=True)
    parser.add_argument("--distinct", type=int, required=True, help="distinct questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=50, help="sets that are compared")
    parser.add_argument("--keep", type=Path, help="keep the data here, and use them again")
    parser.add_argument("--all-sql", action="store_true", help="run the SQL of every set")
    parser.add_argument("--growth", action="store_true", help="also fewer sets and patients")
    parser.add_argument("--engine", choices=("fast", "reference"), default="fast")
    parser.add_argument("--no-command", action="store_true", help="leave the command out")
    given = parser.parse_args()
    if given.distinct < 100:
        parser.error("a pool needs at least 100 distinct questions")
    with tempfile.TemporaryDirectory(prefix="screen-") as temporary:
        options = Options(
            patients=given.patients,
            sets=given.sets,
            distinct=given.distinct,
            seed=given.seed,
            sample=min(given.sample, given.sets),
            folder=given.keep or Path(temporary),
            temporary=Path(temporary),
            all_sql=given.all_sql,
            growth=given.growth,
            engine=given.engine,
            command=not given.no_command,
        )
        return measure(options)


if __name__ == "__main__":
    sys.exit(main())
