"""What a kind of clause has to offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

import pyparsing as pp

from trialmatch.clauses.contract.scope import Scope
from trialmatch.language.problems import Problem
from trialmatch.language.tree import ClauseNode, WindowPhrase
from trialmatch.plan.algebra import Truth

N = TypeVar("N", bound=ClauseNode)


class Clause(ABC, Generic[N]):
    """One kind of clause. Its module has one object of a subclass, named `CLAUSE`.

    `name` is the kind's name and that of its file, `words` are those it can begin with (none
    where a name begins it; several in a row where other clauses begin with the first), and
    `examples` are clauses in canonical wording. `takes_when` says that `when` may follow it.
    """

    name: ClassVar[str]
    words: ClassVar[tuple[str, ...]]
    examples: ClassVar[tuple[str, ...]]
    node: type[N]
    takes_when: ClassVar[bool] = False

    @abstractmethod
    def grammar(self) -> pp.ParserElement:
        """A grammar that gives one node of this kind."""

    @abstractmethod
    def check(self, node: N, scope: Scope) -> Iterator[Problem]:
        """What is wrong with a node: its names, units, dates and limits."""

    @abstractmethod
    def lower(self, node: N, scope: Scope) -> Truth:
        """The node said in the closed algebra; only ever asked of a node without errors."""

    def tried_for_each(self, node: N) -> WindowPhrase | None:
        """The window that may hang on each row of an event, where there is one."""
        return None

    @abstractmethod
    def print(self, node: N) -> str:
        """The node in canonical wording; parsing that gives an equal node."""
