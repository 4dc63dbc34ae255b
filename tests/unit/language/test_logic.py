from __future__ import annotations

import pytest

from trialmatch.clauses.sex import CLAUSE as SEX
from trialmatch.language.logic import expression
from trialmatch.language.phrases import Refused
from trialmatch.language.tree import And, ClauseNode, Expression, Not, Or


def _read(text: str) -> Expression:
    found = expression(SEX.grammar()).parse_string(text, parse_all=True)[0]
    assert isinstance(found, Expression)
    return found


def _shown(node: Expression) -> str:
    match node:
        case Or(parts):
            return f"or({', '.join(map(_shown, parts))})"
        case And(parts):
            return f"and({', '.join(map(_shown, parts))})"
        case Not(part):
            return f"not({_shown(part)})"
        case ClauseNode():
            return getattr(node, "sex", "")[0]
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("female", "f"),
        ("female or male and male", "or(f, and(m, m))"),
        ("female and male or male", "or(and(f, m), m)"),
        ("(female or male) and male", "and(or(f, m), m)"),
        ("not female and male", "and(not(f), m)"),
        ("not (female and male)", "not(and(f, m))"),
        ("not not female", "not(not(f))"),
        ("female or male or female", "or(f, m, f)"),
        ("((female))", "f"),
        ("female and (male or (female and not male))", "and(f, or(m, and(f, not(m))))"),
    ],
)
def test_not_binds_before_and_and_before_or(text: str, tree: str) -> None:
    assert _shown(_read(text)) == tree


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ("(female", "unclosed-bracket", 1),
        ("female or (male and (female)", "unclosed-bracket", 11),
        ("female)", "unopened-bracket", 7),
        ("(female unless male)", "not-outermost", 9),
        ("not " * 17 + "female", "too-deep", 65),
    ],
)
def test_a_wrong_bracket_is_told_at_its_place(text: str, rule: str, column: int) -> None:
    with pytest.raises(Refused) as refused:
        _read(text)
    assert (refused.value.problem.rule, refused.value.problem.span.column) == (rule, column)


def test_sixty_four_brackets_and_as_many_nots_are_read() -> None:
    _read("(" * 16 + "female" + ")" * 16)
    _read("not (" * 16 + "female" + ")" * 16)
    _read("not " * 16 + "female")


def test_a_thousand_alternatives_are_read() -> None:
    found = _read(" or ".join(["female"] * 1_000))
    assert isinstance(found, Or)
    assert len(found.parts) == 1_000
