"""The kinds of clauses, one file each: grammar, node, check, lowering, words, printer.

Every module directly in this folder is a kind of clause and has one `CLAUSE`; they are found
by looking into the folder. What clauses share lies in `contract`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

from trialmatch.clauses.contract.anchors import check_anchors, settled
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode
from trialmatch.plan.algebra import Truth


@lru_cache(maxsize=1)
def all_clauses() -> tuple[Clause[ClauseNode], ...]:
    """Every kind of clause, in the order of their files' names."""
    found: list[Clause[ClauseNode]] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            clause = import_module(f"{__name__}.{module.name}").CLAUSE
            if not isinstance(clause, Clause):
                raise TypeError(f"CLAUSE of {module.name} is not a Clause")
            found.append(clause)
    return tuple(found)


def clause_of(node: ClauseNode) -> Clause[ClauseNode]:
    """The kind of clause that a node is of."""
    return _by_node()[type(node)]


def check_clause(node: ClauseNode, scope: Scope) -> Iterator[Problem]:
    """What is wrong with a clause, and with the moments that its windows hang on."""
    clause = clause_of(node)
    yield from clause.check(node, scope)
    yield from check_anchors(node, scope, clause.tried_for_each(node))


def lower_clause(node: ClauseNode, scope: Scope) -> Truth:
    """A clause said in the closed algebra."""
    clause = clause_of(node)
    tried = clause.tried_for_each(node)
    return clause.lower(node if tried is not None else settled(node, scope), scope)


@lru_cache(maxsize=1)
def _by_node() -> dict[type[ClauseNode], Clause[ClauseNode]]:
    return {each.node: each for each in all_clauses()}
