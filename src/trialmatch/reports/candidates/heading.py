"""What stands above the numbers: what the list is of, on what basis, and what to mind."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.plan.criteria import EventDomain, PatientYearDomain
from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.results.telling import Teller
from trialmatch.results.telling_evidence import codes_shown, kinds_shown, name_shown
from trialmatch.vocabulary.calendar import MINUTES_PER_DAY, to_date
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.wording import Wording


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a list. `facts` are pairs of label and text."""

    kind: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    level: str
    statement: str
    withheld: tuple[str, ...]
    warnings: tuple[str, ...]
    never_seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullCriterion:
    """A criterion as written; `answer` is what a person's answer leads to, if it decides."""

    id: str
    title: str
    side: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class ShownSet:
    """A code set with its codes."""

    name: str
    kinds: str
    codes: str


def heading(given: ListInput, words: Wording) -> Heading:
    """The head of a list."""
    release, level = given.release, given.release.level.name
    synthetic = release.synthetic and release.shows_rows
    statement = "release.synthetic.statement" if synthetic else f"release.{level}.statement"
    return Heading(
        kind=words.say(f"page.{given.criteria.purpose.value}"),
        title=given.criteria.title or given.criteria.id,
        subtitle=_subtitle(given, words),
        facts=tuple(_facts(given, words).items()),
        level=words.say(f"release.{level}"),
        statement=words.say(statement),
        withheld=tuple(
            words.say(f"withheld.{why.name}", valid_to=_valid_to(given)) for why in release.withheld
        ),
        warnings=_warnings(given, words),
        never_seen=tuple(
            f"{name_shown(codes.name)} ({kinds_shown((kind,), words)})"
            for kind, codes in given.never_seen
        ),
    )


def _subtitle(given: ListInput, words: Wording) -> str:
    criteria = given.criteria
    if not criteria.protocol:
        return criteria.id
    key = "head.protocol.dated" if criteria.protocol_date else "head.protocol.version"
    version = words.say(key, version=criteria.protocol, date=criteria.protocol_date)
    return f"{criteria.id} · {words.say('head.protocol')} {version}"


def _facts(given: ListInput, words: Wording) -> dict[str, str]:
    """Labels and texts; those with nothing to say are left out."""
    criteria, say = given.criteria, words.say
    facts = {
        say("head.as_of"): str(given.screening.as_of)[:10],
        say("head.cut_off"): _cut_off(given) or say("head.cut_off.none"),
        say("head.subjects"): _subjects(given, words),
        say("head.data"): given.holdings.name,
        say("head.rows"): _rows_read(given, words),
        say("head.basis"): _basis(given, words),
        say("head.purpose"): given.release.purpose or say("head.purpose.none"),
        say("head.target"): _target(given, words),
        say("head.dates"): say("head.dates.relative") if given.relative_dates else "",
        say("head.sources"): _sources(given, words),
        say("head.hash"): criteria.hash[:16],
        say("head.run"): given.run_id,
    }
    return {label: text for label, text in facts.items() if text}


def _target(given: ListInput, words: Wording) -> str:
    criteria = given.criteria
    if criteria.target is None:
        return ""
    return f"{words.number(criteria.target)} {criteria.target_unit}".strip()


def _subjects(given: ListInput, words: Wording) -> str:
    domain = given.criteria.domain
    if isinstance(domain, EventDomain):
        return name_shown(domain.name)
    if isinstance(domain, PatientYearDomain):
        return words.say("head.subjects.patient_year")
    return words.say("head.subjects.patient")


def _cut_off(given: ListInput) -> str:
    cut_off = given.holdings.cut_off
    return "" if cut_off is None else to_date(cut_off // MINUTES_PER_DAY).isoformat()


def _rows_read(given: ListInput, words: Wording) -> str:
    """How loading went; counts of rows are left out where small numbers are hidden."""
    load = given.load
    if not given.release.shows_rows or not load.read:
        return ""
    numbers = {"read": load.read, "kept": load.kept, "aside": load.set_aside}
    said = words.say("head.rows.kept", **{k: words.number(n) for k, n in numbers.items()})
    if not load.not_asked:
        return said
    return said + words.say("head.rows.not_asked", count=words.number(load.not_asked))


def _valid_to(given: ListInput) -> str:
    basis = given.release.basis
    if basis is None or basis.valid_to is None:
        return ""
    return to_date(basis.valid_to).isoformat()


def _basis(given: ListInput, words: Wording) -> str:
    basis = given.release.basis
    if basis is None:
        return words.say("head.basis.none")
    until = _valid_to(given)
    end = (
        words.say("head.basis.valid", valid_to=until)
        if until
        else words.say("head.basis.unlimited")
    )
    return f"{words.or_as_it_is('basis', basis.kind)}: {basis.reference} ({end})"


def _sources(given: ListInput, words: Wording) -> str:
    told = []
    for source in given.criteria.sources:
        read = words.say("head.sources.read", date=source.read) if source.read else ""
        told.append(f"{source.address} ({read})" if read else source.address)
    return "; ".join(told)


def _warnings(given: ListInput, words: Wording) -> tuple[str, ...]:
    cut_off = given.holdings.cut_off
    found = []
    if not given.holdings.periods_declared:
        found.append("warn.history")
    if cut_off is None:
        found.append("warn.no_cut_off")
    elif given.screening.as_of.hi < cut_off:
        found.append("warn.replay")
    return tuple(words.say(key) for key in found)


def criteria_in_full(given: ListInput, teller: Teller) -> tuple[FullCriterion, ...]:
    """Every criterion as written, once for the whole page."""
    return tuple(
        FullCriterion(
            id=criterion.id,
            title=criterion.title,
            side=teller.words.say(f"side.{criterion.side.name}"),
            text=criterion.text,
            answer=teller.consequence(criterion),
        )
        for criterion in given.criteria.criteria
    )


def code_sets(given: ListInput, words: Wording) -> tuple[ShownSet, ...]:
    """Every code set asked for, with its codes, once for the whole page."""
    kinds: dict[CodeSet, list[str]] = {}
    for kind, codes in given.criteria.code_sets():
        kinds.setdefault(codes, []).append(kind)
    return tuple(
        ShownSet(name_shown(codes.name), kinds_shown(each, words), codes_shown(str(codes), words))
        for codes, each in kinds.items()
    )
