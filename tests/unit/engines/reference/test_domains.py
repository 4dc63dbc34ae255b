"""Which rows make subjects, and that each of them makes one."""

from __future__ import annotations

from collections.abc import Callable

from trialmatch.cohort.records import Row
from trialmatch.engines.reference.domains import events_of
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.plan.algebra import Events, Joined, Match, SameContact
from trialmatch.plan.criteria import EventDomain

MakeRow = Callable[..., Row]
MakeSubject = Callable[..., SubjectRecord]

STAYS_BY_DIAGNOSIS = Joined(Events(("visit",)), Events(("diagnosis",)), SameContact(), Match.PAIRS)


def test_a_stay_with_two_diagnoses_is_one_subject(row: MakeRow, subject: MakeSubject) -> None:
    stay = row("visit", "2024-01-01", "", id="v1", contact_type="inpatient")
    first = row("diagnosis", "2024-01-01", "ICD10 I214", contact="v1", status="provisional")
    second = row("diagnosis", "2024-01-02", "ICD10 I63", contact="v1")
    domain = EventDomain(STAYS_BY_DIAGNOSIS, "stay")
    (one,) = events_of(domain, subject(stay, first, second))
    assert one.row == stay
    assert one.certain


def test_a_stay_with_doubtful_diagnoses_alone_has_the_doubts_of_both(
    row: MakeRow, subject: MakeSubject
) -> None:
    stay = row("visit", "2024-01-01", "", id="v1", contact_type="inpatient")
    first = row("diagnosis", "2024-01-01", "ICD10 I214", contact="v1", status="provisional")
    second = row("diagnosis", "2024-01-02", "ICD10 I63", contact="", department="")
    (one,) = events_of(EventDomain(STAYS_BY_DIAGNOSIS, "stay"), subject(stay, first, second))
    assert {reason.code for reason in one.doubts} == {"UNCONFIRMED", "LINK_UNCERTAIN"}
