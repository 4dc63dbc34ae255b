"""Nodes as a person reads them in the plan of a run."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
    How,
    Joined,
    Lookup,
    Match,
    Merged,
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
    RowTime,
    Spaced,
    Spread,
    Take,
    Where,
    Within,
    Word,
)
from trialmatch.plan.describing import Describing
from trialmatch.plan.scale import Scale
from trialmatch.plan.window import ANY_TIME, INDEX, Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit, parse_moment
from trialmatch.vocabulary.codesets import CodeSet, pattern

STROKE = CodeSet("stroke", (pattern("ICD10", "I63"),))
YEAR = Duration(1, Unit.YEAR)
STROKES = Events(("diagnosis",), STROKE)
IN_MMOL = Number(Scale("ldl", "mmol/L", "mmol/L"))
RECENT = Window(Bound(YEAR), Bound(Duration(2, Unit.DAY), exclusive=True))
SEEN = Observed(("diagnosis",), STROKE, RECENT)
FEMALE = Compare(Attribute(Fact.SEX), Op.EQ, "female")
HAD = Exists(STROKES, SEEN)
BIRTH, INDEX_TIME = Attribute(Fact.BIRTH), Attribute(Fact.INDEX)
TWO = Constant(Decimal(2))


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (STROKES, "diagnosis stroke"),
        (Events(("diagnosis", "observation")), "diagnosis or observation"),
        (Events(("medication",), STROKE, frozenset({"given"})), "given medication stroke"),
        (OwnEvent(), "the subject's own event"),
        (
            Where(STROKES, Compare(Field("contact_type"), Op.EQ, "day")),
            "diagnosis stroke where contact type = day",
        ),
        (Within(STROKES), "diagnosis stroke in [the beginning, index]"),
        (
            Within(STROKES, RECENT, By.START),
            "diagnosis stroke start in [index - 1 year, index - 2 days excluded]",
        ),
        (
            Within(STROKES, Window(Bound(day=parse_moment("2020-02-29").first_day), None)),
            "diagnosis stroke in [2020-02-29, the end]",
        ),
        (
            Within(STROKES, Window(Bound(anchor=BIRTH), Bound(days=TWO, sign=1))),
            "diagnosis stroke in [birth, index + 2 days]",
        ),
        (
            Joined(STROKES, OwnEvent()),
            "(diagnosis stroke with the subject's own event, same contact)",
        ),
        (
            Joined(STROKES, Events(("visit",)), During(), Match.ANTI),
            "(diagnosis stroke without visit, inside its extent)",
        ),
        (
            Joined(STROKES, STROKES, Near(RECENT), Match.PAIRS),
            "(diagnosis stroke paired with diagnosis stroke, near in time)",
        ),
        (Merged(STROKES, Duration(0, Unit.DAY)), "(diagnosis stroke merged over 0 days)"),
        (Spaced(STROKES, YEAR), "(diagnosis stroke at least 1 year apart)"),
        (Take(STROKES), "latest of (diagnosis stroke)"),
        (Take(STROKES, Order.FIRST, 3), "first 3 of (diagnosis stroke)"),
        (HAD, "exists diagnosis stroke"),
        (SEEN, "stroke observed in [index - 1 year, index - 2 days excluded]"),
        (Observed(("visit",), None, ANY_TIME), "visit observed in [the beginning, index]"),
        (FEMALE, "sex = female"),
        (
            Compare(Attribute(Fact.SEX), Op.IN, frozenset({"male", "female"})),
            "sex in female or male",
        ),
        (AllOf((HAD, FEMALE)), "(exists diagnosis stroke and sex = female)"),
        (AnyOf((HAD, FEMALE)), "(exists diagnosis stroke or sex = female)"),
        (AtLeast(1, (HAD, FEMALE)), "at least 1 of (exists diagnosis stroke; sex = female)"),
        (Negate(FEMALE), "not sex = female"),
        (Spread(FEMALE), "of the patient: sex = female"),
        (
            Compare(Elapsed(BIRTH, INDEX_TIME, Unit.YEAR), Op.GE, Decimal(18)),
            "years from birth to index >= 18",
        ),
        (
            Compare(Reduce(Take(STROKES), IN_MMOL), Op.LT, Arithmetic(Operation.ADD, TWO, TWO)),
            "value ldl in mmol/L of (latest of (diagnosis stroke)) < (2 + 2)",
        ),
        (
            Reduce(STROKES, RangeLimit(RangeEnd.UPPER, IN_MMOL.scale), How.MAX),
            "max ldl upper limit of normal in mmol/L of (diagnosis stroke)",
        ),
        (Reduce(STROKES, how=How.COVERED_SHARE), "covered share of (diagnosis stroke)"),
        (Reduce(STROKES, Word()), "answer to (diagnosis stroke)"),
        (Reduce(STROKES, RowTime(Edge.END)), "value its end of (diagnosis stroke)"),
        (Number(Scale("ecog", "", "", score=True)), "ecog"),
        (Lookup(Codings(), ((STROKE, Decimal(1)),), "points"), "points of codings"),
        (OfPartner(IN_MMOL), "the partner's ldl in mmol/L"),
        (Choose(FEMALE, TWO, Constant(Decimal("2.5"))), "(if sex = female: 2 else 2.5)"),
    ],
)
def test_a_node_is_told_in_words(node: Node, text: str) -> None:
    assert Describing({}).node(node) == text


def test_a_shared_part_stands_as_its_number_and_is_told_in_full_once() -> None:
    describing = Describing({id(HAD): 7})
    assert describing.node(AllOf((HAD, FEMALE))) == "(#7 and sex = female)"
    assert describing.node(HAD) == "#7"
    assert describing.content(HAD) == "exists diagnosis stroke"


def test_a_number_stands_for_one_object_and_not_for_its_equals() -> None:
    again = Exists(STROKES, SEEN)
    assert again == HAD
    assert Describing({id(HAD): 7}).node(again) == "exists diagnosis stroke"


def test_the_index_as_a_bound_is_told_as_the_index() -> None:
    told = Describing({}).node(Within(STROKES, Window(INDEX, INDEX)))
    assert told == "diagnosis stroke in [index, index]"
