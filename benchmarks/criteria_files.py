"""How long many different criteria files take to parse and check, with the cache and without.

    python -m benchmarks.criteria_files --files 1000

The files, the shared files they use and the cache lie in a temporary folder (--where), removed
afterwards. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from trialmatch.compiler import compile_file

CRITERIA_A_FILE = 15
# One criterion of each kind that criteria files are made of, weighted by repetition.
KINDS = (
    *("age", "sex", "diagnosis", "diagnosis", "diagnosis", "medication", "medication"),
    *("procedure", "latest", "latest", "latest", "measured", "stay", "joined"),
    *("either", "unless", "governed", "manual", "review", "review"),
)
SHARED = """
# Names that all files of this run use.
codes stroke = ICD10 I61 I63 I64, SNOMED 230690007 |Stroke| 422504002 |Ischemic stroke|
codes infarction = ICD10 I21 I22 I25.2, SNOMED 22298006 |Myocardial infarction|
codes heart_failure = ICD10 I50 I11.0 I13.0 I13.2, SNOMED 84114007 |Heart failure|
codes malignancy = ICD10 C00-C97 except C44
codes diabetes = ICD10 E10-E14, ICPC2 T89 T90
codes bypass = NCSP FNA FNB FNC FND FNE
codes anticoagulant = ATC B01AA B01AE B01AF
codes metformin = ATC A10BA02 A10BD
measure egfr = LOINC 33914-3 62238-1 98979-8 in mL/min/{1.73_m2} or mL/min, plausible 2 to 250
measure hba1c = LOINC 4548-4, NPU NPU27300 in %, plausible 2 to 20
measure potassium = LOINC 2823-3, NPU NPU03230 in mmol/L, plausible 1 to 10
measure ecog = LOINC 89247-1 as score, plausible 0 to 5
"""
CHANGED = SHARED.replace("B01AF", "B01AF01 B01AF02")
SETS = ("stroke", "infarction", "heart_failure", "malignancy", "diabetes", "own_disease")
MEASURES = (
    ("egfr", 15, 90, "mL/min/{1.73_m2}"),
    ("hba1c", 5, 12, "%"),
    ("potassium", 2, 7, "mmol/L"),
    ("ecog", 0, 4, ""),
    ("own_value", 50, 400, "umol/L"),
)
WINDOWS = (
    "",
    " within {n} months before index",
    " within {n} years before index",
    " more than {n} weeks before index",
    " between {n} and 60 days before index",
    " at any time",
    " on or before index",
)


def write_files(folder: Path, count: int, seed: int) -> list[Path]:
    """Write so many different criteria files and the shared file that they use."""
    shared, trials = folder / "criteria" / "shared", folder / "criteria" / "trials"
    shared.mkdir(parents=True)
    trials.mkdir()
    shared.joinpath("names.criteria").write_text(SHARED, encoding="utf-8")
    paths = []
    for number in range(count):
        path = trials / f"trial_{number:05d}.criteria"
        path.write_text(criteria_text(number, Random(f"{seed}/{number}")), encoding="utf-8")
        paths.append(path)
    return paths


def criteria_text(number: int, draw: Random) -> str:
    """One criteria file of fifteen criteria, with names of its own beside the shared ones."""
    lines = [
        f"# Made up for a measurement: file {number}.",
        f'trial MADE-UP-{number:05d} "A made-up trial, number {number}"',
        f'  protocol "{draw.randint(1, 9)}.0" dated 2026-0{draw.randint(1, 9)}-01',
        f"  target   {draw.randint(20, 2000)} participants",
        "  screen   each patient",
        "",
        'use "../shared/names.criteria"',
        f"codes own_disease = ICD10 K{draw.randint(20, 50)} K{draw.randint(51, 90)}.{number % 10}",
        "measure own_value = LOINC 2160-0 in umol/L, plausible 5 to 5000",
        "",
    ]
    for side, ids in (("include", range(1, 7)), ("exclude", range(7, CRITERIA_A_FILE + 1))):
        lines.append(side)
        lines += [f'  C{n} "Criterion {n}": {criterion(n, draw)}' for n in ids]
    return "\n".join([*lines, ""])


def criterion(number: int, draw: Random) -> str:
    """The words of one criterion; the first ask for the names that each file declares itself."""
    match number:
        case 1:
            return f"age >= {draw.randint(16, 60)} years"
        case 2:
            return f"diagnosis own_disease{_window(draw)}"
        case 3:
            return f"latest own_value <= {draw.randint(50, 400)} umol/L"
    return _WRITERS[draw.choice(KINDS)](draw)


def _window(draw: Random) -> str:
    return draw.choice(WINDOWS).format(n=draw.randint(1, 24))


def _coded(draw: Random) -> str:
    return f"diagnosis {draw.choice(SETS)}{_window(draw)}"


def _medication(draw: Random) -> str:
    act = draw.choice(("", "ordered ", "dispensed ", "given "))
    return f"{act}medication {draw.choice(('anticoagulant', 'metformin'))}{_window(draw)}"


def _latest(draw: Random) -> str:
    name, low, high, unit = draw.choice(MEASURES)
    window = _window(draw).strip()
    stated = f" ({window})" if window else ""
    limit = f"{draw.choice(('<', '<=', '>', '>='))} {draw.randint(low, high)}"
    if draw.random() < 0.2:
        limit = f"between {low} and {draw.randint(low + 1, high)}"
    return f"latest {name}{stated} {limit} {unit}".rstrip()


def _either(draw: Random) -> str:
    return f"({_coded(draw)} or {_medication(draw)}) and not ({_latest(draw)})"


def _stay(draw: Random) -> str:
    return f"stay with main diagnosis {draw.choice(SETS)}{_window(draw)}"


def _review(draw: Random) -> str:
    return (
        f'review "Is it confirmed in the record, sign {draw.randint(1, 99)}?" when {_coded(draw)}'
    )


_WRITERS: dict[str, Callable[[Random], str]] = {
    "age": lambda draw: f"age between {draw.randint(16, 40)} and {draw.randint(50, 90)} years",
    "sex": lambda draw: draw.choice(("female", "male")),
    "diagnosis": lambda draw: f"{draw.choice(('', 'no '))}{_coded(draw)}",
    "medication": _medication,
    "procedure": lambda draw: f"procedure bypass{_window(draw)}",
    "latest": _latest,
    "measured": lambda draw: f"measured {draw.choice(MEASURES)[0]}{_window(draw)}",
    "stay": _stay,
    "joined": lambda draw: f"main diagnosis {draw.choice(SETS)} in outpatient contact",
    "either": _either,
    "unless": lambda draw: f"{_coded(draw)} unless {_medication(draw)}",
    "governed": lambda draw: f"if female: {_latest(draw)}",
    "manual": lambda draw: f'manual "Able to follow the protocol for {draw.randint(1, 99)} weeks"',
    "review": _review,
}


def check_all(paths: list[Path]) -> float:
    """Compile every file; the seconds it took."""
    begun = time.perf_counter()
    for path in paths:
        if compile_file(path).has_errors:
            raise SystemExit(f"{path.name} has errors")
    return time.perf_counter() - begun


def main() -> None:
    """Check all files anew, unchanged, and with a shared file changed."""
    parser = argparse.ArgumentParser(description="Time many criteria files.")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--where", type=Path, default=None, help="folder for the temporary files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as place:
        folder = Path(place)
        os.environ["TRIALMATCH_CACHE"] = str(folder / "cache")
        paths = write_files(folder, options.files, options.seed)
        _show("first run", check_all(paths), options.files)
        _show("unchanged", check_all(paths), options.files)
        folder.joinpath("criteria/shared/names.criteria").write_text(CHANGED, encoding="utf-8")
        _show("a shared file changed", check_all(paths), options.files)


def _show(run: str, seconds: float, files: int) -> None:
    each = 1000 * seconds / (files * CRITERIA_A_FILE)
    sys.stdout.write(f"| {run} | {files:,} | {seconds:.2f} s | {each:.3f} ms |\n")


if __name__ == "__main__":
    main()
