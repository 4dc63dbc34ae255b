import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trialmatch.compiler import compile_file
from trialmatch.compiler.compiling import Compiled
from trialmatch.compiler.storable import storable_kinds
from trialmatch.compiler.stored import NotStorable, as_json, read, written
from trialmatch.plan.algebra import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Elapsed,
    Events,
    Exists,
    Fact,
    Negate,
    Observed,
    Op,
    Rows,
    Take,
    Truth,
    Within,
)
from trialmatch.plan.criteria import Criterion, Side
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(ROOT.joinpath("criteria").rglob("*.criteria"))
KINDS = storable_kinds(Compiled)

texts = st.text(max_size=6)
patterns = st.builds(CodePattern, texts, texts, texts)
code_sets = st.builds(
    CodeSet,
    texts,
    st.lists(patterns, max_size=3).map(tuple),
    st.lists(patterns, max_size=2).map(tuple),
)
durations = st.builds(Duration, st.integers(0, 500), st.sampled_from(Unit))
bounds = st.builds(
    Bound,
    st.none() | durations,
    st.sampled_from((-1, 1)),
    st.booleans(),
    st.none() | st.integers(-(10**6), 10**6),
)
windows = st.builds(Window, st.none() | bounds, st.none() | bounds, st.booleans())
kinds = st.lists(st.sampled_from(("diagnosis", "visit")), max_size=2).map(tuple)
events = st.builds(Events, kinds, st.none() | code_sets, st.frozensets(texts, max_size=3))
rows: st.SearchStrategy[Rows] = st.recursive(
    events, lambda inner: st.builds(Within, inner, windows) | st.builds(Take, inner), max_leaves=3
)
limits = st.decimals(allow_nan=False) | texts
ages = st.builds(
    Elapsed, st.just(Attribute(Fact.BIRTH)), st.just(Attribute(Fact.INDEX)), st.just(Unit.YEAR)
)
simple = st.builds(Compare, ages, st.sampled_from(Op), limits) | st.builds(
    Exists, rows, st.builds(Observed, kinds, st.none() | code_sets, windows, st.booleans())
)


def _joined(inner: st.SearchStrategy[Truth]) -> st.SearchStrategy[Truth]:
    parts = st.lists(inner, max_size=3).map(tuple)
    return st.builds(AllOf, parts) | st.builds(AnyOf, parts) | st.builds(Negate, inner)


questions: st.SearchStrategy[Truth] = st.recursive(simple, _joined, max_leaves=6)
criteria = st.builds(
    Criterion, texts, texts, st.sampled_from(Side), questions, texts, texts, st.none() | questions
)


def _there_and_back(value: object) -> object:
    return read(json.loads(as_json(written(value, KINDS))), KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_criteria_file_comes_back_as_it_was(path: Path) -> None:
    compiled = compile_file(path)
    back = _there_and_back(compiled)
    assert back == compiled
    assert _said(back) == _said(compiled)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(criteria)
def test_any_criterion_comes_back_as_it_was(criterion: Criterion) -> None:
    back = _there_and_back(criterion)
    assert back == criterion
    # The words too: 1.0 and 1.00 are equal, and are not written alike.
    assert _said(back) == _said(criterion)


def _said(value: object) -> object:
    """Everything in a value by its words, whatever order sets are in."""
    if isinstance(value, frozenset):
        return sorted(map(repr, value))
    if isinstance(value, tuple):
        return [_said(each) for each in value]
    names = getattr(value, "__match_args__", ())
    return (
        [type(value).__name__, *(_said(getattr(value, n)) for n in names)] if names else repr(value)
    )


def test_numbers_that_are_equal_and_written_differently_stay_so() -> None:
    value = (Decimal("1.0"), Decimal("1.00"), Decimal("1E+1"), 1, True, 0, False, "1", None)
    assert repr(_there_and_back(value)) == repr(value)


def test_what_is_equal_is_written_once() -> None:
    codes = CodeSet("mi", (CodePattern("ICD10", "I21"),))
    twice = (Events(("diagnosis",), codes), Events(("diagnosis",), CodeSet("mi", codes.include)))
    document = written(twice, KINDS)
    assert str(document).count("I21") == 1
    assert _there_and_back(twice) == twice


def test_what_no_criteria_are_made_of_is_not_written() -> None:
    for value in ([1], {"a": 1}, 1.5, b"", Path("x"), object()):
        with pytest.raises(NotStorable):
            written(value, KINDS)


def _document() -> dict[str, object]:
    document = json.loads(as_json(written(Within(Events(("diagnosis",))), KINDS)))
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    "change",
    [
        {"classes": None},
        {"objects": None},
        {"root": 10**6},
        {"classes": [["builtins.eval"]]},
        {"classes": [["trialmatch.plan.algebra.rows.Within", "rows", "days"]]},
        {"objects": [["shelf", "a"]]},
        {"objects": [["int", "one"]]},
        {"objects": [["int", None]]},
        {"objects": [["decimal", "many"]]},
        {"objects": [["tuple", 0]]},
        {"objects": [[0]]},
        {"objects": [[]]},
        {"objects": [7]},
        {"objects": [["tuple", {}]]},
    ],
)
def test_what_was_not_written_so_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(NotStorable):
        read(_document() | change, KINDS)


plain = st.none() | st.text() | st.integers() | st.booleans()


@given(st.recursive(plain, lambda inner: st.lists(inner, max_size=4)))
def test_any_json_is_refused_or_read_but_breaks_nothing(objects: object) -> None:
    with suppress(NotStorable):
        read(_document() | {"objects": objects}, KINDS)


def test_a_field_of_another_type_is_refused() -> None:
    document = written(Within(Events(("diagnosis",))), KINDS)
    objects = document["objects"]
    assert isinstance(objects, list)
    events = next(n for n, each in enumerate(objects) if each[1:] and each[0] == 1)
    objects[events][1] = "diagnosis"
    with pytest.raises(NotStorable):
        read(document, KINDS)
