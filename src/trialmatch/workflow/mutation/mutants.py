"""Every mutant of an opened file; those that ask the same are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.clauses.contract.scope import Scope
from trialmatch.compiler.opening import CannotBeSaid, Opened, renamed
from trialmatch.diagnostics import Span
from trialmatch.language.tree import CriterionStatement, DefineStatement, Name, names_in
from trialmatch.language.valued import LetStatement
from trialmatch.plan.algebra import Observed
from trialmatch.plan.criteria import Criterion
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.mutation.mutant import Mutant
from trialmatch.workflow.mutation.neighbours import with_neighbours
from trialmatch.workflow.mutation.proving import normal
from trialmatch.workflow.mutation.sorts import all_sorts
from trialmatch.workflow.mutation.sorts.codes import without_any
from trialmatch.workflow.mutation.variants import Change, Changes, Variant, variants


def mutants_of(opened: Opened) -> list[Mutant]:
    """Every change by one step of the criteria, definitions and code sets of a file."""
    known = {each.id: each for each in _criteria(opened)}
    seen = set[object]()
    kept = list[Mutant]()
    for mutant in _mutants(opened):
        changed = tuple(each for each in mutant.criteria if _asks_else(each, known[each.id]))
        key = tuple((c.id, c.side, normal(c.question), normal(c.applies)) for c in changed)
        if mutant.codes is None and (not changed or key in seen):
            continue
        seen.add(key)
        kept.append(replace(mutant, criteria=changed))
    return kept


def _criteria(opened: Opened) -> tuple[Criterion, ...]:
    return opened.compiled.criteria.criteria if opened.compiled.criteria else ()


def _asks_else(one: Criterion, other: Criterion) -> bool:
    return (one.side, one.question, one.applies) != (other.side, other.question, other.applies)


def _mutants(opened: Opened) -> Iterator[Mutant]:
    for statement in opened.tree.criteria:
        yield from _of_statement(statement, opened)
    for named in opened.named():
        yield from _of_definition(named, opened)
    for name, span in opened.declared_codes().items():
        yield from _of_codes(name, span, opened)


def _of_statement(statement: CriterionStatement, opened: Opened) -> Iterator[Mutant]:
    versions = opened.versions(statement.id.text)
    at = versions.index(statement)
    for sort in all_sorts():
        for each in variants(statement, sort.of_tree):
            if isinstance(each.whole, CriterionStatement):
                changed = with_neighbours(versions, at, each.whole)
                yield from _said(sort.name, statement, each, changed, opened, opened.scope)
        if statement is versions[0]:
            yield from _of_question(sort.name, sort.of_algebra, statement, opened)
    for name in dict.fromkeys(names_in(statement.expression)):
        yield from _without_codes(name, statement, versions, opened)


def _said(
    sort: str,
    statement: CriterionStatement,
    variant: Variant,
    versions: list[CriterionStatement],
    opened: Opened,
    scope: Scope,
) -> Iterator[Mutant]:
    try:
        criterion = opened.criterion(versions, scope)
    except CannotBeSaid:
        return
    span = variant.span or statement.span
    # A person's answer to the criterion as it stands is one to the mutant as well.
    yield Mutant(sort, statement.id.text, variant.words, span, (criterion,))


def _of_question(
    sort: str, changes: Changes, statement: CriterionStatement, opened: Opened
) -> Iterator[Mutant]:
    criterion = next(each for each in _criteria(opened) if each.id == statement.id.text)
    # What the source must have covered follows from the picks, and is not picked itself.
    for each in variants(criterion, changes, statement.span, left_out=Observed):
        if isinstance(each.whole, Criterion):
            of = statement.id.text
            yield Mutant(sort, of, each.words, each.span or statement.span, (each.whole,))


def _without_codes(
    name: Name, statement: CriterionStatement, versions: list[CriterionStatement], opened: Opened
) -> Iterator[Mutant]:
    """The criterion where nothing has a code of one of its sets: a case must have one."""
    scope = opened.scope
    if name.text not in scope.code_sets and name.text not in scope.measures:
        return
    changed = with_codes(scope, name.text, without_any(scope.codes_of(name)))
    variant = Variant(statement, f"`{name.text}` without any of its codes", name.span)
    yield from _said("codes", statement, variant, versions, opened, changed)


def _of_definition(definition: DefineStatement | LetStatement, opened: Opened) -> Iterator[Mutant]:
    for sort in all_sorts():
        for each in variants(definition, sort.of_tree, definition.span):
            if isinstance(each.whole, DefineStatement | LetStatement):
                scope = renamed(each.whole, opened.scope)
                yield from _of_name(sort.name, definition.name, each, scope, opened)


def _of_name(
    sort: str,
    name: Name,
    variant: Variant,
    scope: Scope,
    opened: Opened,
    codes: CodeSet | None = None,
) -> Iterator[Mutant]:
    try:
        criteria = tuple(
            opened.criterion(opened.versions(each), scope) for each in opened.asking(name.text)
        )
    except CannotBeSaid:
        return
    span = variant.span or name.span
    yield Mutant(sort, f"`{name.text}`", variant.words, span, criteria, codes)


def _of_codes(name: Name, statement: Span, opened: Opened) -> Iterator[Mutant]:
    codes = opened.scope.codes_of(name)
    for sort in all_sorts():
        for change in sort.of_codes(codes):
            if isinstance(change.node, CodeSet):
                scope = with_codes(opened.scope, name.text, change.node)
                span = _place(change, statement, opened)
                variant = Variant(change.node, change.words, span)
                yield from _of_name(sort.name, name, variant, scope, opened, change.node)


def with_codes(scope: Scope, name: str, codes: CodeSet) -> Scope:
    """The scope in which one name has other codes."""
    measure = scope.measures.get(name)
    if measure is None:
        return replace(scope, code_sets={**scope.code_sets, name: codes})
    return replace(scope, measures={**scope.measures, name: replace(measure, codes=codes)})


def _place(change: Change, span: Span, opened: Opened) -> Span:
    """Where the code stands that a change of codes speaks of, as far as it is found."""
    written = change.words.rsplit(" ", 1)[-1]
    text = opened.source.text[span.start : span.end]
    for form in (written, _dotted(written)):
        at = text.find(form)
        if at >= 0:
            return opened.source.span(span.start + at, span.start + at + len(form))
    return span


def _dotted(code: str) -> str:
    return "-".join(f"{each[:3]}.{each[3:]}" if each[3:] else each for each in code.split("-"))
