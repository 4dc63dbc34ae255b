"""Running the cases that stand beside criteria files, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trialmatch.diagnostics import CriteriaError, Diagnostic, Severity
from trialmatch.workflow.cases import (
    SUFFIX,
    CaseFailure,
    CaseFile,
    check_codes,
    read_cases,
    run_cases,
)
from trialmatch.workflow.criteria import find_files


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One criteria file's cases: how many, and what came out otherwise than expected."""

    path: Path
    cases: int
    failures: tuple[CaseFailure, ...]
    note: str = ""

    def line(self) -> str:
        """The run in one line."""
        if self.note:
            return f"{self.path}: {self.note}"
        outcome = f"{len(self.failures)} failed" if self.failures else "as expected"
        return f"{self.path}: {self.cases} case{'' if self.cases == 1 else 's'}, {outcome}"

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for `--json`."""
        return {
            "file": str(self.path),
            "cases": self.cases,
            "failures": [str(failure) for failure in self.failures],
            "note": self.note,
        }


def run_all(paths: Sequence[str | Path]) -> list[CaseRun]:
    """Run the cases beside every criteria file named, or in the folders named.

    Files that only others use have no cases but of their codes. Raises CriteriaError with all
    mistakes of all criteria and cases files.
    """
    runs: list[CaseRun] = []
    problems: list[Diagnostic] = []
    for path in find_files(paths):
        try:
            run = _run(path)
        except CriteriaError as error:
            problems += error.diagnostics
        else:
            runs += [run] if run is not None else []
    if problems:
        raise CriteriaError(dict.fromkeys(problems))
    return runs


def _run(path: Path) -> CaseRun | None:
    from trialmatch.compiler import compile_file

    compiled = compile_file(path)
    if any(d.severity is Severity.ERROR for d in compiled.diagnostics):
        raise CriteriaError(compiled.diagnostics)
    beside = path.with_name(path.stem + SUFFIX)
    if not beside.exists():
        note = f"no cases beside it ({beside.name})"
        return CaseRun(path, 0, (), note=note) if compiled.criteria else None
    cases = read_cases(beside)
    failures = code_failures(path, cases)
    if compiled.criteria is not None:
        failures += run_cases(compiled.criteria, cases)
    elif cases.cases:
        raise CriteriaError([_no_criteria(beside)])
    return CaseRun(path, len(cases.cases) + len(cases.code_sets), failures)


def code_failures(path: Path, cases: CaseFile) -> tuple[CaseFailure, ...]:
    """What of the code sets of a file is not as its cases expect."""
    from trialmatch.compiler.opening import open_file

    return check_codes(open_file(path).own_code_sets(), cases) if cases.code_sets else ()


def _no_criteria(beside: Path) -> Diagnostic:
    return Diagnostic(
        str(beside),
        "no-criteria",
        "there are cases about patients here, and the file beside it has no criteria",
        why="a file of definitions is tested by its `code sets` alone",
    )
