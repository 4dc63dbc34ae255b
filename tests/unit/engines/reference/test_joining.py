"""Rows that have a partner, rows that have none, and pairs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.answering import Answering
from trialmatch.engines.reference.joining import partners_of
from trialmatch.plan.algebra import (
    Compare,
    Elapsed,
    Events,
    Joined,
    Match,
    Near,
    Observed,
    OfPartner,
    Op,
    RowTime,
    Where,
    Within,
)
from trialmatch.plan.window import ANY_TIME, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit

Make = Callable[..., Row]
Ask = Callable[..., Answering]

THIRTY_DAYS_AFTER = Near(Window(Bound(exclusive=True), Bound(Duration(30, Unit.DAY), sign=1)))
DIAGNOSES, PROCEDURES = Events(("diagnosis",)), Events(("procedure",))


def shown(asked: Answering, node: Joined | Where | Within) -> list[str]:
    """Ids, with partners, and the doubts of possible members."""
    return [
        " ".join(
            [
                m.row.id if m.partner is None else f"{m.row.id}+{m.partner.id}",
                *(reason.code for reason in m.doubts),
            ]
        )
        for m in asked.members(node)
    ]


def followed(match: Match, observed: Observed | None = None) -> Joined:
    return Joined(DIAGNOSES, PROCEDURES, THIRTY_DAYS_AFTER, match, observed)


def test_rows_that_are_followed_and_rows_that_are_not(row: Make, ask: Ask) -> None:
    asked = ask(
        row("diagnosis", "2023-01-01", id="d1"),
        row("procedure", "2023-01-15", id="p1"),
        row("diagnosis", "2023-06-01", id="d2"),
    )
    assert shown(asked, followed(Match.SEMI)) == ["d1"]
    assert shown(asked, followed(Match.ANTI)) == ["d2"]
    assert shown(asked, followed(Match.PAIRS)) == ["d1+p1"]


def test_a_possible_partner_makes_either_possible(row: Make, ask: Ask) -> None:
    asked = ask(
        row("diagnosis", "2023-01-01", id="d"),
        row("procedure", "2023-01-15", id="p", status="unconfirmed"),
    )
    assert shown(asked, followed(Match.SEMI)) == ["d UNCONFIRMED"]
    assert shown(asked, followed(Match.ANTI)) == ["d UNCONFIRMED"]
    assert shown(asked, followed(Match.PAIRS)) == ["d+p UNCONFIRMED"]


def test_one_sure_partner_settles_it_beside_a_possible_one(row: Make, ask: Ask) -> None:
    asked = ask(
        row("diagnosis", "2023-01-01", id="d"),
        row("procedure", "2023-01-14", id="p", status="unconfirmed"),
        row("procedure", "2023-01-15", id="q"),
    )
    assert shown(asked, followed(Match.SEMI)) == ["d"]
    assert shown(asked, followed(Match.ANTI)) == []
    assert shown(asked, followed(Match.PAIRS)) == ["d+p UNCONFIRMED", "d+q"]


def test_no_partner_means_none_only_where_it_would_have_been_recorded(row: Make, ask: Ask) -> None:
    observed = Observed(("procedure",), None, ANY_TIME)
    found = row("diagnosis", "2023-01-01", id="d")
    assert shown(ask(found), followed(Match.ANTI, observed)) == ["d"]
    assert shown(ask(found, periods=()), followed(Match.ANTI, observed)) == ["d RECORD_BEGINS"]
    assert shown(ask(found, periods=()), followed(Match.ANTI)) == ["d"]


def test_a_row_is_its_own_partner_only_where_that_is_meant(row: Make, ask: Ask) -> None:
    same_days = Near(Window(Bound(), Bound()))
    asked = ask(row("diagnosis", "2023-01-01", id="a"), row("diagnosis", "2023-01-02", id="b"))
    assert shown(asked, Joined(DIAGNOSES, DIAGNOSES, same_days)) == ["a", "b"]
    assert shown(asked, Joined(DIAGNOSES, DIAGNOSES, same_days, itself=False)) == []
    near = Near(Window(Bound(), Bound(Duration(1, Unit.DAY), sign=1)))
    assert shown(asked, Joined(DIAGNOSES, DIAGNOSES, near, itself=False)) == ["a"]


def test_pairs_are_asked_about_both_rows_and_keep_their_partner(row: Make, ask: Ask) -> None:
    asked = ask(
        row("diagnosis", "2023-01-01", id="d"),
        row("procedure", "2023-01-05", id="p"),
        row("procedure", "2023-01-25", id="q"),
    )
    apart = Elapsed(RowTime(), OfPartner(RowTime()), Unit.DAY)
    node = Where(followed(Match.PAIRS), Compare(apart, Op.GT, Decimal(10)))
    assert shown(asked, Within(node)) == ["d+q"]


def test_a_partner_is_found_again_for_the_evidence(row: Make, ask: Ask) -> None:
    asked = ask(
        row("diagnosis", "2023-01-01", id="d"),
        row("procedure", "2023-01-05", id="p"),
        row("procedure", "2023-01-25", id="q"),
    )
    pairs = followed(Match.PAIRS)
    partners = [[p.row.id for p in partners_of(pairs, m, asked)] for m in asked.members(pairs)]
    assert partners == [["p"], ["q"]]
    semi = Within(followed(Match.SEMI))
    (member,) = asked.members(semi)
    assert [p.row.id for p in partners_of(semi, member, asked)] == ["p", "q"]
