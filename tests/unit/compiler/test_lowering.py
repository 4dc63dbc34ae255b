from __future__ import annotations

from trialmatch.compiler import compile_text
from trialmatch.plan.algebra import AllOf, AnyOf, Attribute, Compare, Fact, Negate, Op, Truth
from trialmatch.plan.criteria import Criterion, Side

FEMALE: Truth = Compare(Attribute(Fact.SEX), Op.EQ, "female")
MALE: Truth = Compare(Attribute(Fact.SEX), Op.EQ, "male")


def _criterion(side: str, text: str) -> Criterion:
    compiled = compile_text(f'trial T "T"\n  screen each patient\n{side}\n  X "Title": {text}\n')
    assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
    return compiled.criteria.criteria[0]


def _asked(side: str, text: str) -> Truth:
    return _criterion(side, text).question


def test_unless_lets_through_on_both_sides() -> None:
    assert _asked("exclude", "female unless male") == AllOf((FEMALE, Negate(MALE)))
    assert _asked("include", "female unless male") == AnyOf((FEMALE, MALE))


def test_if_governs_both_sides() -> None:
    assert _asked("exclude", "if female: male") == AllOf((FEMALE, MALE))
    assert _asked("include", "if female: male") == AnyOf((Negate(FEMALE), MALE))


def test_the_condition_of_an_if_says_where_the_criterion_applies() -> None:
    assert _criterion("exclude", "if female: male").applies == FEMALE
    assert _criterion("exclude", "if female: male unless female").applies == FEMALE
    assert _criterion("exclude", "male unless female").applies is None


def test_unless_is_outside_of_if() -> None:
    inner = AllOf((FEMALE, MALE))
    assert _asked("exclude", "if female: male unless female") == AllOf((inner, Negate(FEMALE)))


def test_a_review_when_is_a_review_under_an_if() -> None:
    when = _criterion("exclude", 'review "Read" when female')
    under = _criterion("exclude", 'if female: review "Read"')
    assert isinstance(when.question, AllOf)
    assert isinstance(under.question, AllOf)
    assert when.question.parts[0] == under.question.parts[0] == FEMALE
    assert when.applies == under.applies == FEMALE


def test_if_and_when_together_apply_where_both_hold() -> None:
    criterion = _criterion("exclude", 'if female: review "Read" when male')
    assert criterion.applies == AllOf((FEMALE, MALE))


def test_and_or_not_are_the_same_on_both_sides() -> None:
    expected = AnyOf((FEMALE, AllOf((MALE, Negate(FEMALE)))))
    assert _asked("include", "female or male and not female") == expected
    assert _asked("exclude", "female or male and not female") == expected


def test_a_criterion_keeps_its_words() -> None:
    criterion = _criterion("exclude", "female   or\n      male   # why")
    assert (criterion.id, criterion.title, criterion.side) == ("X", "Title", Side.EXCLUDE)
    assert criterion.text == "female or male"
