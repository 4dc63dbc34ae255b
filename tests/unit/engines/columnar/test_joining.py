"""Rows by their partners: with one, without one, and in pairs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.records import Result, Row
from trialmatch.plan.algebra import (
    Compare,
    Events,
    Exists,
    Joined,
    Match,
    Near,
    Number,
    Observed,
    OfPartner,
    Op,
    OwnEvent,
    SameContact,
    Where,
    Within,
)
from trialmatch.plan.criteria import EventDomain
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.results.answers import Screening
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Tell = Callable[..., str]
Members = Callable[..., dict[str, str]]

DIAGNOSES = Within(Events(("diagnosis",)), ANY_TIME)
PROCEDURES = Within(Events(("procedure",)), ANY_TIME)
AFTER = Near(Window(Bound(exclusive=True), Bound(Duration(30, Unit.DAY), sign=1)))
SEARCHED = Observed(("procedure",), None, ANY_TIME)


def diagnosis(row: Make, start: str, **other: str) -> Row:
    return row("diagnosis", start, id=other.pop("id", start), **other)


def procedure(row: Make, start: str, **other: str) -> Row:
    return row("procedure", start, "NCSP NFB20", id=f"op {start}", **other)


def test_a_row_with_a_partner_stays_and_one_without_goes(members: Members, row: Make) -> None:
    rows = [
        diagnosis(row, "2023-01-01"),
        diagnosis(row, "2023-06-01"),
        procedure(row, "2023-01-31"),
    ]
    assert members(Joined(DIAGNOSES, PROCEDURES, AFTER), *rows) == {"2023-01-01": ""}
    without = Joined(DIAGNOSES, PROCEDURES, AFTER, Match.ANTI)
    assert members(without, *rows) == {"2023-06-01": ""}


def test_a_partner_that_is_only_possible_makes_the_row_possible_either_way(
    members: Members, row: Make
) -> None:
    rows = [diagnosis(row, "2023-01-01"), procedure(row, "2023-01-10", status="unconfirmed")]
    assert members(Joined(DIAGNOSES, PROCEDURES, AFTER), *rows) == {"2023-01-01": "UNCONFIRMED"}
    without = Joined(DIAGNOSES, PROCEDURES, AFTER, Match.ANTI)
    assert members(without, *rows) == {"2023-01-01": "UNCONFIRMED"}


def test_one_sure_partner_settles_it_whatever_the_others_are(members: Members, row: Make) -> None:
    rows = [
        diagnosis(row, "2023-01-01"),
        procedure(row, "2023-01-10", status="unconfirmed"),
        procedure(row, "2023-01-11"),
    ]
    assert members(Joined(DIAGNOSES, PROCEDURES, AFTER), *rows) == {"2023-01-01": ""}
    assert members(Joined(DIAGNOSES, PROCEDURES, AFTER, Match.ANTI), *rows) == {}


def test_a_row_keeps_its_own_doubt_beside_that_of_the_link(members: Members, row: Make) -> None:
    rows = [diagnosis(row, "2023-01-01", status="differential"), procedure(row, "2023-01")]
    found = members(Joined(DIAGNOSES, PROCEDURES, AFTER), *rows)
    assert found == {"2023-01-01": "PARTIAL_DATE UNCONFIRMED"}


def test_having_none_is_only_possible_where_nobody_looked(members: Members, row: Make) -> None:
    without = Joined(DIAGNOSES, PROCEDURES, AFTER, Match.ANTI, observed=SEARCHED)
    alone = diagnosis(row, "2023-01-01")
    assert members(without, alone) == {"2023-01-01": ""}
    assert members(without, alone, periods=()) == {"2023-01-01": "RECORD_BEGINS"}
    partner = procedure(row, "2023-01-02")
    assert members(without, alone, partner, periods=()) == {}


def test_pairs_are_each_row_with_each_of_its_partners(tell: Tell, row: Make) -> None:
    scale = Scale("crp", "mg/L", "mg/L")
    results = Within(Events(("measurement",)), ANY_TIME)
    pairs = Joined(DIAGNOSES, results, AFTER, Match.PAIRS)
    high = Exists(
        Where(pairs, Compare(OfPartner(Number(scale)), Op.GT, Decimal(10))),
        Observed(("diagnosis",), None, ANY_TIME),
    )

    def crp(start: str, number: float) -> Row:
        said = Result(number, unit="mg/L")
        return row("measurement", start, "LOINC 1988-5", result=said)

    first = diagnosis(row, "2023-01-01")
    assert tell(high, first, crp("2023-01-02", 5.0), crp("2023-01-20", 11.0)) == "MET"
    assert tell(high, first, crp("2023-01-02", 5.0), crp("2023-02-20", 11.0)) == "NOT_MET"
    assert tell(high, first, crp("2023-01", 11.0)) == "PARTIAL_DATE"


def test_rows_of_one_contact_are_joined_whatever_their_days(members: Members, row: Make) -> None:
    joined = Joined(DIAGNOSES, PROCEDURES, SameContact())
    rows = [
        diagnosis(row, "2023-01-01", contact="v", id="same"),
        diagnosis(row, "2023-01-05", contact="w", id="other"),
        procedure(row, "2023-01-05", contact="v"),
    ]
    assert members(joined, *rows) == {"same": ""}


def test_rows_without_a_contact_are_joined_perhaps_on_one_day_and_unit(
    members: Members, row: Make
) -> None:
    joined = Joined(DIAGNOSES, PROCEDURES, SameContact())
    rows = [
        diagnosis(row, "2023-01-05", id="no contact"),
        diagnosis(row, "2023-01-05", id="other unit", department="B"),
        diagnosis(row, "2023-01-06", id="other day"),
        procedure(row, "2023-01-05", contact="v", department="A"),
    ]
    assert members(joined, *rows) == {"no contact": "LINK_UNCERTAIN"}


def test_a_partner_without_a_contact_is_perhaps_of_the_row_s_contact(
    members: Members, row: Make
) -> None:
    joined = Joined(DIAGNOSES, PROCEDURES, SameContact())
    rows = [
        diagnosis(row, "2023-01-05", id="in contact", contact="v"),
        diagnosis(row, "2023-01-06", id="other day", contact="v"),
        procedure(row, "2023-01-05"),
    ]
    assert members(joined, *rows) == {"in contact": "LINK_UNCERTAIN"}


def test_a_row_is_its_own_partner_only_where_that_is_asked(members: Members, row: Make) -> None:
    same_day = Near(Window(Bound(), Bound()))
    alone = diagnosis(row, "2023-01-01")
    assert members(Joined(DIAGNOSES, DIAGNOSES, same_day), alone) == {"2023-01-01": ""}
    assert members(Joined(DIAGNOSES, DIAGNOSES, same_day, itself=False), alone) == {}
    two = [alone, diagnosis(row, "2023-01-01", id="another")]
    found = members(Joined(DIAGNOSES, DIAGNOSES, same_day, itself=False), *two)
    assert set(found) == {"2023-01-01", "another"}


def test_a_row_with_two_codings_is_one_row_and_no_partner_of_itself(
    members: Members, row: Make
) -> None:
    same_day = Near(Window(Bound(), Bound()))
    one = row("diagnosis", "2023-01-01", id="d")
    both = Row("diagnosis", "d", (("ICD10", "I214"), ("SNOMED", "22298006")), one.start)
    assert members(Joined(DIAGNOSES, DIAGNOSES, same_day, itself=False), both) == {}


def test_rows_are_joined_with_the_event_that_is_screened(tell: Tell, row: Make) -> None:
    stays = EventDomain(Events(("visit",)), "stay")
    inside = Exists(
        Joined(Within(Events(("procedure",))), OwnEvent(), SameContact()),
        Observed(("procedure",), None, ANY_TIME),
    )
    stay = row("visit", "2024-02-01", "", id="v", end="2024-02-05", contact_type="inpatient")
    assert tell(inside, stay, procedure(row, "2024-02-03", contact="v"), domain=stays) == "MET"
    assert tell(inside, stay, procedure(row, "2024-02-03", contact="w"), domain=stays) == "NOT_MET"


def test_no_patient_is_joined_with_another(screening: Callable[..., Screening], row: Make) -> None:
    question = Exists(Joined(DIAGNOSES, PROCEDURES, AFTER), SEARCHED)
    first = [diagnosis(row, "2023-01-01")]
    second = [procedure(row, "2023-01-10")]
    found = screening(question, first, second, [*first, *second])
    counts = found.columns.verdicts(0).tolist()
    assert counts == [0, 0, 2]
