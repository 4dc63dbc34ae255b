from __future__ import annotations

from collections.abc import Callable

import pytest

from trialmatch.plan.algebra import AllOf, Compare, Events, Op, Reduce, Take, Truth, Within, Word

Ask = Callable[[str], Truth]


@pytest.mark.parametrize("word", ["manual", "review"])
def test_a_question_to_a_person_is_met_by_the_answer_that_it_applies(word: str, ask: Ask) -> None:
    question = ask(f'{word} "Lacks capacity"')
    assert isinstance(question, Compare)
    assert (question.op, question.right) == (Op.EQ, "applies")
    assert isinstance(question.left, Reduce)
    assert question.left.value == Word()
    picked = question.left.rows
    assert isinstance(picked, Take)
    assert isinstance(picked.rows, Within)
    asked = picked.rows.rows
    assert isinstance(asked, Events)
    assert asked.kinds == ("answer",)
    assert asked.codes is not None
    assert asked.codes.name == "Lacks capacity"


def test_two_questions_of_one_criterion_are_answered_apart(ask: Ask) -> None:
    question = ask('manual "One" and manual "Two"')
    assert isinstance(question, AllOf)
    assert question.parts[0] != question.parts[1]


def test_an_answer_to_other_words_of_the_criterion_is_no_answer(ask: Ask) -> None:
    assert ask('manual "One" or female') != ask('manual "One" or male')
    assert ask('manual "One"') == ask('manual  "One"   # a comment')
