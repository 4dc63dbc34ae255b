"""A finding about a text before it is known which file and line it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.diagnostics import Severity, Span


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a span, why, and what to write instead.

    `SourceText.diagnostic` adds the path and the line.
    """

    rule: str
    message: str
    span: Span
    why: str = ""
    instead: str = ""
    severity: Severity = Severity.ERROR


def quoted_list(words: tuple[str, ...] | list[str], last: str = "or") -> str:
    """Words between backticks, as a sentence lists them."""
    marked = [f"`{word}`" for word in words]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {last} {marked[-1]}"
