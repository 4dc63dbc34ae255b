"""What every kind of clause keeps to; a new file in `clauses` is tested without a line here."""

from __future__ import annotations

import pkgutil

import pytest

import trialmatch.clauses
from trialmatch.clauses import all_clauses, clause_of
from trialmatch.clauses.contract.clause import Clause
from trialmatch.clauses.defined import Defined
from trialmatch.clauses.value import ValueAgainst
from trialmatch.compiler import compile_text
from trialmatch.language.grammars import CriterionText, grammars_of
from trialmatch.language.tree import ClauseNode, Or

SCOPE = """
codes stroke = ICD10 I61 I63 I64
define had_stroke = diagnosis stroke
codes insulin = ATC A10A
codes pci = NCSP FNG02
codes clinic = NCMP WPCK00
codes penicillin = ATC J01C
measure egfr = LOINC 62238-1 in mL/min/{1.73_m2}
measure ecog = LOINC 89247-1 as score
measure kras = LOINC 21702-2 as present or absent
measure nyha = LOINC 88020-3 as scale I ("1") < II ("2") < III ("3") < IV ("4")
measure culture = LOINC 600-7 as positive or negative
measure alt = LOINC 1742-6 in U/L
measure ast = LOINC 1920-8 in U/L
measure weight = LOINC 29463-7 in kg
measure height = LOINC 8302-2 in cm
let bmi = latest weight / latest height ^ 2 in kg/m2
let ast_alt_ratio = latest ast / latest alt as ratio
"""
CLAUSES = all_clauses()
EXAMPLES = [(clause, example) for clause in CLAUSES for example in clause.examples]
by_name = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.name)
by_example = pytest.mark.parametrize(
    ("clause", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES]
)


def test_every_module_of_the_folder_is_found_as_a_clause_of_its_own_name() -> None:
    modules = [each.name for each in pkgutil.iter_modules(trialmatch.clauses.__path__)]
    assert [clause.name for clause in CLAUSES] == [each for each in modules if each != "contract"]


def test_no_two_clauses_begin_with_the_same_word() -> None:
    words = [word for clause in CLAUSES for word in clause.words]
    assert sorted(words) == sorted(set(words))


@by_name
def test_a_clause_has_words_examples_and_a_node_of_its_own(clause: Clause[ClauseNode]) -> None:
    assert clause.words or clause.node in (Defined, ValueAgainst)
    assert clause.examples
    assert sum(other.node is clause.node for other in CLAUSES) == 1


@by_name
def test_the_words_of_a_clause_are_suggested_for_mistyped_ones(
    clause: Clause[ClauseNode],
) -> None:
    assert set(clause.words) <= set(grammars_of(CLAUSES).translator.clause_words)


@by_name
def test_the_examples_of_a_clause_begin_with_its_words(clause: Clause[ClauseNode]) -> None:
    examples = [f"{example} " for example in clause.examples]
    if clause.words:
        assert any(example.startswith(_begin(clause)) for example in examples)
        # `at least 2` may count events or results: what follows tells which clause it is.
        known = tuple(begin for each in CLAUSES for begin in _begin(each))
        assert all(example.startswith(known) for example in examples)


def _begin(clause: Clause[ClauseNode]) -> tuple[str, ...]:
    return tuple(f"{words} " for words in clause.words)


@by_example
def test_a_printed_clause_parses_back_to_an_equal_node(
    clause: Clause[ClauseNode], example: str
) -> None:
    node = _parsed(clause, example)
    printed = clause.print(node)
    assert printed == example
    assert _parsed(clause, printed) == node
    assert clause_of(node) is clause


@by_example
def test_an_attribute_ends_where_another_clause_begins(
    clause: Clause[ClauseNode], example: str
) -> None:
    if not clause.words:
        return
    after = f"I1: procedure stroke where body site is left or {example}"
    statement = grammars_of(CLAUSES).criterion.parse(after)
    assert isinstance(statement, CriterionText)
    assert isinstance(statement.expression, Or)
    assert isinstance(statement.expression.parts[-1], clause.node)


@by_example
def test_white_space_has_no_part_in_what_a_clause_says(
    clause: Clause[ClauseNode], example: str
) -> None:
    spread = example.replace(" ", "  \n ")
    assert _parsed(clause, spread) == _parsed(clause, example)


@by_example
def test_an_example_compiles_without_an_error(clause: Clause[ClauseNode], example: str) -> None:
    header = 'trial T "T"\n  screen each contact\n'
    compiled = compile_text(f"{header}{SCOPE}\ninclude\n  I1: {example}\n")
    assert [each.message for each in compiled.diagnostics if each.severity.value == "error"] == []
    assert compiled.criteria is not None


def _parsed(clause: Clause[ClauseNode], text: str) -> ClauseNode:
    # Within the whole grammar, as conditions may stand inside a clause.
    # Within the whole grammar, as conditions may stand inside a clause.
    statement = grammars_of(CLAUSES).criterion.parse(f"I1: {text}")
    assert isinstance(statement, CriterionText)
    node = statement.expression
    assert isinstance(node, clause.node)
    return node
