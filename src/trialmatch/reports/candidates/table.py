"""The list as a table for machines: CSV with commas, UTF-8, ISO dates."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.ranking import Entry, entries, who
from trialmatch.reports.writing import replacing
from trialmatch.results.release import Level
from trialmatch.results.suppression import suppressed
from trialmatch.results.telling import Teller
from trialmatch.verdict import Verdict

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(given: ListInput, path: Path) -> None:
    """Write all subjects listed, or the counts where no rows may be shown."""
    with replacing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(_list(given) if given.release.shows_rows else _counts(given))


def as_text(cell: str) -> str:
    """A text cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _list(given: ListInput) -> Iterator[list[str | int]]:
    teller = Teller.of(given.lang, relative=given.relative_dates)
    yield [as_text(name) for name in _columns(given)]
    for entry in entries(given):
        yield [*_who(entry, given, teller), *_answers(entry, given, teller)]


def _columns(given: ListInput) -> list[str]:
    identified = ("patient", "event", "person_number", "name")
    return [
        "rank",
        "row_id",
        *(identified if given.release.level is Level.IDENTIFIED else ()),
        "sex",
        "age",
        *(() if given.relative_dates else ("index",)),
        "state",
        "settled",
        "criteria",
        *(
            column
            for criterion in given.criteria.criteria
            for column in (criterion.id, f"{criterion.id} missing")
        ),
    ]


def _who(entry: Entry, given: ListInput, teller: Teller) -> list[str | int]:
    person, subject = who(entry, given, teller.words), entry.assessment.subject
    cells: list[str | int] = [entry.rank, as_text(person.row_id)]
    if given.release.level is Level.IDENTIFIED:
        names = (person.patient, subject.event, person.person_number, person.name)
        cells += [as_text(text) for text in names]
    sex = given.facts.get(subject.patient, ("", None))[0]
    cells += [as_text(sex), as_text(person.age)]
    return cells if given.relative_dates else [*cells, str(subject.index)[:10]]


def _answers(entry: Entry, given: ListInput, teller: Teller) -> list[str | int]:
    answers, subject = entry.assessment.answers, entry.assessment.subject
    settled = sum(answer.verdict is not Verdict.UNKNOWN for answer in answers)
    cells: list[str | int] = [entry.assessment.state.value, settled, len(answers)]
    for criterion, answer in zip(given.criteria.criteria, answers, strict=True):
        reasons = "; ".join(teller.reasons(answer, subject.index))
        cells += [as_text(teller.verdict(criterion, answer)), as_text(reasons)]
    return cells


def _counts(given: ListInput) -> Iterator[list[str | int]]:
    """The counts that may be shared; an empty cell is a hidden number."""
    shown = suppressed(given.screening)
    yield ["count_of", "criterion", "subjects"]
    yield ["found", "", _cell(shown.found)]
    yield ["not_screened", "", _cell(shown.not_screened)]
    yield ["screened", "", _cell(shown.screened)]
    for criterion, out, left in zip(
        given.criteria.criteria, shown.ruled_out, shown.left, strict=True
    ):
        yield ["ruled_out_first_here", as_text(criterion.id), _cell(out)]
        yield ["left", as_text(criterion.id), _cell(left)]
    for state, n in shown.states.items():
        yield [state.value, "", _cell(n)]


def _cell(n: int | None) -> str | int:
    return "" if n is None else n
