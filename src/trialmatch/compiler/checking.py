"""Everything that is wrong with a file's criteria, and what the file lacks as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialmatch.clauses import check_clause, clause_of
from trialmatch.clauses.contract.for_any import check_tried_events
from trialmatch.clauses.contract.scope import Scope
from trialmatch.compiler.validity import check_validity, check_versions
from trialmatch.compiler.weighing import check_weight
from trialmatch.diagnostics import Severity, Span
from trialmatch.language.parser import MAX_PROBLEMS
from trialmatch.language.problems import Problem
from trialmatch.language.tree import (
    ClauseNode,
    CriteriaFile,
    CriterionStatement,
    Expression,
    If,
    Name,
    Unless,
    When,
    Word,
    clauses_in,
    names_in,
)
from trialmatch.language.words import HEADER_HEADS, SIDES
from trialmatch.vocabulary.near_names import nearest

_TOP = "top"
_START = Span(0, 0, 1, 1)


def check_criteria(tree: CriteriaFile, scope: Scope) -> Iterator[Problem]:
    """What is wrong with each criterion."""
    yield from _duplicate_ids(tree)
    overweight = tuple(check_weight(tree.criteria, scope))
    yield from overweight
    if overweight:
        return
    for each in tree.criteria:
        yield from check_validity(each)
        yield from _misplaced_when(each.expression)
        yield from check_tried_events(each.expression, scope)
        for node in clauses_in(each.expression):
            yield from check_clause(node, scope)


def check_whole(tree: CriteriaFile) -> Iterator[Problem]:
    """What the file lacks, and what it has and never uses."""
    if not _has_anything(tree):
        yield _lacks(_START, "empty-file", "the file is empty", '`trial NAME "Title"`')
    elif _has_criteria(tree):
        if tree.header is None and not _header_broken(tree):
            message = "the file has criteria and no header"
            yield _lacks(_START, "missing-header", message, '`trial NAME "Title"` at the top')
        yield from _unused(tree)
    elif tree.header is not None:
        message = "the file has a header and no criteria"
        yield _lacks(
            tree.header.name.span, "missing-criteria", message, "`include`, and criteria below it"
        )
    if tree.header is not None and not _has_screen(tree):
        message = "the header does not say who is screened"
        instead = "`screen each patient`, or `screen each stay with …`, below the header"
        yield _lacks(tree.header.name.span, "missing-screen", message, instead)


def _has_anything(tree: CriteriaFile) -> bool:
    return bool(
        tree.header
        or tree.uses
        or tree.codes
        or tree.measures
        or tree.drugs
        or tree.definitions
        or tree.lets
        or tree.criteria
        or tree.unparsed
    )


def _has_criteria(tree: CriteriaFile) -> bool:
    broken = any(each.section in SIDES or each.head.text in SIDES for each in tree.unparsed)
    return bool(tree.criteria) or broken


def _header_broken(tree: CriteriaFile) -> bool:
    return any(
        each.section == _TOP and (each.head.text in (*HEADER_HEADS, "")) for each in tree.unparsed
    )


def _has_screen(tree: CriteriaFile) -> bool:
    lines = tree.header.lines if tree.header else ()
    broken = any(each.section not in (_TOP, *SIDES) for each in tree.unparsed)
    return broken or any(head.text == "screen" for head, _ in lines)


def _unused(tree: CriteriaFile) -> Iterator[Problem]:
    used = {name.text for name in names_in((tree.header, tree.criteria))}
    used |= {name.text for each in tree.definitions for name in names_in(each.expression)}
    used |= {name.text for each in tree.lets for name in names_in(each.value)}
    used |= {word.text for each in tree.codes for word in each.exceptions}
    used |= {word for each in tree.unparsed for word in re.findall(r"\w+", each.text)}
    declared = [("code set", each.name) for each in tree.codes]
    declared += [("measure", each.name) for each in tree.measures]
    declared += [("code set", each.name) for each in tree.drugs]
    declared += [("definition", each.name) for each in tree.definitions]
    declared += [("value", each.name) for each in tree.lets]
    if all(name.text in used for _, name in declared):
        return
    # A name that another was most likely meant to be is not told of twice.
    known = {name.text for _, name in declared}
    unknown = sorted(used - known)[:MAX_PROBLEMS]
    used |= {meant for each in unknown for meant in nearest(each, known)}
    for what, name in declared:
        if name.text not in used:
            used.add(name.text)
            yield _never_used(what, name)


def _misplaced_when(expression: Expression) -> Iterator[Problem]:
    match expression:
        case If(body=body) | Unless(body=body):
            yield from _misplaced_when(body)
        case When(body=body, span=span):
            if not (isinstance(body, ClauseNode) and clause_of(body).takes_when):
                yield _when_without_review(span)


def _when_without_review(span: Span) -> Problem:
    return Problem(
        rule="not-outermost",
        message="`when` cannot stand here",
        span=Span(span.start, span.start + len("when"), span.line, span.column),
        why="`when` says under which condition a person reads, so it follows a `review` that is "
        "the whole criterion",
        instead="`if …:` at the beginning of the criterion",
    )


def _duplicate_ids(tree: CriteriaFile) -> Iterator[Problem]:
    versions: dict[str, list[CriterionStatement]] = {}
    for each in tree.criteria:
        versions.setdefault(each.id.text, []).append(each)
    several = {
        name: found
        for name, found in versions.items()
        if len(found) > 1 and all(each.valid is not None for each in found)
    }
    for found in several.values():
        yield from check_versions(found)
    ids = [each.id for each in tree.criteria if each.id.text not in several]
    ids += [each.head for each in tree.unparsed if each.section in SIDES]
    seen: dict[str, Word] = {}
    for word in sorted(ids, key=lambda one: one.span):
        before = seen.setdefault(word.text, word)
        if before is not word:
            yield _duplicate_id(word, before.span)


def _duplicate_id(word: Word, before: Span) -> Problem:
    return Problem(
        rule="duplicate-id",
        message=f"`{word.text}` is the criterion on line {before.line} already",
        span=word.span,
        why="answers and lists know a criterion by its identifier",
        instead="an identifier of its own",
    )


def _never_used(what: str, name: Name) -> Problem:
    return Problem(
        rule="unused-name",
        message=f"the {what} `{name.text}` is never used",
        span=name.span,
        why="a criterion may have been forgotten, or its name misspelt",
        instead="a criterion that uses it, or nothing",
        severity=Severity.WARNING,
    )


def _lacks(span: Span, rule: str, message: str, instead: str) -> Problem:
    return Problem(
        rule=rule,
        message=message,
        span=span,
        why="a file says whose criteria these are, who is screened, and by which criteria",
        instead=instead,
    )
