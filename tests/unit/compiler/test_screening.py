from __future__ import annotations

from datetime import date

from trialmatch.compiler import compile_text
from trialmatch.plan.algebra import Events, Merged, Spaced, Within
from trialmatch.plan.criteria import EligibilityCriteria, EventDomain
from trialmatch.vocabulary.calendar import Duration, Unit, day_number

CODES = "\ncodes stroke = ICD10 I63\ncodes pci = NCSP FNG02\n"


def _criteria(screen: str, more: str = "") -> EligibilityCriteria:
    text = f'registry R "R"\n  screen {screen}\n{more}{CODES}\ninclude\n  I1: age >= 18 years\n'
    found = compile_text(text)
    assert found.criteria is not None, [each.message for each in found.diagnostics]
    return found.criteria


def _domain(screen: str, more: str = "") -> EventDomain:
    domain = _criteria(screen, more).domain
    assert isinstance(domain, EventDomain)
    return domain


def test_all_stays_are_merged_where_nothing_is_asked_of_them() -> None:
    rows = _domain("each stay merged when less than 8 h apart, across hospitals").rows
    assert isinstance(rows, Merged)
    assert rows.gap == Duration(8, Unit.HOUR)


def test_events_that_count_lie_apart() -> None:
    rows = _domain("each diagnosis stroke at least 28 days after the last counted one").rows
    assert rows == Spaced(Within(_domain("each diagnosis stroke").rows), Duration(28, Unit.DAY))


def test_several_entry_events_are_rows_of_several_kinds() -> None:
    domain = _domain("first of (diagnosis stroke | procedure pci)")
    assert isinstance(domain.rows, Events)
    assert domain.rows.kinds == ("diagnosis", "procedure")
    assert domain.name == "diagnosis stroke or procedure pci"
    assert domain.first_only


def test_the_validity_of_the_file_narrows_the_dates_of_the_events() -> None:
    domain = _domain(
        "each stay from 2019-01-01 to 2026-06-30", "  valid from 2020-01-01 to 2026-12-31\n"
    )
    assert (domain.since, domain.until) == (
        day_number(_date(2020, 1, 1)),
        day_number(_date(2026, 6, 30)),
    )


def _date(year: int, month: int, day: int) -> date:
    return date(year, month, day)
