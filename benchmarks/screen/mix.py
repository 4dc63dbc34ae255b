"""The mix: pools of distinct questions, and criteria sets drawn from them, all by seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from benchmarks.screen.catalogue import (
    MEASUREMENTS,
    OBSERVATIONS,
    Codes,
    Measure,
    code_sets,
    measures,
    shares,
)
from benchmarks.screen.questions import (
    EVER,
    Age,
    Ago,
    Count,
    Events,
    Latest,
    Measured,
    OfNormal,
    Presence,
    Question,
    SameStay,
    Sex,
    Span,
    Stay,
    codes_in,
    measures_in,
)

CRITERIA_A_SET = 13
INCLUDED = 7
DATES = ("2025-03-31", "2025-10-15", "2026-03-01")
# What part of all criteria is of each sort; the rest is as often there as in protocols.
PARTS = {
    "latest": 0.34,
    "count": 0.10,
    "of normal": 0.05,
    "contact": 0.05,
    "presence": 0.34,
    "measured": 0.05,
    "age": 0.05,
    "sex": 0.02,
}
EVENT_SETS = 0.10
# Of a pool, no more than so many are ages; there are no more than two of sex.
_AGES_AT_MOST = 40
# The stays of so many different code sets are screened that each has about so many questions.
_IN_POOL_OF_STAYS = 40


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One criteria file with its date: `event` is the code set of `screen each stay with …`."""

    name: str
    as_of: str
    event: Codes | None
    questions: tuple[Question, ...]

    def sides(self) -> tuple[bool, ...]:
        """Which of the questions include."""
        return tuple(number < INCLUDED for number in range(len(self.questions)))

    def text(self) -> str:
        """The criteria file."""
        every = [name for q in self.questions for name in codes_in(q)]
        codes = dict.fromkeys([*([self.event] if self.event else []), *every])
        found = dict.fromkeys(m for q in self.questions for m in measures_in(q))
        each = f"stay with main diagnosis {self.event.name}" if self.event else "patient"
        lines = [f'trial {self.name} "Made up"', f"  screen each {each}", ""]
        lines += [f"codes {c.name} = {c.system} {' '.join(c.beginnings)}" for c in codes]
        lines += [_measure_line(measure) for measure in found]
        for number, question in enumerate(self.questions, 1):
            if number == 1 or number == INCLUDED + 1:
                lines += ["", "include" if number == 1 else "exclude"]
            lines.append(f"  C{number}: {question}")
        return "\n".join([*lines, ""])


def _measure_line(measure: Measure) -> str:
    plausible = f"plausible {measure.low} to {measure.high}"
    return f"measure {measure.name} = LOINC {measure.code} in {measure.unit}, {plausible}"


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions by sort, to be asked at one date, of patients or of the stays of `event`."""

    as_of: str
    event: Codes | None
    questions: dict[str, tuple[Question, ...]]

    def __len__(self) -> int:
        """How many distinct questions there are."""
        return sum(len(each) for each in self.questions.values())


@lru_cache(maxsize=4)
def pools(distinct: int, seed: int) -> tuple[tuple[Pool, ...], tuple[Pool, ...]]:
    """So many different questions in all: in pools for patients, and in pools for stays.

    A question asked at another date, or of other subjects, is another question: it shares
    nothing with the first but the rows that it looks at.
    """
    of_stays = round(distinct * EVENT_SETS)
    stays = max(1, round(of_stays / _IN_POOL_OF_STAYS))
    sizes = [(False, each) for each in _shared(distinct - of_stays, len(DATES))]
    sizes += [(True, each) for each in _shared(of_stays, stays)]
    made = [
        _pool(size, Random(f"pool {seed} {number}"), DATES[number % len(DATES)], stays_only)
        for number, (stays_only, size) in enumerate(sizes)
    ]
    return tuple(made[: len(DATES)]), tuple(made[len(DATES) :])


def _shared(whole: int, parts: int) -> list[int]:
    return [whole * (n + 1) // parts - whole * n // parts for n in range(parts)]


def _pool(size: int, draw: Random, as_of: str, of_stays: bool) -> Pool:
    sexes: tuple[Question, ...] = (Sex("female"), Sex("male"))[: max(1, size // 30)]
    found = {"sex": sexes}
    ages = min(_AGES_AT_MOST, max(1, round(size * PARTS["age"])))
    found["age"] = _distinct(_age, ages, draw)
    rest = size - len(sexes) - ages
    others = [sort for sort in PARTS if sort not in found]
    whole = sum(PARTS[sort] for sort in others)
    for sort in others:
        make = _same_stay if of_stays and sort == "contact" else _DRAWN[sort]
        found[sort] = _distinct(make, max(1, round(rest * PARTS[sort] / whole)), draw)
    # The last sort takes what rounding left over.
    kept = size - sum(len(each) for each in found.values()) + len(found["presence"])
    found["presence"] = _distinct(_presence, max(1, kept), draw)
    return Pool(as_of, _common(draw, "diagnosis", tries=2) if of_stays else None, found)


def draw_sets(count: int, distinct: int, seed: int) -> list[CriteriaSet]:
    """So many criteria sets from the pools of a seed; fewer are the beginning of more."""
    return [_set(number, distinct, seed) for number in range(count)]


def _set(number: int, distinct: int, seed: int) -> CriteriaSet:
    draw = Random(f"set {seed} {number}")
    pool = draw.choice(pools(distinct, seed)[draw.random() < EVENT_SETS])
    drawn: dict[Question, None] = {}
    while len(drawn) < min(CRITERIA_A_SET, len(pool) // 2):
        sort = draw.choices(list(PARTS), list(PARTS.values()))[0]
        drawn[draw.choice(pool.questions[sort])] = None
    # Protocols include what many have and exclude what few have; results go either way.
    ordered = sorted(drawn, key=lambda each: (_leaning(each), draw.random()))
    return CriteriaSet(f"SET_{number:04d}", pool.as_of, pool.event, tuple(ordered))


def _leaning(question: Question) -> int:
    match question:
        case Age() | Sex() | Presence(absent=True):
            return 0
        case Latest() | OfNormal():
            return 1
    return 2


def _distinct(make: Callable[[Random], Question], count: int, draw: Random) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    while len(found) < count:
        question = make(draw)
        found[str(question)] = question
    return tuple(found.values())


def _common(draw: Random, kind: str, tries: int = 1) -> Codes:
    """A code set, the common ones more often; the most common of several tries."""
    sets = code_sets(kind)
    found = draw.choices(sets, [share for _, share in sets], k=tries)
    return max(found, key=lambda each: each[1])[0]


def _measure(draw: Random, ranged: bool = False) -> Measure:
    found = [(m, share) for m, share in _asked() if m.has_range or not ranged]
    # Of two, the one that is taken more often: criteria ask for what is usually there.
    drawn = draw.choices(found, [share for _, share in found], k=2)
    return max(drawn, key=lambda each: each[1])[0]


@cache
def _asked() -> list[tuple[Measure, float]]:
    """Measures with how often they are asked about: about as often as they are taken."""
    taken = [
        *shares(MEASUREMENTS, "measurement"),
        *(share / 5 for share in shares(OBSERVATIONS, "observation")),
    ]
    return list(zip(measures(), taken, strict=True))


def _two_sided(draw: Random) -> Span:
    near = draw.choice([Ago(n, "day") for n in (1, 7, 14, 30, 60)] + [Ago(2, "month")])
    far = draw.choice(
        [Ago(n, "month") for n in (6, 9, 12, 18, 24)] + [Ago(3, "year"), Ago(5, "year")]
    )
    return Span(far, near)


def _one_sided(draw: Random) -> Span:
    return Span(draw.choice([Ago(n, "month") for n in (3, 6, 9, 12, 18)] + [Ago(2, "year")]))


def _any_span(draw: Random) -> Span:
    sort = draw.random()
    if sort < 0.25:
        return EVER
    if sort < 0.4:
        return Span(before=Ago(draw.choice((1, 3, 6)), "month"))
    if sort < 0.6:
        return _two_sided(draw)
    return Span(draw.choice([Ago(n, "year") for n in (1, 2, 3, 5, 10)] + [Ago(90, "day")]))


def _age(draw: Random) -> Question:
    return Age(draw.randint(16, 40), draw.randint(60, 90))


def _events(
    draw: Random, kinds: tuple[str, ...], weights: tuple[int, ...], tries: int = 1
) -> Events:
    kind = draw.choices(kinds, weights)[0]
    position = draw.choice(("", "", "main", "secondary")) if kind == "diagnosis" else ""
    act = draw.choice(("", "", "dispensed", "given")) if kind == "medication" else ""
    return Events(kind, _common(draw, kind, tries), position, act)


_KINDS = ("diagnosis", "medication", "procedure")


def _presence(draw: Random) -> Question:
    events, span = _events(draw, _KINDS, (5, 4, 1)), _any_span(draw)
    by_start = events.kind == "medication" and span != EVER and draw.random() < 0.5
    return Presence(events, span, by_start, draw.random() < 0.4)


def _count(draw: Random) -> Question:
    span = draw.choice((EVER, _two_sided(draw), Span(Ago(draw.choice((1, 2, 5)), "year"))))
    return Count(draw.choice((2, 2, 2, 3, 4)), _events(draw, _KINDS, (6, 3, 1), tries=4), span)


def _contact(draw: Random) -> Question:
    return Stay(
        _common(draw, "diagnosis", tries=4), Span(Ago(draw.choice((1, 2, 3, 5, 8)), "year"))
    )


def _same_stay(draw: Random) -> Question:
    kind = draw.choice(("diagnosis", "diagnosis", "procedure"))
    position = draw.choice(("", "secondary")) if kind == "diagnosis" else ""
    return SameStay(Events(kind, _common(draw, kind, tries=4), position))


def _measured(draw: Random) -> Question:
    return Measured(_measure(draw), _any_span(draw))


def _limit(draw: Random, measure: Measure, low: float, high: float) -> float:
    return round(measure.middle * draw.uniform(low, high), 1)


def _latest(draw: Random) -> Question:
    measure, span = _measure(draw), _two_sided(draw)
    if draw.random() < 0.2:
        low, high = _limit(draw, measure, 0.5, 0.9), _limit(draw, measure, 1.1, 1.7)
        return Latest(measure, span, ((">=", low), ("<=", high)))
    sign = draw.choice(("<", "<=", ">", ">="))
    return Latest(measure, span, ((sign, _limit(draw, measure, 0.6, 1.6)),))


def _of_normal(draw: Random) -> Question:
    upper = draw.random() < 0.8
    times = draw.choice((1, 1.5, 2, 2.5, 3)) if upper else draw.choice((0.5, 1, 1.5))
    return OfNormal(_measure(draw, ranged=True), _one_sided(draw), draw.choice("<>"), times, upper)


_DRAWN: dict[str, Callable[[Random], Question]] = {
    "latest": _latest,
    "count": _count,
    "of normal": _of_normal,
    "contact": _contact,
    "presence": _presence,
    "measured": _measured,
}
