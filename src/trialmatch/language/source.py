"""The text of a criteria file, with places that every later finding can point at."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from trialmatch.diagnostics import Diagnostic, Span
from trialmatch.language.problems import Problem

MAX_BYTES = 250_000
MAX_LINE = 2_000
MAX_NESTING = 16
MAX_STATEMENTS = 2_000
MAX_CRITERION = 20_000

# A long line is shown as far as its finding and a little more.
_SHOWN = 200
_SHOWN_AFTER = 40

# Spaces that arrive by copying from a word processor count as spaces.
_SPACES = re.compile("[\u00a0\u0085\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")
# What is not shown, or makes a line show in another order than it is read in, and halves of
# characters. A person signs what is shown.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e"
    "\u2061-\u206f\ud800-\udfff\ufff0-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True)
class SourceText:
    """One criteria file: its path as shown to people, and its text.

    Line ends are brought to a line feed without moving any offset, a byte order mark is left
    out and unusual spaces become plain ones. Control characters become spaces as well; they
    are among the `problems`.
    """

    path: str
    text: str
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, text: str, path: str = "") -> SourceText:
        """The text made ready for cutting; limits of size are checked here."""
        if _bytes(text) > MAX_BYTES:
            return cls(path, "", (_too_big(),))
        tidy = text.removeprefix("\ufeff").replace("\r\n", " \n").replace("\r", "\n")
        tidy = _SPACES.sub(" ", tidy)
        control = _CONTROL.search(tidy)
        source = cls(path, _CONTROL.sub(" ", tidy))
        if control is None:
            return source
        span = source.span(control.start(), control.end())
        return cls(path, source.text, (_control_character(span, control.group()),))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets, with the line and column that it starts on."""
        line = bisect_right(self.line_starts, start)
        return Span(start, end, line, start - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None].rstrip()

    def diagnostic(self, problem: Problem) -> Diagnostic:
        """The problem as a diagnostic of this file."""
        end = problem.span.column + problem.span.length + _SHOWN_AFTER
        shown = self.line(problem.span.line)[: min(max(end, _SHOWN), MAX_LINE)]
        return Diagnostic(
            path=self.path,
            rule=problem.rule,
            message=problem.message,
            why=problem.why,
            instead=problem.instead,
            span=problem.span,
            line=shown,
            severity=problem.severity,
        )


class Piece(str):
    """A statement's text that knows where it stands in its file.

    The grammar is handed pieces, so that every node gets its place while it is made.
    """

    __slots__ = ("offset", "source")

    source: SourceText
    offset: int

    @classmethod
    def cut(cls, source: SourceText, text: str, offset: int) -> Piece:
        """The piece of a source that begins at an offset; `text` has its comments blanked."""
        piece = cls(text)
        piece.source = source
        piece.offset = offset
        return piece

    def span(self, start: int, end: int) -> Span:
        """The span in the file of a stretch of the piece."""
        return self.source.span(self.offset + start, self.offset + end)


def span_in(text: str, start: int, end: int) -> Span:
    """The span of a stretch of text, placed in its file where the text knows it."""
    if isinstance(text, Piece):
        return text.span(start, end)
    return Span(start, end, 1, start + 1)


def joined(first: Span, last: Span) -> Span:
    """The span from the start of one to the end of another."""
    return Span(first.start, last.end, first.line, first.column)


def _bytes(text: str) -> int:
    if len(text) > MAX_BYTES:
        return len(text)
    return len(text.encode("utf-8", "surrogatepass"))


def _too_big() -> Problem:
    return Problem(
        rule="file-too-big",
        message=f"the file is larger than {MAX_BYTES // 1000} kB and was not read",
        span=Span(0, 0, 1, 1),
        why="a criteria file is a page or two; a larger one is most likely something else",
        instead="several files that share definitions by `use`",
    )


def _control_character(span: Span, character: str) -> Problem:
    name = unicodedata.name(character, f"number {ord(character)}").lower()
    return Problem(
        rule="control-character",
        message=f"the text holds a character that is not shown ({name})",
        span=span,
        why="a criteria file is plain UTF-8 text, and reads as it is shown",
        instead="the file saved again as plain text",
    )
