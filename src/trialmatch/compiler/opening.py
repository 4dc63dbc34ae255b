"""A criteria file opened up: its tree and its names, to say its criteria anew with a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trialmatch.clauses import clause_of
from trialmatch.clauses.contract.scope import Let, Scope
from trialmatch.compiler.assembling import compile_source, scope_of
from trialmatch.compiler.compiling import Compiled
from trialmatch.compiler.defining import definition_of
from trialmatch.compiler.files import Loading
from trialmatch.compiler.lowering import criteria_of
from trialmatch.compiler.reading import read_from_disk
from trialmatch.diagnostics import Severity, Span
from trialmatch.language.source import SourceText
from trialmatch.language.tree import (
    CriteriaFile,
    CriterionStatement,
    DefineStatement,
    Name,
    clauses_in,
    names_in,
)
from trialmatch.language.valued import LetStatement
from trialmatch.plan.criteria import Criterion
from trialmatch.vocabulary.codesets import CodeSet


class CannotBeSaid(Exception):
    """The changed criterion has a mistake, so no file could say it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One file without mistakes: what it compiles to, and what that was made of."""

    compiled: Compiled
    source: SourceText
    tree: CriteriaFile
    scope: Scope

    def criterion(
        self, versions: Sequence[CriterionStatement], scope: Scope | None = None
    ) -> Criterion:
        """All versions of one criterion as one; raises CannotBeSaid where it has a mistake."""
        scope = scope or self.scope
        study = self.tree.header.name.text if self.tree.header else ""
        try:
            if any(_mistaken(each, scope) for each in versions):
                raise CannotBeSaid
            return criteria_of(tuple(versions), scope, study)[0]
        except (ArithmeticError, LookupError, TypeError, ValueError):
            raise CannotBeSaid from None

    def versions(self, identifier: str) -> list[CriterionStatement]:
        """The statements that together are one criterion."""
        return [each for each in self.tree.criteria if each.id.text == identifier]

    def asking(self, name: str) -> list[str]:
        """The criteria that a name has a part in, also by what else is defined with it."""
        names = {name}
        for each in self.named():
            if names & {one.text for one in names_in(each)}:
                names.add(each.name.text)
        asking = (
            each for each in self.tree.criteria if names & {one.text for one in names_in(each)}
        )
        return list(dict.fromkeys(each.id.text for each in asking))

    def named(self) -> list[DefineStatement | LetStatement]:
        """The definitions and values of this very file, in order."""
        both: tuple[DefineStatement | LetStatement, ...] = (
            *self.tree.definitions,
            *self.tree.lets,
        )
        return sorted(both, key=lambda one: one.span)

    def own_code_sets(self) -> dict[str, CodeSet]:
        """The code sets and measures' codes that this very file declares, by name."""
        return {each.text: self.scope.codes_of(each) for each in self.declared_codes()}

    def declared_codes(self) -> dict[Name, Span]:
        """The names of the code sets and measures of this very file, with their statements."""
        tree = self.tree
        own = {each.name: each.span for each in tree.codes if not each.given_by_site}
        own |= {each.name: each.span for each in tree.measures if not each.given_by_site}
        return own | {each.name: each.span for each in tree.drugs}


def open_file(path: Path) -> Opened:
    """Open a file up; raises NotReadable where it cannot be read."""
    loading = Loading(None)
    text = read_from_disk(str(path))
    compiled = compile_source(text, str(path), loading)
    loaded = loading.load(text, str(path))
    return Opened(compiled, loaded.source, loaded.tree, scope_of(loaded))


def renamed(statement: DefineStatement | LetStatement, scope: Scope) -> Scope:
    """The scope in which a statement says what its name means."""
    name = statement.name.text
    if isinstance(statement, LetStatement):
        return replace(scope, lets={**scope.lets, name: Let(name, statement)})
    definitions = {**scope.definitions, name: definition_of(statement)}
    return replace(scope, definitions=definitions)


def _mistaken(statement: CriterionStatement, scope: Scope) -> bool:
    found = (
        problem
        for clause in clauses_in(statement.expression)
        for problem in clause_of(clause).check(clause, scope)
    )
    return any(each.severity is Severity.ERROR for each in found)
