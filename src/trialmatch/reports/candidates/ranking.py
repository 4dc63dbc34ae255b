"""Who is on the list, in which order, and who each row is about."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.results.answers import Assessment, rank
from trialmatch.results.release import Level
from trialmatch.results.row_ids import row_ids
from trialmatch.vocabulary.calendar import Moment, Unit, completed
from trialmatch.wording import Wording


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One subject's place on the list."""

    rank: int
    row_id: str
    assessment: Assessment

    def __repr__(self) -> str:
        """The place alone."""
        return f"Entry({self.rank})"


@dataclass(frozen=True, slots=True, repr=False)
class Who:
    """Whom a row is about, as far as the release level shows it; the rest is empty."""

    row_id: str
    sex: str
    age: str
    event_date: str = ""
    patient: str = ""
    person_number: str = ""
    name: str = ""

    def __repr__(self) -> str:
        """Never the person."""
        return "Who()"


def entries(given: ListInput) -> list[Entry]:
    """The list, best first; empty where the release allows no rows.

    Among equals the order is that of the row ids, which says nothing of the patients' own.
    """
    if not given.release.shows_rows:
        return []
    listed = given.screening.listed()
    ids = row_ids(given.release.key, given.criteria.id, (each.subject for each in listed))
    ordered = sorted(listed, key=lambda each: (rank(each)[:3], ids[each.subject.key]))
    return [Entry(at, ids[each.subject.key], each) for at, each in enumerate(ordered, start=1)]


def who(entry: Entry, given: ListInput, words: Wording) -> Who:
    """Whom an entry is about."""
    subject = entry.assessment.subject
    sex, birth = given.facts.get(subject.patient, ("", None))
    number, name = "", ""
    identified = given.release.level is Level.IDENTIFIED
    if identified:
        number, name = given.identities.get(subject.patient, ("", ""))
    return Who(
        row_id=entry.row_id,
        sex=words.or_as_it_is("sex", sex or "unknown"),
        age=_age(birth, subject.index, words),
        event_date=str(subject.index)[:10] if given.shows_event_dates else "",
        patient=subject.patient if identified else "",
        person_number=number,
        name=name,
    )


def _age(birth: Moment | None, index: Moment, words: Wording) -> str:
    """Age at index in years; two where the date of birth is known only in part."""
    if birth is None:
        return ""
    least = completed(birth.last_day, index.first_day, Unit.YEAR)
    most = completed(birth.first_day, index.last_day, Unit.YEAR)
    return str(least) if least == most else words.say("number.range", lo=least, hi=most)
