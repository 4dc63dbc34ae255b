from dataclasses import fields, is_dataclass
from pathlib import Path

import pyparsing as pp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialmatch.clauses import all_clauses
from trialmatch.language.grammars import Grammar, grammars_of
from trialmatch.language.matching import matcher
from trialmatch.language.source import SourceText
from trialmatch.language.statements import Statement, cut

ROOT = Path(__file__).resolve().parents[3]
GRAMMARS = grammars_of(tuple(all_clauses()))
EXAMPLES = "\n".join(
    f"  C{number}: {text}"
    for number, text in enumerate(text for each in all_clauses() for text in each.examples)
)
TEXTS = [
    *(path.read_text(encoding="utf-8") for path in sorted(ROOT.rglob("criteria/**/*.criteria"))),
    f"include\n{EXAMPLES}",
    "include\n  C1: if (female  or male ): ( age>=18 years) and not(male )\n   unless male",
]
STATEMENTS = [each for text in TEXTS for each in cut(SourceText.of(text))[0]]
INSERTED = ("and", "or", "not", "if", "index", "days", *'() ,:\n"|#5')


def _grammar(statement: Statement) -> Grammar:
    if statement.section == "top":
        return GRAMMARS.top[statement.head]
    if statement.section == "header":
        return GRAMMARS.header[statement.head]
    return GRAMMARS.criterion


def _with_places(node: object) -> object:
    """A node with everything in it, also what has no part in whether two are equal."""
    if is_dataclass(node) and not isinstance(node, type):
        return [type(node).__name__, *(_with_places(getattr(node, f.name)) for f in fields(node))]
    if isinstance(node, tuple | list):
        return [_with_places(each) for each in node]
    return repr(node)


def _by_pyparsing(grammar: Grammar, text: str) -> list[object]:
    return list(grammar.element.parse_string(text))


def test_the_quick_way_and_pyparsing_read_every_statement_alike() -> None:
    for each in STATEMENTS:
        parts: list[object] = []
        assert _grammar(each)._reads(each.piece, parts), each.piece
        expected = _by_pyparsing(_grammar(each), each.piece)
        assert _with_places(parts) == _with_places(expected)


@given(st.sampled_from(STATEMENTS), st.data())
def test_a_text_that_was_changed_is_read_alike_or_left_to_pyparsing(
    statement: Statement, data: st.DataObject
) -> None:
    text = str(statement.piece)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    changed = text[:start] + data.draw(st.sampled_from(("", *INSERTED))) + text[end:]
    parts: list[object] = []
    if _grammar(statement)._reads(changed, parts):
        expected = _by_pyparsing(_grammar(statement), changed)
        assert _with_places(parts) == _with_places(expected)


def test_a_grammar_with_an_unknown_element_has_no_quick_way() -> None:
    assert matcher(pp.Word("a") + pp.StringEnd()) is None
    assert Grammar(pp.Word("a") + pp.StringEnd()).parse("aa") == "aa"


@pytest.mark.parametrize("action", ["set_parse_action", "set_results_name"])
def test_an_element_that_does_more_has_no_quick_way(action: str) -> None:
    end = pp.StringEnd()
    done = end.set_parse_action(lambda: None) if action == "set_parse_action" else end("end")
    assert matcher(pp.And([done])) is None
