"""The syntax tree: what a criteria file says, before any name is looked up.

Nodes are frozen and know their span; the span has no part in whether two nodes are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from trialmatch.diagnostics import Span
from trialmatch.plan.algebra import By, Lasting
from trialmatch.plan.criteria import Side
from trialmatch.plan.window import Window
from trialmatch.vocabulary.calendar import Duration

if TYPE_CHECKING:
    from trialmatch.language.header_tree import Header
    from trialmatch.language.measure_tree import MeasureStatement
    from trialmatch.language.valued import LetStatement


@dataclass(frozen=True, slots=True)
class Word:
    """A word, name, date or text in quotes as written, with its place."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name(Word):
    """A word that stands for a code set or a measure."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written, with its place."""

    value: Decimal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WindowPhrase:
    """A window as said (`text` is its canonical wording) and as meant."""

    text: str
    window: Window
    by: By
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OfNormal:
    """`x ULN` or `x LLN`: a limit in multiples of an end of the reference range."""

    end: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A limit: a sign with one number, or `between` with two; or `is` with a word and no number.

    `unit` and `of_normal` are what the numbers are of, where it is said; never both. Limits on an
    ordered scale that are no numbers are `steps`.
    """

    sign: str
    numbers: tuple[Amount, ...]
    unit: Word | None
    span: Span = field(compare=False, repr=False)
    of_normal: OfNormal | None = None
    word: Word | None = None
    steps: tuple[Word, ...] = ()


# events ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event of a kind whose codes are in a set, such as `main diagnosis stroke`."""

    kind: str
    codes: Name
    position: str
    act: str
    span: Span = field(compare=False, repr=False)
    status: str = ""


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """A contact of a type, `having` an event of its own where one is said."""

    contact: str
    having: CodedEvent | None
    span: Span = field(compare=False, repr=False)
    status: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: `any position`, `the same stay`, or in a type of contact."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DefinedEvent:
    """An event that a `define` statement gave a name."""

    name: Name
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KnownAllergy:
    """Any allergy at all, which a row that says "no known allergy" denies."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AnyOfKind:
    """Any event of a kind that needs no code set, such as `participation`."""

    kind: str
    span: Span = field(compare=False, repr=False)


Core = CodedEvent | ContactEvent | DefinedEvent | KnownAllergy | AnyOfKind


class Qualifier:
    """What an event is qualified by: another event, its length, an attribute."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EventPhrase:
    """An event, the places it is asked for in, and what else it is qualified by.

    `prefix` is `another`, `previous`, `current`, `this` or `first ever` before it.
    """

    core: Core
    places: tuple[Place, ...]
    span: Span = field(compare=False, repr=False)
    qualifiers: tuple[Qualifier, ...] = ()
    prefix: str = ""


def qualified_by(event: EventPhrase, more: tuple[Qualifier, ...]) -> EventPhrase:
    """The event with what else it is qualified by, said after its window."""
    return replace(event, qualifiers=(*event.qualifiers, *more)) if more else event


# expressions -------------------------------------------------------------------------------


class Expression:
    """A question or several joined by words."""

    __slots__ = ()


class ClauseNode(Expression):
    """What one clause says; each clause file has its own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """`A or B`."""

    parts: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And(Expression):
    """`A and B`."""

    parts: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """`not A`."""

    part: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NumberOf(Expression):
    """`at least 2 of (A | B | C)`."""

    bound: str
    number: int
    parts: tuple[Expression, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ForAny(Expression):
    """`for any event as name: (body)`: each such event is tried alone."""

    event: EventPhrase
    window: WindowPhrase | None
    name: Word
    body: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class If(Expression):
    """`if condition: body`."""

    condition: Expression
    body: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class When(Expression):
    """`review "…" when condition`, which means the same as `if condition: review "…"`."""

    body: Expression
    condition: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unless(Expression):
    """`body unless exception`."""

    body: Expression
    exception: Expression
    span: Span = field(compare=False, repr=False)


# statements --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Codes of one system, in the order written."""

    system: Word
    codes: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class UseStatement:
    """`use "…"`."""

    path: Word
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CodesStatement:
    """`codes name = … except …`; what stands after `except` is told apart by the compiler.

    `lasting` says how long rows without an end last. A set `given_by_site` has no codes here.
    """

    name: Name
    groups: tuple[CodeGroup, ...]
    exceptions: tuple[Word, ...]
    span: Span = field(compare=False, repr=False)
    lasting: Lasting | None = None
    given_by_site: bool = False


@dataclass(frozen=True, slots=True)
class DrugsStatement:
    """`drugs name = … half-life …`; each group of codes with its half-life."""

    name: Name
    groups: tuple[CodeGroup, ...]
    half_lives: tuple[Duration, ...]
    span: Span = field(compare=False, repr=False)
    lasting: Lasting | None = None


@dataclass(frozen=True, slots=True)
class DefineStatement:
    """`define name = …`: a condition or an event that has a name."""

    name: Name
    expression: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ValidLine:
    """`valid from … to …`, of a whole file or of one criterion."""

    since: Word | None
    until: Word | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CriterionStatement:
    """`ID "Title": expression`; `text` is what stands after the colon, white space folded."""

    id: Word
    title: str
    side: Side
    expression: Expression
    text: str
    span: Span = field(compare=False, repr=False)
    valid: ValidLine | None = None


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A statement that could not be parsed: its first word, its text, the section it is in.

    It is kept so that what it would have declared or used raises no second diagnostic.
    """

    section: str
    head: Word
    text: str


@dataclass(frozen=True, slots=True)
class CriteriaFile:
    """One file, statement by statement."""

    header: Header | None
    uses: tuple[UseStatement, ...]
    codes: tuple[CodesStatement, ...]
    measures: tuple[MeasureStatement, ...]
    criteria: tuple[CriterionStatement, ...]
    unparsed: tuple[Unparsed, ...] = ()
    drugs: tuple[DrugsStatement, ...] = ()
    definitions: tuple[DefineStatement, ...] = ()
    lets: tuple[LetStatement, ...] = ()


def inner_expressions(expression: Expression) -> tuple[Expression, ...]:
    """The expressions that one is made of; none of a clause."""
    match expression:
        case Or(parts) | And(parts) | NumberOf(_, _, parts):
            return parts
        case Not(part) | ForAny(body=part):
            return (part,)
        case If(first, second) | When(first, second) | Unless(first, second):
            return (first, second)
    return ()


def clauses_in(expression: Expression) -> Iterator[ClauseNode]:
    """Every clause of an expression, from left to right."""
    if isinstance(expression, ClauseNode):
        yield expression
    for part in inner_expressions(expression):
        yield from clauses_in(part)


def names_in(node: object) -> Iterator[Name]:
    """Every name that a node speaks of."""
    found: list[Name] = []
    _gather(node, found)
    return iter(found)


def _gather(node: object, found: list[Name]) -> None:
    if isinstance(node, Name):
        found.append(node)
    elif isinstance(node, tuple):
        for item in node:
            _gather(item, found)
    else:
        kind: type = type(node)
        for each in _fields(kind):
            _gather(getattr(node, each), found)


@lru_cache(maxsize=256)
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a node in which names may stand; none of anything but a node."""
    if not is_dataclass(kind):
        return ()
    return tuple(each.name for each in fields(kind) if each.name != "span")
