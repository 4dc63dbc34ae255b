"""Criteria as the library gives them: load or parse a file, then screen a cohort with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.diagnostics import CriteriaError, Diagnostic, Severity, UsageError
from trialmatch.plan.criteria import EligibilityCriteria

if TYPE_CHECKING:
    from trialmatch.workflow.cohort import Cohort
    from trialmatch.workflow.result import Result

SUFFIX = ".criteria"


@dataclass(frozen=True, slots=True, repr=False)
class Criteria:
    """One checked criteria file; `notes` are findings that do not stop it."""

    checked: EligibilityCriteria
    notes: tuple[Diagnostic, ...] = ()

    @property
    def id(self) -> str:
        """The name of the trial, registry or programme."""
        return self.checked.id

    def screen(self, cohort: Cohort, as_of: str | date | datetime | None = None) -> Result:
        """Screen a cohort; `as_of` defaults to the source's declared data cut-off.

        A date means that day's end. Raises UsageError where neither is known.
        """
        from trialmatch.workflow.screening import screen_all

        return screen_all([self], cohort, as_of)[0]

    def __repr__(self) -> str:
        """The file's name and how many criteria it has."""
        return f"Criteria({self.id!r}, {len(self.checked.criteria)} criteria)"


def load(path: str | Path) -> Criteria:
    """Read and check one criteria file.

    Raises CriteriaError with every mistake found, or UsageError if it cannot be read.
    """
    from trialmatch.compiler import compile_file

    found = compile_file(Path(path))
    return _checked(found.criteria, found.diagnostics, str(path))


def parse(text: str, path: str = "") -> Criteria:
    """Check criteria given as text; `path` is where its `use` lines are looked up from."""
    from trialmatch.compiler import compile_text

    found = compile_text(text, path)
    return _checked(found.criteria, found.diagnostics, path)


def _checked(
    criteria: EligibilityCriteria | None, diagnostics: Sequence[Diagnostic], path: str
) -> Criteria:
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise CriteriaError(diagnostics)
    if criteria is None:
        why = "it has no `trial` or `registry` line, so it can only be used by other files"
        raise UsageError([Diagnostic(path, "no-header", "nothing to screen", why)])
    return Criteria(criteria, tuple(diagnostics))


def load_all(paths: Iterable[Path]) -> list[Criteria]:
    """Check several files, in order; those that only other files use are left out.

    Raises CriteriaError with the mistakes of all of them together.
    """
    from trialmatch.compiler import compile_file

    compiled = [compile_file(path) for path in paths]
    found = list(dict.fromkeys(d for each in compiled for d in each.diagnostics))
    if any(d.severity is Severity.ERROR for d in found):
        raise CriteriaError(found)
    loaded = [Criteria(c.criteria, c.diagnostics) for c in compiled if c.criteria is not None]
    twice = [name for name, n in Counter(each.id for each in loaded).items() if n > 1]
    if twice:
        raise CriteriaError([_same_name(name, loaded) for name in twice])
    return loaded


def _same_name(name: str, loaded: Sequence[Criteria]) -> Diagnostic:
    first, *others = (each.checked.path for each in loaded if each.id == name)
    return Diagnostic(
        others[0],
        "same-name",
        f"`{name}` is also the name of {first}",
        why="lists, bases and row ids go by the name, so one would take the other's place",
        instead="a name of its own for each trial and registry",
    )


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """The criteria files named, and those in the folders named, sorted.

    Raises UsageError for a path that does not exist or a folder without criteria files.
    """
    found: dict[Path, None] = {}
    problems = []
    for path in map(Path, paths):
        files = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not path.exists():
            problems.append(Diagnostic(str(path), "no-such-file", "no such file or folder"))
        elif not files:
            problems.append(
                Diagnostic(str(path), "no-criteria", f"no *{SUFFIX} file in this folder")
            )
        found.update(dict.fromkeys(files))
    if problems:
        raise UsageError(problems)
    return list(found)


def library() -> Path:
    """The folder of the criteria that trialmatch ships."""
    installed = Path(__file__).parent.parent / "criteria"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "criteria"
