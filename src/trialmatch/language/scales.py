"""Ordered scales: the steps of a measure from the lowest to the highest, as declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.phrases import phrase, plain_word, quoted, sign, skip
from trialmatch.language.tree import CodeGroup, Word

# What a step is called; `x ULN` and the words that join two limits are no steps.
_LABEL = r"(?!(?:x|and|or|ULN|LLN)(?!\w))[^\W_](?:[\w.+/-]*[\w+])?"
_CODE = r"[^\s,|\"=()<]+"


@dataclass(frozen=True, slots=True)
class StepPhrase:
    """One step: its name, other words that results say it by, and codes."""

    label: Word
    words: tuple[Word, ...]
    groups: tuple[CodeGroup, ...]
    span: Span = field(compare=False, repr=False)


def step_label(named: str = "a step of the scale") -> pp.ParserElement:
    """The name of a step, such as `III` or `T1a`; gives a `Word`."""
    return plain_word(_LABEL, named)


def scale() -> pp.ParserElement:
    """`scale I ("1", SNOMED 420300004) < II < III`; gives a tuple of `StepPhrase`."""
    step = _step()
    steps = skip("scale") - step - pp.OneOrMore(sign("<") - step)
    return phrase(steps, lambda parts, _: tuple(cast(StepPhrase, each) for each in parts))


def _step() -> pp.ParserElement:
    code = plain_word(_CODE, "a code")
    system = plain_word(_CODE, "a word in quotes, or a code system")
    group = phrase(system - pp.OneOrMore(code), _group)
    said = quoted("a word in quotes") | group
    others = sign("(") - said - pp.ZeroOrMore(sign(",") - said) - sign(")")
    return phrase(step_label() + pp.Opt(others), _built)


def _group(parts: list[object], _span: Span) -> CodeGroup:
    system, *codes = (cast(Word, each) for each in parts)
    return CodeGroup(system, tuple(codes))


def _built(parts: list[object], span: Span) -> StepPhrase:
    words = tuple(each for each in parts[1:] if isinstance(each, Word))
    groups = tuple(each for each in parts[1:] if isinstance(each, CodeGroup))
    return StepPhrase(cast(Word, parts[0]), words, groups, span)
