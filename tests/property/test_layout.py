"""Laying a file out changes nothing but its layout, and a second time nothing at all."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.drawing.language import text as drawn
from tests.property.drawing.picking import drawing_from

from trialmatch.clauses import all_clauses
from trialmatch.compiler import compile_text
from trialmatch.compiler.formatting import format_text
from trialmatch.language.parser import parse
from trialmatch.language.source import SourceText
from trialmatch.language.statements import without_comment
from trialmatch.language.tree import CriteriaFile

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "criteria").rglob("*.criteria"))
_GAP = re.compile(r'"[^"]*"|\|[^|]*\||\{[^}]*\}| +')


def _tree(text: str) -> CriteriaFile:
    tree, found = parse(SourceText.of(text), all_clauses())
    assert not found
    return replace(tree, criteria=tuple(replace(each, text="") for each in tree.criteria))


def _comments(text: str) -> list[str]:
    found = list[str]()
    in_quotes = False
    for line in text.splitlines():
        code, in_quotes = without_comment(line, in_quotes)
        found.append("".join(line[len(code.rstrip()) :].split()).lstrip("#"))
    return [each for each in found if each]


def _untidied(text: str, chance: random.Random) -> str:
    """The text in another layout: deeper, wider, with more lines and comments."""
    lines = list[str]()
    in_quotes, scale = False, chance.choice((1, 2, 3))
    for line in text.splitlines():
        body = line.lstrip(" ")
        opened = in_quotes
        code, in_quotes = without_comment(line, in_quotes)
        if not opened and not in_quotes:
            body = _GAP.sub(lambda gap: _wider(gap.group(), chance), body)
            if code == line and chance.random() < 0.2:
                body += "  #  a comment "
            if chance.random() < 0.1:
                lines.append(chance.choice(("", "   ", "# between", "       # deep")))
        lines.append(" " * scale * (len(line) - len(line.lstrip(" "))) + body)
    return chance.choice(("\n", "\r\n", "\r")).join(lines) + "\n"


def _wider(gap: str, chance: random.Random) -> str:
    return gap * chance.choice((1, 1, 2, 5)) if gap.isspace() else gap


def _holds(text: str) -> None:
    made = format_text(text).text
    assert made is not None
    assert _tree(made) == _tree(text)
    assert format_text(made).text == made
    assert _comments(made) == _comments(SourceText.of(text).text)
    assert all(line == line.rstrip() for line in made.split("\n"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32))
def test_shipped_files_in_any_layout_come_to_the_same(path: Path, seed: int) -> None:
    _holds(_untidied(path.read_text(encoding="utf-8"), random.Random(seed)))


@given(data=st.data(), seed=st.integers(0, 2**32))
def test_drawn_files_in_any_layout_come_to_the_same(data: st.DataObject, seed: int) -> None:
    text = drawn(drawing_from(data))
    _holds(_untidied(text, random.Random(seed)))


@given(data=st.data(), seed=st.integers(0, 2**32))
def test_layout_has_no_part_in_a_criterions_hash(data: st.DataObject, seed: int) -> None:
    text = drawn(drawing_from(data))
    before, after = compile_text(text), compile_text(_untidied(text, random.Random(seed)))
    assert before.criteria is not None
    assert after.criteria is not None
    pairs = zip(before.criteria.criteria, after.criteria.criteria, strict=True)
    assert all(one.hash == other.hash for one, other in pairs)
