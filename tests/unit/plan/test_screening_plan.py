"""One plan for several criteria sets: what they share, and what each of them asks."""

from __future__ import annotations

from decimal import Decimal

from trialmatch.plan.algebra import (
    AllOf,
    Attribute,
    Compare,
    Elapsed,
    Events,
    Exists,
    Fact,
    Negate,
    Observed,
    Op,
    Spread,
    Truth,
    Within,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
)
from trialmatch.plan.screening_plan import ScreeningPlan, plan_of
from trialmatch.plan.window import ANY_TIME
from trialmatch.vocabulary.calendar import Moment, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

PATIENTS = PatientDomain()
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")


def end_of(date: str) -> Moment:
    return Moment(parse_moment(date).hi, parse_moment(date).hi)


MARCH, APRIL = end_of("2024-03-01"), end_of("2024-04-01")


def had(kind: str = "diagnosis") -> Truth:
    codes = CodeSet("stroke", (pattern("ICD10", "I63"),))
    return Exists(Within(Events((kind,), codes)), Observed((kind,), codes, ANY_TIME))


def adult(years: int = 18) -> Truth:
    age = Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR)
    return Compare(age, Op.GE, Decimal(years))


def stays(since: int | None = None) -> EventDomain:
    return EventDomain(Events(("visit",)), "stay", since=since)


def asking(
    *questions: Truth,
    domain: PatientDomain | EventDomain = PATIENTS,
    applies: Truth | None = None,
) -> EligibilityCriteria:
    found = tuple(
        Criterion(f"I{n}", "", Side.INCLUDE, q, "", "", applies) for n, q in enumerate(questions)
    )
    return EligibilityCriteria("X", "", Purpose.TRIAL, domain, found, "")


def plan(*sets: EligibilityCriteria, as_of: Moment = MARCH) -> ScreeningPlan:
    return plan_of(sets, [as_of] * len(sets))


def test_sets_that_screen_patients_as_of_one_moment_share_a_domain() -> None:
    found = plan(asking(had()), asking(adult()))
    assert [each.as_of for each in found.domains] == [MARCH]
    assert [each.domain for each in found.sets] == [0, 0]


def test_whether_the_dead_are_screened_makes_no_other_domain() -> None:
    with_dead = asking(had(), domain=PatientDomain(including_dead=True))
    found = plan(asking(had()), with_dead)
    assert len(found.domains) == 1
    assert [each.criteria.domain for each in found.sets] == [PATIENTS, with_dead.domain]


def test_another_moment_is_another_domain_and_the_last_one_bounds_what_is_seen() -> None:
    found = plan_of([asking(had())] * 3, [MARCH, APRIL, MARCH])
    assert [each.domain for each in found.sets] == [0, 1, 0]
    assert found.latest == APRIL


def test_equal_events_are_one_domain_and_another_period_is_another() -> None:
    found = plan(
        asking(had(), domain=stays()),
        asking(had(), domain=stays()),
        asking(had(), domain=stays(since=10)),
        asking(had()),
    )
    assert [each.domain for each in found.sets] == [0, 0, 1, 2]
    assert [each.one_index for each in found.domains] == [False, False, True]


def test_the_same_question_of_two_sets_is_one_and_asked_once() -> None:
    found = plan(asking(had(), adult()), asking(adult(), had("procedure")))
    first, second = found.sets
    assert first.questions[1] is second.questions[0]
    assert found.questions(0) == [had(), adult(), had("procedure")]


def test_questions_stay_in_the_order_of_their_criteria() -> None:
    (only,) = plan(asking(adult(65), adult(18), adult(65))).sets
    assert only.questions == (adult(65), adult(18), adult(65))


def test_each_domain_has_the_questions_of_its_own_sets() -> None:
    found = plan_of([asking(had()), asking(adult())], [MARCH, APRIL])
    assert found.questions(0) == [had()]
    assert found.questions(1) == [adult()]


def test_the_condition_of_an_if_is_a_question_too() -> None:
    found = plan(asking(had(), applies=FEMALE))
    assert found.sets[0].applies == (FEMALE,)
    assert found.questions(0) == [had(), FEMALE]
    assert plan(asking(had())).sets[0].applies == (None,)


def test_not_not_is_left_out_before_questions_are_compared() -> None:
    found = plan(asking(Negate(Negate(had()))), asking(had()))
    assert found.questions(0) == [had()]


def test_only_events_spread_what_is_asked_of_the_patient() -> None:
    question = AllOf((FEMALE, had()))
    found = plan(asking(question), asking(question, domain=stays()))
    assert found.sets[0].questions == (question,)
    assert found.sets[1].questions == (AllOf((Spread(FEMALE), had())),)


def test_a_part_of_two_questions_is_used_twice_and_its_own_parts_once() -> None:
    found = plan(asking(AllOf((had(), FEMALE)), Negate(had())))
    both, none = found.sets[0].questions
    assert isinstance(both, AllOf)
    assert isinstance(none, Negate)
    shared = both.parts[0]
    assert shared is none.part
    assert found.uses[id(shared)] == 2
    assert isinstance(shared, Exists)
    assert found.uses[id(shared.rows)] == 1
    assert found.uses[id(both.parts[1])] == 1


def test_a_question_of_two_sets_in_one_domain_is_used_once_and_in_two_domains_twice() -> None:
    together = plan(asking(had()), asking(had()))
    assert together.uses[id(together.sets[0].questions[0])] == 1
    apart = plan_of([asking(had())] * 2, [MARCH, APRIL])
    assert apart.sets[0].questions[0] is apart.sets[1].questions[0]
    assert apart.uses[id(apart.sets[0].questions[0])] == 2


def test_the_rows_that_make_the_subjects_are_used_by_their_domain() -> None:
    anything = Exists(Events(("visit",)), Observed(("visit",), None, ANY_TIME))
    found = plan(asking(anything, domain=stays()))
    (domain,) = found.domains
    assert isinstance(domain.subjects, EventDomain)
    (question,) = found.sets[0].questions
    assert isinstance(question, Exists)
    assert question.rows is domain.subjects.rows
    assert found.uses[id(domain.subjects.rows)] == 2


def test_the_criteria_themselves_are_kept_as_they_were_written() -> None:
    written = asking(Negate(Negate(had())))
    assert plan(written).sets[0].criteria is written
