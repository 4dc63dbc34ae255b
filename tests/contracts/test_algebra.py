"""What every node of the algebra keeps to; a new one that is not in a question here fails.

Each question is put to both engines, to patients and to events, and is walked, interned and
told in words. What a node means is in the engines' own tests.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from inspect import isabstract
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import trialmatch.plan.algebra as package
import trialmatch.plan.passes
from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.cohort.records import PatientRecord, Result, Row
from trialmatch.engines import columnar, reference
from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Arithmetic,
    AtLeast,
    Attribute,
    By,
    Choose,
    Codings,
    Compare,
    Constant,
    During,
    Edge,
    Elapsed,
    Events,
    Exists,
    Fact,
    Field,
    ForAny,
    How,
    Joined,
    Lacking,
    Link,
    Lookup,
    Match,
    Merged,
    NamedTime,
    Near,
    Negate,
    Node,
    Number,
    Observed,
    OfPartner,
    Op,
    Operation,
    Order,
    OwnEvent,
    RangeEnd,
    RangeLimit,
    Reduce,
    Rows,
    RowTime,
    RowValue,
    SameContact,
    Spaced,
    Spread,
    SubjectValue,
    Take,
    Truth,
    Value,
    Where,
    Within,
    Word,
)
from trialmatch.plan.criteria import (
    Criterion,
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    Side,
    walk,
)
from trialmatch.plan.describing import Describing
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.verdict import Missing, Reason
from trialmatch.vocabulary.calendar import Duration, Moment, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

HEART = CodeSet("heart", (pattern("ICD10", "I"),))
CRP = Number(Scale("crp", "mg/L", "mg/L"))
DIAGNOSES = Within(Events(("diagnosis",), HEART))
RESULTS, STAYS = Within(Events(("measurement",))), Within(Events(("visit",)))
WEEK, MONTH = Duration(1, Unit.WEEK), Window(Bound(Duration(1, Unit.MONTH)))
SEEN = Observed(("diagnosis",), HEART, ANY_TIME)
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")
HAD = Exists(DIAGNOSES, SEEN)
LATEST = Reduce(Take(RESULTS), CRP)
TWO = Constant(Decimal(2))


def over(value: Value, op: Op = Op.GE) -> Truth:
    return Compare(value, op, Decimal(2))


def there_are(rows: Rows) -> Truth:
    return Exists(rows, SEEN)


def _questions() -> Iterator[tuple[str, Truth]]:
    """At least one question for every node and for every choice that a node offers."""
    yield "acts", there_are(Within(Events(("medication",), None, frozenset({"given"}))))
    yield "own event", there_are(OwnEvent())
    yield "field", there_are(Where(DIAGNOSES, Compare(Field("position"), Op.NE, "main")))
    yield (
        "words",
        there_are(Where(STAYS, Compare(Field("contact_type"), Op.IN, frozenset({"day"})))),
    )
    yield "merged", there_are(Merged(STAYS, WEEK))
    yield "spaced", over(Reduce(Spaced(DIAGNOSES, WEEK), how=How.COUNT))
    yield "anti", there_are(Joined(DIAGNOSES, STAYS, SameContact(), Match.ANTI, SEEN))
    yield "during", there_are(Joined(DIAGNOSES, STAYS, During(), itself=False))
    pairs = Joined(DIAGNOSES, RESULTS, Near(MONTH, Edge.END, By.END), Match.PAIRS)
    yield "pairs", there_are(Where(pairs, over(OfPartner(CRP))))
    yield "semi", there_are(Joined(DIAGNOSES, RESULTS, Near(MONTH), Match.SEMI))
    yield "answer", Compare(Reduce(Events(("answer",)), Word()), Op.EQ, "applies")
    yield "lookup", over(Reduce(DIAGNOSES, Lookup(Codings(), ((HEART, Decimal(3)),), "p"), How.SUM))
    yield "choose", Compare(LATEST, Op.GT, Choose(FEMALE, TWO, LATEST))
    apart = Lacking(Reason.of(Missing.INPUTS_APART, "bmi"))
    yield "lacking", over(Choose(FEMALE, LATEST, apart))
    yield "all of", AllOf((HAD, FEMALE))
    yield "any of", AnyOf((HAD, FEMALE))
    yield "at least", AtLeast(1, (HAD, FEMALE))
    yield "not", Negate(HAD)
    yield "spread", Spread(FEMALE)
    for edge in Edge:
        near = Window(Bound(WEEK, anchor=NamedTime("s", edge)))
        around = Exists(Within(Events(("measurement",)), near), SEEN)
        yield f"for any {edge.name}", ForAny(DIAGNOSES, "s", around, SEEN)
    yield "record", over(Elapsed(Attribute(Fact.RECORD), Attribute(Fact.INDEX), Unit.DAY))
    yield "birth", over(Elapsed(Attribute(Fact.BIRTH), Attribute(Fact.INDEX), Unit.YEAR))
    yield (
        "anchor",
        there_are(Within(DIAGNOSES, Window(Bound(anchor=Reduce(Take(STAYS), RowTime()))))),
    )
    yield "days", there_are(Within(DIAGNOSES, Window(Bound(days=LATEST), INDEX)))
    yield from ((f"op {op.name}", over(LATEST, op)) for op in Op if op is not Op.IN)
    yield from ((f"by {by.name}", there_are(Within(STAYS, MONTH, by))) for by in By)
    for end in RangeEnd:
        yield f"range {end.name}", over(Reduce(Take(RESULTS), RangeLimit(end, CRP.scale)))
    for edge in Edge:
        yield f"edge {edge.name}", over(Reduce(Take(STAYS), RowTime(edge)))
    for order in Order:
        yield order.name, over(Reduce(Take(RESULTS, order, 2, CRP), CRP, How.MAX))
    for operation in Operation:
        yield operation.name, over(Arithmetic(operation, LATEST, TWO))
    for how in How:
        value = None if how in (How.COUNT, How.LONGEST_RUN, How.COVERED_SHARE) else CRP
        rows = RESULTS if value is not None else STAYS
        yield how.name, over(Reduce(rows, value, how, window=MONTH))


QUESTIONS = dict(_questions())
by_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))


def modules(of: ModuleType) -> list[ModuleType]:
    names = [each.name for each in pkgutil.iter_modules(of.__path__)]
    return [importlib.import_module(f"{of.__name__}.{name}") for name in names]


def defined(kind: type) -> list[type]:
    """The classes of a kind that the algebra's modules define."""
    found = [
        value
        for module in modules(package)
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    return [value for value in found if issubclass(value, kind)]


TYPES = (Node, Rows, Value, RowValue, SubjectValue, Truth, Link)
NODES = [node for node in defined(Node) if node not in TYPES]
CHOICES: list[tuple[type, Enum]] = [
    (choice, member) for choice in defined(Enum) if issubclass(choice, Enum) for member in choice
]
WALKED = [node for question in QUESTIONS.values() for node in walk(question)]


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_every_node_is_in_a_question_here(node: type) -> None:
    assert any(type(each) is node for each in WALKED)


@pytest.mark.parametrize(("choice", "member"), CHOICES, ids=lambda each: getattr(each, "name", ""))
def test_every_choice_that_a_node_offers_is_in_a_question_here(choice: type, member: Enum) -> None:
    said = [getattr(node, name) for node in WALKED for name in getattr(node, "__match_args__", ())]
    assert any(each is member for each in said)


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.__name__)
def test_a_node_is_of_one_type_and_says_what_it_means(node: type) -> None:
    assert sum(issubclass(node, each) for each in (Rows, Value, Truth, Link)) == 1
    assert not isabstract(node)
    assert is_dataclass(node)
    assert not hasattr(node, "__dict__") or "__slots__" in vars(node)
    # A dataclass without a docstring of its own is given its signature.
    assert node.__doc__
    assert not node.__doc__.startswith(f"{node.__name__}(")


def test_the_package_offers_every_node_and_every_choice() -> None:
    offered = {getattr(package, name) for name in package.__all__}
    assert {*NODES, *defined(Enum)} <= offered


@by_question
def test_a_walk_meets_all_that_interning_does(question: Truth) -> None:
    def parts(node: Node) -> Iterator[Node]:
        yield node
        for part in Interner.parts(node):
            yield from parts(part)

    assert list(walk(question)) == list(parts(question))


@by_question
def test_a_question_can_be_interned_and_stays_what_it_was(question: Truth) -> None:
    interned = Interner().intern(question)
    assert interned == question
    assert hash(interned) == hash(question)


def test_every_node_is_told_in_words_of_its_own() -> None:
    describing = Describing({})
    plain: dict[type[Node], str] = {Codings: "codings", Word: "word"}
    for node in WALKED:
        if isinstance(node, Link):
            continue
        told = describing.content(node)
        assert told == plain.get(type(node), told)
        fallbacks = {type(node).__name__, type(node).__name__.lower()}
        assert told not in fallbacks or type(node) in plain


AS_OF = Moment(parse_moment("2024-03-01").hi, parse_moment("2024-03-01").hi)
HELD = Holdings("made", {kind: HeldKind() for kind in SOURCE_KINDS}, cut_off=AS_OF.hi)


def record(name: str, *rows: Row, sex: str = "") -> PatientRecord:
    return PatientRecord(name, parse_moment("1960-05-01"), sex, None, False, by_kind(rows))


def row(
    kind: str,
    name: str,
    start: str,
    code: str = "",
    end: str = "",
    value: float | None = None,
    **other: Any,
) -> Row:
    system, _, text = code.partition(" ")
    said = None
    if value is not None:
        said = Result(value, "", "mg/L", range_low=1.0, range_high=5.0)
    return Row(
        kind,
        name,
        ((system, text),) if code else (),
        parse_moment(start),
        end=parse_moment(end) if end else None,
        result=said,
        **other,
    )


RECORDS = [
    record("nobody"),
    record("one", row("measurement", "m", "2023-02-12", "LOINC 1988-5", value=2), sex="male"),
    record(
        "two",
        row("visit", "v", "2024-02-10", end="2024-02-20", contact_type="inpatient"),
        row("visit", "w", "2024-02-22", contact_type="inpatient"),
        row("diagnosis", "d", "2024-02-11", "ICD10 I214", contact="v", position="main"),
        row("diagnosis", "e", "2024-02", "ICD10 I50", status="provisional"),
        row("measurement", "m", "2024-02-12", "LOINC 1988-5", value=4.5),
        row("measurement", "n", "2024-02-12", "LOINC 1988-5", value=1.5),
        row("medication", "g", "2024-01-01", "ATC C10", act="given"),
        sex="female",
    ),
]


@by_question
@pytest.mark.parametrize(
    "domain", [PatientDomain(), EventDomain(STAYS, "stay")], ids=["patients", "events"]
)
def test_both_engines_answer_every_question_alike(
    question: Truth, domain: PatientDomain | EventDomain
) -> None:
    asked = (Criterion("I1", "", Side.INCLUDE, question, "", ""),)
    criteria = EligibilityCriteria("X", "", Purpose.TRIAL, domain, asked, "")
    quick, slow = (
        engine.screen(criteria, RECORDS, HELD, AS_OF) for engine in (columnar, reference)
    )
    assert [each.subject for each in quick.assessments] == [
        each.subject for each in slow.assessments
    ]
    assert [each.answers for each in quick.assessments] == [
        each.answers for each in slow.assessments
    ]


def public_functions(module: ModuleType) -> list[str]:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    names = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    return [name for name in names if not name.startswith("_")]


@pytest.mark.parametrize(
    "module", modules(trialmatch.plan.passes), ids=lambda module: module.__name__.split(".")[-1]
)
def test_every_pass_is_made_use_of_elsewhere(module: ModuleType, repository: Path) -> None:
    assert module.__doc__
    names = public_functions(module)
    assert names
    line = f"from {module.__name__} import "
    users = [
        path
        for path in (repository / "src").rglob("*.py")
        if line in path.read_text(encoding="utf-8") and path != Path(str(module.__file__))
    ]
    assert users
