"""One file put through every stage: load, check, lower."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from trialmatch.clauses.contract.scope import Scope
from trialmatch.compiler.checking import check_criteria, check_whole
from trialmatch.compiler.compiling import Compiled
from trialmatch.compiler.contradictions import contradictions
from trialmatch.compiler.files import Loaded, Loading
from trialmatch.compiler.hashing import file_hash
from trialmatch.compiler.headers import (
    basis_of,
    check_header,
    protocol_of,
    screen_of,
    sources_of,
    target_of,
    with_header,
)
from trialmatch.compiler.left_to_site import left_to_site, to_be_given
from trialmatch.compiler.lowering import criteria_of
from trialmatch.compiler.screening import domain_of, own_kinds
from trialmatch.diagnostics import Diagnostic, Severity, Span
from trialmatch.language.header_tree import Header, ScreenLine
from trialmatch.language.parser import MAX_PROBLEMS
from trialmatch.language.problems import Problem
from trialmatch.plan.criteria import EligibilityCriteria


def compile_source(text: str, path: str, loading: Loading) -> Compiled:
    """Compile a text that stands at a path; `loading` reads the files it uses."""
    loaded = loading.load(text, path)
    scope = scope_of(loaded)
    found = [*loading.diagnostics, *_checked(loaded, scope)]
    criteria = None
    if not any(each.severity is Severity.ERROR for each in found):
        criteria = _criteria(loaded, scope, file_hash(_ordered(loading.texts, path)))
    if criteria is not None:
        against = contradictions(loaded.tree.criteria, criteria.criteria)
        found += [loaded.source.diagnostic(each) for each in against]
    diagnostics = tuple(sorted(dict.fromkeys(found), key=lambda one: _place(one, path)))
    return Compiled(criteria, diagnostics)


def scope_of(loaded: Loaded) -> Scope:
    """What the criteria of a file may speak of."""
    header = loaded.tree.header
    screen = screen_of(header) if header else None
    scope = replace(
        loaded.names.scope(),
        # Where the line is missing or broken that is told once, not for every criterion.
        event_subjects=screen is None or screen.event is not None,
        merged=screen is not None and screen.merged is not None,
        own_kinds=frozenset() if screen is None else own_kinds(screen),
    )
    return scope if header is None else with_header(scope, header)


def _checked(loaded: Loaded, scope: Scope) -> list[Diagnostic]:
    tree = loaded.tree
    problems: list[Problem] = []
    if tree.header is not None:
        problems += check_header(tree.header, _without_own_contact(scope))
    # Lazily, so that a text made of mistakes costs no more than this many.
    problems += islice(check_criteria(tree, scope), MAX_PROBLEMS)
    if not loaded.source.problems:
        problems += islice(check_whole(tree), MAX_PROBLEMS)
    problems += islice(left_to_site(loaded), MAX_PROBLEMS)
    return [loaded.source.diagnostic(each) for each in problems]


def _without_own_contact(scope: Scope) -> Scope:
    """The scope of the `screen` line itself, where there is no subject yet."""
    return replace(scope, event_subjects=False)


def _criteria(loaded: Loaded, scope: Scope, digest: str) -> EligibilityCriteria | None:
    header = loaded.tree.header
    screen = screen_of(header) if header else None
    if header is None or screen is None:
        return None
    return _assembled(loaded, scope, header, screen, digest)


def _assembled(
    loaded: Loaded, scope: Scope, header: Header, screen: ScreenLine, digest: str
) -> EligibilityCriteria:
    protocol, dated = protocol_of(header)
    target, target_unit = target_of(header)
    study = header.name.text
    return EligibilityCriteria(
        id=study,
        title=header.title.text,
        purpose=header.purpose,
        domain=domain_of(screen, _without_own_contact(scope), header),
        criteria=criteria_of(loaded.tree.criteria, scope, study),
        hash=digest,
        path=loaded.source.path,
        protocol=protocol,
        protocol_date=dated,
        target=target,
        target_unit=target_unit,
        basis=basis_of(header),
        sources=sources_of(header),
        by_site=to_be_given(loaded),
    )


def _ordered(texts: dict[str, str], path: str) -> Iterable[str]:
    """The file's own text first, then those it uses in a fixed order."""
    others = sorted(each for each in texts if each != path)
    return [texts[path], *(texts[each] for each in others)]


def _place(diagnostic: Diagnostic, path: str) -> tuple[bool, str, Span, str]:
    span = diagnostic.span or Span(0, 0, 1, 1)
    return diagnostic.path != path, diagnostic.path, span, diagnostic.rule
