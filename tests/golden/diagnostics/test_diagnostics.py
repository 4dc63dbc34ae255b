"""Every mistake is told once, at the right word, in the words that stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.compiler import compile_text
from trialmatch.diagnostics import Diagnostic, render

HERE = Path(__file__).parent
MISTAKES = sorted((HERE / "mistakes").glob("*.criteria"))

# Line, the underlined words, the rule: one for each criterion of the file.
TWELVE = [
    (13, "yaers", "syntax"),
    (14, "strok", "unknown-name"),
    (15, "mL/min", "unit-mismatch"),
    (16, "5.5 and 3.5", "empty-range"),
    (17, "(", "unclosed-bracket"),
    (18, "withn", "syntax"),
    (20, "curent", "syntax"),
    (21, "within", "window-place"),
    (22, "3,5", "number"),
    (23, "the same stay", "no-own-contact"),
    (24, "mmols/L", "unknown-unit"),
    (25, "I1", "duplicate-id"),
]


def test_twelve_mistakes_in_twelve_criteria_get_twelve_diagnostics_at_the_right_words() -> None:
    text = (HERE / "twelve_mistakes.criteria").read_text(encoding="utf-8")
    compiled = compile_text(text, "twelve_mistakes.criteria")
    assert [_told(text, each) for each in compiled.diagnostics] == TWELVE
    assert compiled.criteria is None


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_a_mistake_is_told_in_the_stored_words(path: Path) -> None:
    compiled = compile_text(path.read_text(encoding="utf-8"), path.name)
    told = "\n\n".join(render(each) for each in compiled.diagnostics) + "\n"
    assert told == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_one_mistake_is_told_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(compile_text(text, path.name).diagnostics) == 1


def test_every_stored_text_has_its_mistake() -> None:
    stored = {path.stem for path in (HERE / "mistakes").glob("*.txt")}
    assert stored == {path.stem for path in MISTAKES}
    assert len(stored) > 100


def _told(text: str, diagnostic: Diagnostic) -> tuple[int, str, str]:
    span = diagnostic.span
    assert span is not None
    assert diagnostic.line == text.split("\n")[span.line - 1]
    return span.line, text[span.start : span.end], diagnostic.rule
