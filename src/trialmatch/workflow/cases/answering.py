"""What persons answered in a case: `answers: {I1: applies, E2: {"Has asthma": cannot tell}}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from trialmatch.cohort.answer_rows import KIND, WORDS, answer_row
from trialmatch.diagnostics import Diagnostic
from trialmatch.plan.criteria import EligibilityCriteria, questions_to_persons
from trialmatch.vocabulary.near_names import nearest
from trialmatch.workflow.cases.model import Case, CaseFile, GivenAnswer
from trialmatch.workflow.cases.yaml import Entry, YamlText


def read_answers(source: YamlText, entry: Entry | None) -> tuple[GivenAnswer, ...]:
    """The answers of an `answers` section, by criterion and, of several questions, by question."""
    if entry is None:
        return ()
    return tuple(given for each in source.entries(entry.value) for given in _of(source, each))


def _of(source: YamlText, entry: Entry) -> Iterator[GivenAnswer]:
    criterion, span = source.words(entry.at) or "", source.span(entry.at)
    if not isinstance(entry.value, yaml.MappingNode):
        word = source.one_of(entry.value, "answer", WORDS)
        if word:
            yield GivenAnswer(criterion, "", word, span)
        return
    for each in source.entries(entry.value):
        word = source.one_of(each.value, "answer", WORDS)
        if word:
            yield GivenAnswer(criterion, source.words(each.at) or "", word, source.span(each.at))


def unasked(criteria: EligibilityCriteria, cases: CaseFile, case: Case) -> Iterator[Diagnostic]:
    """The answers to criteria or questions that the criteria file does not have."""
    asked = _questions(criteria)
    for given in case.answers:
        questions = asked.get(given.criterion, {})
        if not questions:
            message = f"`{given.criterion}` is no criterion with a question to a person"
            instead = " or ".join(nearest(given.criterion, list(asked)) or list(asked))
        elif given.question and given.question not in questions:
            message = f"`{given.criterion}` does not ask “{given.question}”"
            instead = " or ".join(nearest(given.question, list(questions)) or list(questions))
        elif not given.question and len(questions) > 1:
            message = f"`{given.criterion}` asks {len(questions)} questions: say which is answered"
            instead = f'{given.criterion}: {{"{next(iter(questions))}": applies}}'
        else:
            continue
        where = f'case "{case.name}": '
        yield cases.diagnostic(given.span, "nothing-asked", where + message, instead)


def with_answers(criteria: EligibilityCriteria, case: Case) -> Case:
    """The case with its answers among the patient's rows, given at the as-of moment."""
    if not case.answers:
        return case
    asked = _questions(criteria)
    rows = []
    for number, given in enumerate(case.answers):
        questions = asked[given.criterion]
        code = questions[given.question] if given.question else next(iter(questions.values()))
        rows.append(answer_row(code, given.word, case.as_of, row_id=f"answer {number}"))
    every = {**case.record.rows, KIND: tuple(rows)}
    return replace(case, record=replace(case.record, rows=every), answers=())


def _questions(criteria: EligibilityCriteria) -> dict[str, dict[str, str]]:
    """The code of each question, by criterion and by its words."""
    found = {each.id: questions_to_persons(each) for each in criteria.criteria}
    return {name: questions for name, questions in found.items() if questions}
