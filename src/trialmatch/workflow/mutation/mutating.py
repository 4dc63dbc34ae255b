"""One file's mutants: noticed by a case, shown to be no change at all, or surviving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from trialmatch.compiler.opening import Opened, open_file
from trialmatch.diagnostics import CriteriaError, Diagnostic, Severity, render
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.by_site import with_codes
from trialmatch.workflow.cases import SUFFIX, CaseFile, read_cases
from trialmatch.workflow.mutation.mutant import Mutant
from trialmatch.workflow.mutation.mutants import mutants_of
from trialmatch.workflow.mutation.noticing import unnoticed
from trialmatch.workflow.mutation.proving import asks_the_same
from trialmatch.workflow.mutation.showing import case_of, code_line
from trialmatch.workflow.mutation.telling_apart import EITHER_WAY, ENOUGH, told_apart

# Of a file's mutants at most so many in a hundred may count as no change at all.
MOST_EQUIVALENT = 3
Progress = Callable[[str, int, int], None]
_AS_OF = parse_moment("2026-03-01")
_UNSHOWN = (
    f"of {ENOUGH:,} drawn records fewer than {EITHER_WAY} fulfil the criterion, or fewer do not, "
    "so that they show nothing"
)


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case notices, and what would notice it where that was found."""

    finding: Diagnostic
    would_notice: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The finding, with the case below it."""
        lines = [render(self.finding)]
        lines += ["  a case that would notice it:", *(f"    {each}" for each in self.would_notice)]
        return "\n".join(lines if self.would_notice else lines[:1])


@dataclass(slots=True)
class MutationRun:
    """What became of one file's mutants."""

    path: Path
    mutants: int
    survivors: list[Survivor] = field(default_factory=list)
    proved: list[Diagnostic] = field(default_factory=list)
    alike: list[Diagnostic] = field(default_factory=list)

    @property
    def equivalent(self) -> int:
        """How many are counted as no change at all."""
        return len(self.proved) + len(self.alike)

    @property
    def too_many_equivalent(self) -> bool:
        """Whether more are counted as no change than may be."""
        return self.equivalent * 100 > self.mutants * MOST_EQUIVALENT

    @property
    def failed(self) -> bool:
        """Whether a mutant survives, or too many are counted as no change."""
        return bool(self.survivors) or self.too_many_equivalent

    def line(self) -> str:
        """The run in one line."""
        noticed = self.mutants - len(self.survivors) - self.equivalent
        line = f"{self.path}: {self.mutants} mutants, {noticed} noticed"
        if self.equivalent:
            line += (
                f", {self.equivalent} no change ({len(self.proved)} proved, "
                f"{len(self.alike)} alike on {ENOUGH:,} records)"
            )
        if self.too_many_equivalent:
            line += f", which is more than {MOST_EQUIVALENT} in a hundred"
        return line + (f", {len(self.survivors)} survive" if self.survivors else "")

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for `--json`."""
        return {
            "file": str(self.path),
            "mutants": self.mutants,
            "survivors": [each.finding.as_dict() for each in self.survivors],
            "proved": [each.as_dict() for each in self.proved],
            "alike": [each.as_dict() for each in self.alike],
            "failed": self.failed,
        }


def mutate(path: Path, progress: Progress) -> MutationRun | None:
    """Put every mutant of a file to its cases; None for a file that has nothing to change."""
    opened = open_file(path)
    if opened.compiled.has_errors:
        raise CriteriaError(opened.compiled.diagnostics)
    beside = path.with_name(path.stem + SUFFIX)
    cases = read_cases(beside) if beside.exists() else CaseFile(str(beside), "", ())
    opened = _given(opened, cases)
    mutants = mutants_of(opened)
    if not mutants:
        return None
    run = MutationRun(path, len(mutants))
    progress(f"{path}: mutants", 0, len(mutants))
    left = unnoticed(opened.compiled.criteria, mutants, cases)
    _sort_out(left, opened, cases, run, progress)
    return run


def _given(opened: Opened, cases: CaseFile) -> Opened:
    """The file with the codes that its cases make up for what is left to a site."""
    criteria = opened.compiled.criteria
    if criteria is None or not cases.codes:
        return opened
    compiled = replace(opened.compiled, criteria=with_codes(criteria, cases.codes))
    scope, given = opened.scope, {n: cases.codes[n] for n in criteria.by_site}
    measures = {
        name: replace(each, codes=given[name]) if name in given else each
        for name, each in scope.measures.items()
    }
    code_sets = {n: given.get(n, each) for n, each in scope.code_sets.items()}
    scope = replace(scope, code_sets=code_sets, measures=measures)
    return replace(opened, compiled=compiled, scope=scope)


def _sort_out(
    left: Sequence[Mutant], opened: Opened, cases: CaseFile, run: MutationRun, progress: Progress
) -> None:
    """What the cases do not notice is no change, or survives."""
    criteria, searched = opened.compiled.criteria, list[Mutant]()
    for mutant in left:
        # What a code set holds can be said of it by itself, wherever it makes a difference.
        codes = _codes_said(mutant, opened)
        if codes or criteria is None or not mutant.criteria:
            run.survivors.append(_survivor(mutant, opened, codes))
        elif _proved(mutant, criteria):
            why = "it is proved to ask the same"
            run.proved.append(_note(mutant, opened, "same-question", why))
        else:
            searched.append(mutant)
    by_criterion: dict[str, list[Mutant]] = {}
    for mutant in searched:
        by_criterion.setdefault(mutant.of, []).append(mutant)
    as_of = cases.cases[0].as_of if cases.cases else Moment(_AS_OF.hi, _AS_OF.hi)
    for of, mutants in by_criterion.items():
        if criteria is not None:
            stage = f"{run.path}: records that tell {of} apart"
            _search(criteria, mutants, as_of, stage, opened, run, progress)


def _search(
    criteria: EligibilityCriteria,
    mutants: Sequence[Mutant],
    as_of: Moment,
    stage: str,
    opened: Opened,
    run: MutationRun,
    progress: Progress,
) -> None:
    progress(stage, 0, ENOUGH)
    told = told_apart(criteria, mutants, as_of, lambda n: progress(stage, n, ENOUGH))
    for nth, mutant in enumerate(mutants):
        if nth in told.witnesses:
            run.survivors.append(_survivor(mutant, opened, case_of(told.witnesses[nth])))
        elif not told.shows(mutant):
            run.survivors.append(Survivor(_finding(mutant, opened, "unnoticed-change", _UNSHOWN)))
        else:
            why = f"{ENOUGH:,} drawn records show no difference"
            run.alike.append(_note(mutant, opened, "no-difference-seen", why))


def _proved(mutant: Mutant, criteria: EligibilityCriteria) -> bool:
    before = {each.id: each for each in criteria.criteria}
    return all(asks_the_same(before[each.id], each) for each in mutant.criteria)


def _codes_said(mutant: Mutant, opened: Opened) -> tuple[str, ...]:
    if mutant.codes is None:
        return ()
    line = code_line(mutant.codes, opened.own_code_sets()[mutant.codes.name])
    return ("code sets:", f"  {line}") if line else ()


def _survivor(mutant: Mutant, opened: Opened, case: Sequence[str]) -> Survivor:
    return Survivor(_finding(mutant, opened, "unnoticed-change"), tuple(case))


def _finding(mutant: Mutant, opened: Opened, rule: str, why: str = "") -> Diagnostic:
    line, path = opened.source.line(mutant.span.line), opened.source.path
    return mutant.diagnostic(path, line, rule, why, Severity.ERROR)


def _note(mutant: Mutant, opened: Opened, rule: str, why: str) -> Diagnostic:
    return replace(_finding(mutant, opened, rule, why), severity=Severity.NOTE)
