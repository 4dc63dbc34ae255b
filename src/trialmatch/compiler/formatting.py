"""A criteria file in canonical layout, with the same meaning as before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trialmatch.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from trialmatch.language.tree import CriteriaFile


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it should be laid out; None, with the reasons, where it cannot be parsed."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def format_text(text: str, path: str = "") -> Formatted:
    """The text in canonical layout. A text with a syntax error is left alone.

    What comes out is parsed again, so that nothing else than layout can ever change.
    """
    from trialmatch.clauses import all_clauses
    from trialmatch.language.layout import laid_out
    from trialmatch.language.parser import parse
    from trialmatch.language.source import SourceText

    source = SourceText.of(text, path)
    tree, found = parse(source, all_clauses())
    errors = tuple(each for each in found if each.severity is Severity.ERROR)
    if errors:
        return Formatted(None, errors)
    made = laid_out(source)
    again, wrong = parse(SourceText.of(made, path), all_clauses())
    if wrong or _without_texts(again) != _without_texts(tree):
        return Formatted(None, (_not_the_same(path),))
    return Formatted(made)


def _without_texts(tree: CriteriaFile) -> CriteriaFile:
    """The tree without what its criteria look like."""
    return replace(tree, criteria=tuple(replace(each, text="") for each in tree.criteria))


def _not_the_same(path: str) -> Diagnostic:
    return Diagnostic(
        path,
        "not-formatted",
        "the file was left as it is",
        why="its canonical layout would be read otherwise; this is a mistake in trialmatch",
    )
