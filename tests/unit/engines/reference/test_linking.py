"""Whether two rows are linked, by contact, by nearness and by lying inside the other."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.linking import linked
from trialmatch.engines.reference.member import Member
from trialmatch.plan.algebra import By, During, Edge, Link, Near, SameContact
from trialmatch.plan.window import INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Ask = Callable[..., Answering]

THIRTY_DAYS_AFTER = Window(Bound(exclusive=True), Bound(Duration(30, Unit.DAY), sign=1))
SIX_HOURS_AFTER = Window(INDEX, Bound(Duration(6, Unit.HOUR), sign=1))


def how(link: Link, row: Row, other: Row, asked: Answering) -> str:
    """surely, not, or the reasons for which it is only possible."""
    found = linked(link, Member(row), other, asked)
    if found is None:
        return "not"
    return " ".join(reason.code for reason in found.doubts) or "surely"


def stay(row: Make, start: str, end: str | None, **other: str) -> Row:
    return row("visit", start, "", end=end, contact_type="inpatient", **other)


def test_the_same_contact_is_the_same_id(row: Make, ask: Ask) -> None:
    found = stay(row, "2024-01-01", "2024-01-05", id="v")
    inside = row("diagnosis", "2024-01-02", contact="v")
    elsewhere = row("diagnosis", "2024-01-02", contact="w")
    without = row("diagnosis", "2024-01-02")
    later = row("diagnosis", "2024-01-06")
    assert how(SameContact(), found, inside, ask()) == "surely"
    assert how(SameContact(), found, elsewhere, ask()) == "not"
    assert how(SameContact(), found, without, ask()) == "LINK_UNCERTAIN"
    assert how(SameContact(), found, later, ask()) == "not"


def test_a_partner_lies_in_the_window_around_the_row_and_not_around_the_index(
    row: Make, ask: Ask
) -> None:
    first = row("diagnosis", "2023-01-01")
    link = Near(THIRTY_DAYS_AFTER)
    for start, expected in (
        ("2023-01-01", "not"),
        ("2023-01-02", "surely"),
        ("2023-01-31", "surely"),
        ("2023-02-01", "not"),
        ("2023-01", "PARTIAL_DATE"),
    ):
        assert how(link, first, row("procedure", start), ask()) == expected


def test_a_window_after_the_end_begins_with_the_end(row: Make, ask: Ask) -> None:
    link = Near(THIRTY_DAYS_AFTER, Edge.END)
    found = stay(row, "2023-01-01", "2023-01-20")
    assert how(link, found, row("procedure", "2023-01-20"), ask()) == "not"
    assert how(link, found, row("procedure", "2023-02-19"), ask()) == "surely"
    open_ended = stay(row, "2023-01-01", None)
    assert how(link, open_ended, row("procedure", "2023-12-19"), ask()) == "NO_END"
    assert how(link, open_ended, row("procedure", "2022-12-19"), ask()) == "not"


def test_hours_after_a_row_go_by_minutes(row: Make, ask: Ask) -> None:
    first = row("diagnosis", "2023-01-01T10:00")
    link = Near(SIX_HOURS_AFTER)
    assert how(link, first, row("procedure", "2023-01-01T16:00"), ask()) == "surely"
    assert how(link, first, row("procedure", "2023-01-01T16:01"), ask()) == "not"
    assert how(link, first, row("procedure", "2023-01-01"), ask()) == "PARTIAL_DATE"


def test_the_end_of_a_partner_that_is_not_known_leaves_the_link_open(row: Make, ask: Ask) -> None:
    first = row("diagnosis", "2023-01-01")
    link = Near(THIRTY_DAYS_AFTER, by=By.END)
    assert how(link, first, stay(row, "2022-12-01", None), ask()) == "NO_END"
    assert how(link, first, stay(row, "2022-12-01", "2023-01-05"), ask()) == "surely"


def test_no_partner_lies_beyond_the_as_of_date(row: Make, ask: Ask) -> None:
    first = row("diagnosis", "2024-02-20")
    link = Near(THIRTY_DAYS_AFTER)
    assert how(link, first, row("procedure", "2024-03-02"), ask(as_of="2024-03-01")) == "not"


def test_a_row_lies_during_another_with_all_its_days(row: Make, ask: Ask) -> None:
    outer = stay(row, "2024-01-02", "2024-01-10")
    for start, end, expected in (
        ("2024-01-02", "2024-01-10", "surely"),
        ("2024-01-01", "2024-01-05", "not"),
        ("2024-01-05", "2024-01-11", "not"),
        ("2024-01", "2024-01-08", "PARTIAL_DATE"),
        ("2024-01-05", None, "NO_END"),
    ):
        inner = row("medication", start, "ATC C10AA05", end=end)
        assert how(During(), inner, outer, ask()) == expected


def test_a_row_lies_perhaps_during_one_that_has_no_end(row: Make, ask: Ask) -> None:
    inner = row("procedure", "2024-01-05")
    assert how(During(), inner, stay(row, "2024-01-01", None), ask()) == "NO_END"
    assert how(During(), inner, stay(row, "2024-01-06", None), ask()) == "not"
