"""Code sets: each code left out, and the code beside each taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.vocabulary.codesystems import BY_NAME
from trialmatch.workflow.mutation.sort import Sort
from trialmatch.workflow.mutation.variants import Change

Patterns = tuple[CodePattern, ...]
# No code is written so.
NO_CODE = "\0"
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Codes(Sort):
    """Code sets, code by code."""

    name = "codes"

    def of_codes(self, codes: CodeSet) -> Iterator[Change]:
        """The set without each of its codes and exceptions, and with what stands beside each."""
        for patterns, words in _changed(codes, codes.include, ""):
            yield Change(replace(codes, include=patterns), words)
        for patterns, words in _changed(codes, codes.exclude, "exception "):
            yield Change(replace(codes, exclude=patterns), words)


def _changed(codes: CodeSet, patterns: Patterns, what: str) -> Iterator[tuple[Patterns, str]]:
    """The codes or the exceptions of a set, changed by one step, and the change in words."""
    included = not what
    for nth, each in enumerate(patterns):
        yield _without(patterns, nth, included), f"without {what}{said(each)}"
        for end in _shorter(each):
            yield (*patterns[:nth], end, *patterns[nth + 1 :]), f"{what}{said(each)} -> {end}"
        beside = _beside(each, patterns)
        if beside is not None and (included or codes.includes(beside.system, beside.first)):
            yield (*patterns, beside), f"with {what}{said(beside)}"


def without_any(codes: CodeSet) -> CodeSet:
    """A set of the same systems in which no code is."""
    systems = sorted(codes.systems)
    return replace(codes, include=tuple(CodePattern(each, NO_CODE) for each in systems))


def _without(patterns: Patterns, nth: int, needed: bool) -> Patterns:
    left = (*patterns[:nth], *patterns[nth + 1 :])
    system = patterns[nth].system
    # A source that holds the system still does, and finds nothing.
    gone = needed and all(each.system != system for each in left)
    return (*left, CodePattern(system, NO_CODE)) if gone else left


def said(pattern: CodePattern) -> str:
    """A pattern with its system."""
    return f"{pattern.system} {pattern}"


def _shorter(pattern: CodePattern) -> Iterator[CodePattern]:
    """A range that begins one code later, and one that ends one code sooner."""
    first, last = _moved(pattern.first, 1), _moved(pattern.last, -1)
    if pattern.last and first and first <= pattern.last:
        yield replace(pattern, first=first)
    if pattern.last and last and pattern.first <= last:
        yield replace(pattern, last=last)


def _beside(pattern: CodePattern, patterns: Patterns) -> CodePattern | None:
    """The code after a code or a range, else the one before it, where codes lie side by side."""
    if not BY_NAME[pattern.system].hierarchical_by_prefix or "[" in pattern.first:
        return None
    for start, step in ((pattern.last or pattern.first, 1), (pattern.first, -1)):
        code = _moved(start, step)
        if code and not any(
            each.system == pattern.system and each.covers(code) for each in patterns
        ):
            return CodePattern(pattern.system, code)
    return None


def _moved(code: str, step: int) -> str:
    """The code whose last character is one further; empty where there is none."""
    for alphabet in (_DIGITS, _LETTERS):
        if code and code[-1] in alphabet:
            at = alphabet.index(code[-1]) + step
            return code[:-1] + alphabet[at] if 0 <= at < len(alphabet) else ""
    return ""


SORT = Codes()
