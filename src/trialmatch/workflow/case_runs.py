"""Running the cases that stand beside criteria files, file by file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trialmatch.diagnostics import CriteriaError, Diagnostic, Severity
from trialmatch.workflow.cases import SUFFIX, CaseFailure, read_cases, run_cases
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

    Files that only others use have no cases. Raises CriteriaError with all mistakes of all
    criteria and cases files.
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
    if compiled.criteria is None:
        return None
    beside = path.with_name(path.stem + SUFFIX)
    if not beside.exists():
        return CaseRun(path, 0, (), note=f"no cases beside it ({beside.name})")
    cases = read_cases(beside)
    return CaseRun(path, len(cases.cases), run_cases(compiled.criteria, cases))
