"""Our side: one run of trialmatch in a process of its own, timed after the imports.

`_screened` is the one place that calls the engine.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

import trialmatch as tm
from benchmarks.screen.cold import forget
from benchmarks.screen.mix import CriteriaSet, draw_sets
from trialmatch.workflow.result import Result
from trialmatch.workflow.screening import screen_all, screen_by_reference


@dataclass(frozen=True, slots=True)
class Run:
    """What to run: a cohort, so many sets of a pool, and where a sample's answers go."""

    cohort: Path
    criteria: Path
    sets: int
    distinct: int
    seed: int
    engine: str
    sample: tuple[int, ...] = ()
    answers: Path | None = None
    only: int | None = None

    def drawn(self) -> list[CriteriaSet]:
        """The sets of the run."""
        if self.only is not None:
            return [draw_sets(self.only + 1, self.distinct, self.seed)[self.only]]
        return draw_sets(self.sets, self.distinct, self.seed)

    def answers_of(self, name: str) -> Path:
        """The file of one sampled set's answers."""
        if self.answers is None:
            raise ValueError("this run keeps no answers")
        return self.answers / f"{name}.parquet"


@dataclass(slots=True)
class Took:
    """What one run took: seconds by stage, peak memory in MiB, subjects by state."""

    stages: dict[str, float] = field(default_factory=dict)
    peak: float = 0.0
    states: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    inside: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Seconds from the criteria files to the counts of every set."""
        return sum(self.stages.values())


def run_apart(run: Run) -> Took:
    """Run in a fresh process, so that memory is that of one run alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(run_here, run).result()


def run_here(run: Run) -> Took:
    """Run in this process, with the files out of the system's cache."""
    os.environ["TRIALMATCH_CACHE"] = "off"
    sets, took = run.drawn(), Took()
    _import_all()
    forget(run.cohort)
    with _timed(took, "parse and check"):
        criteria = [tm.load(run.criteria / f"{each.name}.criteria") for each in sets]
    with _timed(took, "open"):
        cohort = tm.Cohort.from_folder(run.cohort)
    with _timed(took, "screen"):
        results = _screened(sets, criteria, cohort, run.engine)
    with _timed(took, "conclude"):
        for result in results:
            for state, count in result.counts().items():
                took.states[state] = took.states.get(state, 0) + count
    took.peak = _peak()
    took.inside = dict(results[0].timings)
    for number in run.sample:
        _keep(results[number], run.answers_of(sets[number].name), took)
    return took


def _peak() -> float:
    """The most memory that this process held, in MiB.

    `getrusage` is of no use here: a process that is started inherits the peak of its parent.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _import_all() -> None:
    """What is imported at first use is imported before the clock starts."""
    criteria = tm.parse('trial T "T"\n  screen each patient\ninclude\n  C1: female\n')
    patients = pd.DataFrame({"patient": ["a"], "birth": ["1950-01-01"], "sex": ["female"]})
    events = pd.DataFrame(
        {"patient": ["a"], "kind": "visit", "system": "", "code": "", "start": ["2025-01-01"]}
    )
    cohort = tm.Cohort.from_frames(patients, events, cut_off="2026-01-01")
    criteria.screen(cohort, "2026-01-01").counts()


def _screened(
    sets: Sequence[CriteriaSet], criteria: Sequence[tm.Criteria], cohort: tm.Cohort, engine: str
) -> list[Result]:
    """The results of every set at its own date, in order."""
    if engine == "fast":
        return screen_all(criteria, cohort, as_of=[each.as_of for each in sets], reasons=False)
    found: dict[str, Result] = {}
    for date in dict.fromkeys(each.as_of for each in sets):
        chosen = [c for s, c in zip(sets, criteria, strict=True) if s.as_of == date]
        found |= {each.criteria.id: each for each in screen_by_reference(chosen, cohort, date)}
    return [found[each.name] for each in sets]


def frame_of(result: Result) -> pd.DataFrame:
    """One result's answers: key, state, c1, c2 …"""
    frame = result.verdicts().rename(columns=str.lower)
    frame.insert(0, "state", result.states())
    return frame.reset_index(names="key")


def _keep(result: Result, path: Path, took: Took) -> None:
    frame = frame_of(result)
    for column in frame.columns[2:]:
        met, unknown = int(frame[column].sum()), int(frame[column].isna().sum())
        told = {"met": met, "not met": len(frame) - met - unknown, "unknown": unknown}
        for verdict, count in told.items():
            took.verdicts[verdict] = took.verdicts.get(verdict, 0) + count
    frame.to_parquet(path)


@contextmanager
def _timed(took: Took, stage: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    took.stages[stage] = time.perf_counter() - begun
