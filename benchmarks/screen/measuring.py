"""One whole benchmark: data, our run, the sample compared with SQL, and what is printed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median

import pandas as pd

from benchmarks.screen.bound import bound_of
from benchmarks.screen.cohort import rows_of, write_cohort
from benchmarks.screen.command import command_seconds
from benchmarks.screen.comparing import Difference, differences
from benchmarks.screen.mix import CriteriaSet, draw_sets
from benchmarks.screen.ours import Run, Took, run_apart
from benchmarks.screen.peer.running import ANSWERS, Peer, cold

_SORTED_SAMPLE = 10
_SETS = (1, 10, 100, 1_000)
_PATIENTS = (10_000, 100_000)
_DONE = "written"


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    patients: int
    sets: int
    distinct: int
    seed: int
    sample: int
    folder: Path
    temporary: Path
    all_sql: bool
    growth: bool
    engine: str
    command: bool


@dataclass(slots=True)
class Compared:
    """Seconds of the SQL of each sampled set, cold and warm, and all differences found."""

    cold: list[float]
    warm: list[float]
    different: list[Difference]


def measure(options: Options) -> int:
    """Run everything; 1 where the two sides differ."""
    cohort = _cohort(options, options.patients)
    sets = draw_sets(options.sets, options.distinct, options.seed)
    criteria = _criteria(options, sets)
    answers = options.temporary / "answers"
    answers.mkdir()
    chosen = sorted(Random(f"sample {options.seed}").sample(range(len(sets)), options.sample))
    run = Run(
        cohort=cohort,
        criteria=criteria,
        sets=options.sets,
        distinct=options.distinct,
        seed=options.seed,
        engine=options.engine,
        sample=tuple(chosen),
        answers=answers,
    )
    took = run_apart(run)
    _tell_ours(options, took, sets)
    if options.command:
        _say(f"the command, wall time   {command_seconds(cohort, criteria, sets):9.2f} s")
    compared = _compare(run, [sets[number] for number in chosen])
    if compared.different:
        _say("", "THE TWO SIDES DIFFER", *map(str, compared.different))
        return 1
    total = _tell_sql(options, run, compared, sets)
    _tell_one(run, chosen[0], sets[chosen[0]])
    _tell_bound(cohort, sets, options.patients)
    if options.growth:
        _tell_growth(options, run)
    _say(f"ratio {total / took.total:.2f}")
    return 0


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _cohort(options: Options, patients: int) -> Path:
    """The cohort's folder; written in a process of its own, unless it is there already."""
    folder = options.folder / f"cohort-{patients}-{options.seed}"
    if folder.joinpath(_DONE).exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(write_cohort, folder, patients, options.seed).result()
    folder.joinpath(_DONE).touch()
    _say(
        f"{patients:,} patients, {rows_of(folder):,} events written in"
        f" {time.perf_counter() - begun:.1f} s"
    )
    return folder


def _criteria(options: Options, sets: Iterable[CriteriaSet]) -> Path:
    folder = options.temporary / "criteria"
    folder.mkdir()
    for each in sets:
        folder.joinpath(f"{each.name}.criteria").write_text(each.text(), encoding="utf-8")
    return folder


def _compare(run: Run, chosen: list[CriteriaSet]) -> Compared:
    found = Compared([], [], [])
    peer = Peer(run.cohort)
    for each in chosen:
        found.cold.append(cold(run.cohort, each))
        found.warm.append(peer.warm(each))
        ours = pd.read_parquet(run.answers_of(each.name))
        found.different += differences(peer.connection, ANSWERS, ours, each.name)
    peer.close()
    return found


def _tell_ours(options: Options, took: Took, sets: list[CriteriaSet]) -> None:
    asked = {(str(q), s.as_of, s.event) for s in sets for q in s.questions}
    _say(
        f"{options.patients:,} patients, {len(sets):,} sets"
        f" ({sum(each.event is not None for each in sets)} of stays),"
        f" {len(asked):,} distinct questions",
        _shares("verdicts of the sample", took.verdicts),
        _shares("states of all sets", took.states),
        "",
        *(f"{stage:<24} {seconds:9.2f} s" for stage, seconds in took.stages.items()),
        *(f"  of it {stage:<18} {seconds:9.2f} s" for stage, seconds in took.inside.items()),
        f"{'in all, in-process':<24} {took.total:9.2f} s",
        f"{'peak memory':<24} {took.peak:9,.0f} MiB",
    )


def _shares(what: str, counts: dict[str, int]) -> str:
    whole = sum(counts.values()) or 1
    return f"{what}: " + ", ".join(f"{n / whole:.1%} {name}" for name, n in counts.items())


def _tell_sql(options: Options, run: Run, found: Compared, sets: list[CriteriaSet]) -> float:
    warm = median(found.warm)
    total = warm * len(sets)
    _say(
        "",
        f"SQL agrees on all subjects of {len(found.warm)} sets drawn by seed",
        f"SQL of one set, median   {warm:9.3f} s warm, {median(found.cold):.3f} s cold",
        f"SQL of one set, sorted   {_sorted(options, run, sets):9.3f} s warm, files by code",
    )
    if options.all_sql:
        peer = Peer(run.cohort)
        total = sum(peer.answer(each) for each in sets)
        peer.close()
    how = "all run" if options.all_sql else "median x sets"
    _say(f"SQL of all sets          {total:9.1f} s ({how})")
    return total


def _sorted(options: Options, run: Run, sets: list[CriteriaSet]) -> float:
    """The median over files sorted by code, of a few sets, for information."""
    folder = options.temporary / "sorted"
    peer = Peer(run.cohort)
    peer.sort_by_code(folder)
    peer.close()
    by_code = Peer(folder)
    seconds = [by_code.warm(sets[number]) for number in run.sample[:_SORTED_SAMPLE]]
    by_code.close()
    shutil.rmtree(folder)
    return median(seconds)


def _tell_one(run: Run, number: int, of: CriteriaSet) -> None:
    alone = run_apart(replace(run, only=number, sample=()))
    theirs = cold(run.cohort, of)
    _say(
        f"one set alone            {alone.total:9.2f} s, its SQL {theirs:.2f} s,"
        f" both cold: ratio {theirs / alone.total:.2f}"
    )


def _tell_bound(cohort: Path, sets: list[CriteriaSet], patients: int) -> None:
    bound = bound_of(cohort, sets, patients)
    _say(
        f"bound: {bound.bytes_needed / 1e6:,.0f} MB to read at {bound.bytes_a_second / 1e6:,.0f}"
        f" MB/s and {bound.bits / 1e6:,.0f} M bits to set at {bound.bits_a_second / 1e6:,.0f}"
        f" M/s: {bound.seconds:.2f} s"
    )


def _tell_growth(options: Options, run: Run) -> None:
    _say("", "growth: patients, sets, seconds, MiB")
    plain = replace(run, sample=())
    runs = [replace(plain, sets=count) for count in _SETS if count < options.sets]
    for count in _PATIENTS:
        if count < options.patients:
            runs.append(replace(plain, cohort=_cohort(options, count)))
    for each in [*runs, plain]:
        took = run_apart(each)
        name = each.cohort.name.split("-")[1]
        _say(f"{int(name):>12,} {each.sets:>6,} {took.total:9.2f} {took.peak:9,.0f}")
