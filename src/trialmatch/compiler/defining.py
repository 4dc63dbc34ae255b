"""What `define` statements give names to, checked where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses import check_clause
from trialmatch.clauses.contract.anchors import on_each
from trialmatch.clauses.contract.scope import Definition
from trialmatch.clauses.event import Event
from trialmatch.compiler.definitions import Declared, Names, add
from trialmatch.language.problems import Problem
from trialmatch.language.tree import CriteriaFile, DefineStatement, Name, clauses_in, names_in

# A definition is checked without knowing the header of the file that will use it.
_ANY_PERIOD = (0, 0)


def define(tree: CriteriaFile, names: Names, path: str) -> Iterator[Problem]:
    """Add a file's definitions to the names; each may use those above it."""
    for nth, each in enumerate(tree.definitions):
        below = {one.name.text for one in tree.definitions[nth:]}
        circular = [name for name in names_in(each.expression) if name.text in below]
        if circular:
            names.broken.add(each.name.text)
            yield from map(_below, circular)
            continue
        scope = replace(names.scope(), event_subjects=True, period=_ANY_PERIOD)
        wrong = False
        for clause in clauses_in(each.expression):
            for problem in check_clause(clause, scope):
                wrong |= problem.severity.value == "error"
                yield problem
        if wrong:
            names.broken.add(each.name.text)
        else:
            declared = Declared(definition_of(each), path, each.name.span.line)
            yield from add(names, each.name, declared)


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
