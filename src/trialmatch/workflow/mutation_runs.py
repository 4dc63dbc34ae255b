"""Mutants of criteria files, file by file: what `test --mutate` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from trialmatch.diagnostics import CriteriaError, Diagnostic
from trialmatch.workflow.case_runs import run_all
from trialmatch.workflow.criteria import find_files
from trialmatch.workflow.mutation.mutating import MutationRun, mutate

Progress = Callable[[str, int, int], None]


def mutate_all(paths: Sequence[str | Path], progress: Progress) -> list[MutationRun]:
    """Put the mutants of every file named, or in the folders named, to the cases beside it.

    Raises CriteriaError with all mistakes, also where a case fails without any change: what it
    expects is then no measure of a mutant.
    """
    _all_as_expected(paths)
    files = find_files(paths)
    runs = list[MutationRun]()
    for nth, path in enumerate(files):
        run = mutate(path, progress)
        runs += [run] if run is not None else []
        progress("files", nth + 1, len(files))
    return runs


def _all_as_expected(paths: Sequence[str | Path]) -> None:
    failures = [(run.path, failure) for run in run_all(paths) for failure in run.failures]
    if failures:
        raise CriteriaError(
            Diagnostic(str(path), "failing-case", str(failure), "the cases fail as they are")
            for path, failure in failures
        )
