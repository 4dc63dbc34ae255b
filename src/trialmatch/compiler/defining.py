"""What `define` statements give names to, checked where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.anchors import on_each
from trialmatch.clauses.contract.conditions import check_inner
from trialmatch.clauses.contract.lets import check_let
from trialmatch.clauses.contract.scope import Definition, Let, Scope
from trialmatch.clauses.event import Event
from trialmatch.compiler.definitions import Declared, Names, add
from trialmatch.compiler.weighing import MAX_QUESTIONS, questions_in, too_many
from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem
from trialmatch.language.tree import CriteriaFile, DefineStatement, Name, names_in
from trialmatch.language.valued import LetStatement

# A definition is checked without knowing the header of the file that will use it.
_ANY_PERIOD = (0, 0)


def define(tree: CriteriaFile, names: Names, path: str) -> Iterator[Problem]:
    """Add a file's definitions and values to the names; each may use those above it."""
    both: tuple[DefineStatement | LetStatement, ...] = (*tree.definitions, *tree.lets)
    statements = sorted(both, key=lambda one: one.span)
    last = {each.name.text: nth for nth, each in enumerate(statements)}
    base = replace(names.scope(), event_subjects=True, period=_ANY_PERIOD)
    definitions, lets = names.definitions(), names.lets()
    for nth, each in enumerate(statements):
        scope = replace(base, definitions=definitions, lets=lets, broken=frozenset(names.broken))
        said = each.value if isinstance(each, LetStatement) else each.expression
        circular = [one for one in names_in(said) if last.get(one.text, -1) >= nth]
        questions = 0 if circular else questions_in(said, scope)
        problems: Iterator[Problem] = map(_below, circular)
        if questions > MAX_QUESTIONS:
            problems = iter((too_many(each.name.span, f"`{each.name.text}`"),))
        elif not circular:
            problems = _check(each, scope)
        wrong = False
        for problem in problems:
            wrong |= problem.severity is Severity.ERROR
            yield problem
        if wrong:
            names.broken.add(each.name.text)
            continue
        meaning = replace(_meaning(each), questions=questions)
        yield from add(names, each.name, Declared(meaning, path, each.name.span.line))
        if isinstance(meaning, Let):
            lets.setdefault(each.name.text, meaning)
        else:
            definitions.setdefault(each.name.text, meaning)


def _check(statement: DefineStatement | LetStatement, scope: Scope) -> Iterator[Problem]:
    if isinstance(statement, LetStatement):
        return check_let(statement, scope)
    return check_inner(statement.expression, scope)


def _meaning(statement: DefineStatement | LetStatement) -> Definition | Let:
    if isinstance(statement, LetStatement):
        return Let(statement.name.text, statement)
    return definition_of(statement)


def _below(name: Name) -> Problem:
    return Problem(
        rule="defined-below",
        message=f"`{name.text}` is not defined above this line",
        span=name.span,
        why="a definition uses those above it, so that none comes to use itself",
        instead="the definition it uses, moved above it",
    )


def definition_of(statement: DefineStatement) -> Definition:
    """What a statement gives a name to: a condition, or an event as well."""
    said = statement.expression
    name = statement.name.text
    if isinstance(said, Event) and not said.absent and on_each(said.window) is None:
        return Definition(name, said, said.event, said.window)
    return Definition(name, said)
