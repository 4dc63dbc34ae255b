"""The steps of an ordered scale, their numbers, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from trialmatch.clauses.contract.scope import Step
from trialmatch.compiler.code_shapes import patterns_of
from trialmatch.language.problems import Problem
from trialmatch.language.scales import StepPhrase
from trialmatch.language.tree import CodeGroup, Word
from trialmatch.vocabulary.codesystems import canonical_code

_LOINC_ANSWER = re.compile(r"LA\d{1,7}-\d")


def steps_of(said: tuple[StepPhrase, ...]) -> tuple[Step, ...]:
    """The steps from the lowest to the highest.

    Steps that are whole numbers have these numbers; others are numbered from 1.
    """
    whole = all(each.label.text.isdecimal() for each in said)
    return tuple(
        Step(each.label.text, Decimal(each.label.text) if whole else Decimal(at), _said_as(each))
        for at, each in enumerate(said, start=1)
    )


def scale_problems(said: tuple[StepPhrase, ...]) -> Iterator[Problem]:
    """Words and codes that stand for two steps, numbers out of order, codes that are none."""
    seen: dict[str, str] = {}
    for each in said:
        for word in (each.label, *each.words):
            form = word.text.casefold()
            if seen.setdefault(form, each.label.text) != each.label.text or (
                word is not each.label and form == each.label.text.casefold()
            ):
                yield _twice(word)
        for group in each.groups:
            yield from _group_problems(group)
            for code in group.codes:
                if seen.setdefault(_coded(group, code), each.label.text) != each.label.text:
                    yield _twice(code)
    labels = [each.label for each in said]
    for lower, higher in pairwise(labels):
        if _whole(lower) and _whole(higher) and int(lower.text) > int(higher.text):
            yield _falling(higher)
        elif lower.text.casefold() == higher.text.casefold():
            yield _twice(higher)


def _whole(word: Word) -> bool:
    return word.text.isdecimal()


def _said_as(step: StepPhrase) -> frozenset[str]:
    words = (step.label.text, *(each.text for each in step.words))
    codes = (_coded(group, code) for group in step.groups for code in group.codes)
    return frozenset(each.casefold() for each in (*words, *codes))


def _coded(group: CodeGroup, code: Word) -> str:
    """A code as the cohort has it in a result, its system before it."""
    system = group.system.text
    return f"{system} {canonical_code(system, code.text)}"


def _group_problems(group: CodeGroup) -> Iterator[Problem]:
    """What is wrong with codes that results have: LOINC's answers are no codes of tests."""
    answers = group.system.text == "LOINC"
    codes = tuple(w for w in group.codes if not (answers and _LOINC_ANSWER.fullmatch(w.text)))
    for found in patterns_of(replace(group, codes=codes)):
        if isinstance(found, Problem):
            yield found


def _twice(word: Word) -> Problem:
    return Problem(
        rule="step-said-twice",
        message=f"`{word.text}` is said of this scale already",
        span=word.span,
        why="a result that says so could be either step",
        instead="each word and code once",
    )


def _falling(word: Word) -> Problem:
    return Problem(
        rule="steps-out-of-order",
        message=f"step {word.text} stands above a higher number",
        span=word.span,
        why="the steps stand from the lowest to the highest",
        instead="the steps in rising order",
    )
