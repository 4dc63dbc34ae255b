"""Diagnostics as text: the line, a caret under the wrong word, the reason, what to write."""

from __future__ import annotations

from collections.abc import Sequence

from trialmatch.diagnostics.diagnostic import Diagnostic, Severity, Span


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic as a person reads it in a terminal."""
    lines = [_headline(diagnostic)]
    if diagnostic.span and diagnostic.line:
        lines += _excerpt(diagnostic.span, diagnostic.line)
    if diagnostic.why:
        lines.append(f"  why: {diagnostic.why}")
    if diagnostic.instead:
        lines.append(f"  write: {diagnostic.instead}")
    return "\n".join(lines)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many findings of each severity, as one line."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    parts = [
        f"{count} {severity.value}{'' if count == 1 else 's'}"
        for severity, count in counts.items()
        if count
    ]
    return ", ".join(parts) if parts else "no findings"


def _headline(diagnostic: Diagnostic) -> str:
    where = diagnostic.path
    if diagnostic.span:
        where += f":{diagnostic.span.line}:{diagnostic.span.column}"
    place = f"{where}: " if where else ""
    return f"{place}{diagnostic.severity.value}: {diagnostic.message} [{diagnostic.rule}]"


def _excerpt(span: Span, line: str) -> list[str]:
    number = str(span.line)
    text = line.expandtabs(1)
    length = min(span.length, max(1, len(text) - span.column + 1))
    caret = " " * (span.column - 1) + "^" * length
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {caret}"]
