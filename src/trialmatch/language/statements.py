"""Cutting a text into statements by line and indentation, so a broken line costs only itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import (
    MAX_CRITERION,
    MAX_LINE,
    MAX_NESTING,
    MAX_STATEMENTS,
    Piece,
    SourceText,
)
from trialmatch.language.words import HEADER_HEADS, HEADS, SIDES
from trialmatch.vocabulary.near_names import nearest

TOP = "top"
HEADER = "header"

_WORD = re.compile(r"[^\s\"(:=]+")
_CRITERION_LIKE = re.compile(r"\S+\s*(?:\"[^\"]*\"\s*)?:")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the section it stands in (top, header, include, exclude) and its text.

    `head` is the word it begins with, as it was most likely meant.
    """

    section: str
    head: str
    piece: Piece


@dataclass(slots=True)
class _Open:
    """A statement whose end is not yet seen."""

    section: str
    indent: int
    start: int
    end: int
    in_quotes: bool
    too_long: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """One line with its comment blanked: offsets of its first and last character."""

    start: int
    end: int
    indent: int
    in_quotes: bool
    too_long: bool


class Cutter:
    """Walks over the lines of one source once; `cut` is its only use."""

    def __init__(self, source: SourceText) -> None:
        """A cutter for one source."""
        self.source = source
        self.statements: list[Statement] = []
        self.problems: list[Problem] = list(source.problems)
        self.blanked = list[str]()
        self._open: _Open | None = None
        self._finished: list[_Open] = []
        self._section = TOP
        self._section_indent: int | None = None
        self._base: int | None = None
        self._unindented_told = False

    def cut(self) -> None:
        """Find every statement, then look at each by itself."""
        offset = 0
        for raw in self.source.text.split("\n"):
            self._take_line(raw, offset)
            offset += len(raw) + 1
            if len(self._finished) >= MAX_STATEMENTS:
                self.problems.append(self._too_many(offset))
                break
        self._close()
        text = "\n".join(self.blanked)
        for each in self._finished:
            piece = Piece.cut(self.source, text[each.start : each.end], each.start)
            self._finish(each, piece)

    # lines ---------------------------------------------------------------------------------

    def _take_line(self, raw: str, offset: int) -> None:
        too_long = len(raw) > MAX_LINE
        in_quotes = self._in_open_quotes(_indent(raw))
        code, still_open = (raw, False) if too_long else without_comment(raw, in_quotes)
        self.blanked.append(code)
        body = code.strip()
        if not body:
            return
        start = offset + len(code) - len(code.lstrip())
        if too_long:
            self.problems.append(self._long_line(offset, len(raw)))
        end = offset + len(code.rstrip())
        self._place(_Line(start, end, _indent(raw), still_open, too_long), body)

    def _in_open_quotes(self, indent: int) -> bool:
        """Whether a line so indented continues a statement whose quotes are open."""
        if self._open is None or not self._open.in_quotes or self._base is None:
            return False
        if self._section == TOP or indent <= self._base:
            return indent > self._base
        return self._section_indent is not None and indent > self._section_indent

    def _place(self, line: _Line, body: str) -> None:
        if self._base is None:
            self._base = line.indent
        if line.indent <= self._base:
            self._place_at_top(line, body)
        elif self._section == TOP:
            self._continue(line)
        elif self._section_indent is None or line.indent == self._section_indent:
            self._section_indent = line.indent
            self._begin(self._section, line)
        elif line.indent > self._section_indent:
            self._continue(line)
        else:
            self.problems.append(self._odd_indent(line))
            self._begin(self._section, line)

    def _place_at_top(self, line: _Line, body: str) -> None:
        if self._section in SIDES and _belongs_below(body):
            if not self._unindented_told:
                self.problems.append(self._unindented(line, body))
                self._unindented_told = True
            self._section_indent = line.indent
            self._begin(self._section, line)
            return
        self._begin(TOP, line)
        head = self._head(line, body)
        self._section = head if head in SIDES else HEADER if head in HEADER_HEADS else TOP
        self._section_indent = None
        self._unindented_told = False

    def _head(self, line: _Line, body: str) -> str:
        match = _WORD.match(body)
        word = match.group() if match else body[:1]
        return word if word in HEADS else next(iter(nearest(word, HEADS, 1)), "")

    def _begin(self, section: str, line: _Line) -> None:
        self._close()
        self._open = _Open(
            section, line.indent, line.start, line.end, line.in_quotes, line.too_long
        )

    def _continue(self, line: _Line) -> None:
        if self._open is None:
            self._begin(self._section, line)
            return
        self._open.end = line.end
        self._open.in_quotes = line.in_quotes
        self._open.too_long |= line.too_long

    def _close(self) -> None:
        if self._open is not None:
            self._finished.append(self._open)
        self._open = None

    # statements ----------------------------------------------------------------------------

    def _finish(self, each: _Open, piece: Piece) -> None:
        match = _WORD.match(piece)
        word = match.group() if match else piece[:1]
        head = word
        if each.section == TOP and word not in HEADS:
            head = next(iter(nearest(word, HEADS, 1)), "")
            self.problems.append(_unknown_head(piece, word, head))
            self.statements.append(Statement(TOP, head, _hollow(piece)))
            return
        told = each.too_long or any(
            each.start <= one.span.start < each.end for one in self.source.problems
        )
        problem = None if told else _form_problem(piece, each)
        if problem is not None:
            self.problems.append(problem)
        broken = told or problem is not None
        self.statements.append(Statement(each.section, head, _hollow(piece) if broken else piece))

    # findings ------------------------------------------------------------------------------

    def _long_line(self, offset: int, length: int) -> Problem:
        return Problem(
            rule="line-too-long",
            message=f"the line has {length:,} characters; {MAX_LINE:,} are the most",
            span=self.source.span(offset, offset + 1),
            why="a line that long cannot be read or signed off by a person",
            instead="the rest on lines of their own, indented deeper than the first",
        )

    def _too_many(self, offset: int) -> Problem:
        return Problem(
            rule="too-many-statements",
            message=f"the file has more than {MAX_STATEMENTS:,} statements; the rest was not read",
            span=self.source.span(offset - 1, offset),
            why="a criteria file is a page or two; a larger one is most likely something else",
            instead="several files that share definitions by `use`",
        )

    def _odd_indent(self, line: _Line) -> Problem:
        return Problem(
            rule="indentation",
            message=f"the line is indented by {line.indent}, the section by {self._section_indent}",
            span=self.source.span(line.start, line.start + 1),
            why="indentation tells which lines belong together",
            instead=f"the line moved to column {(self._section_indent or 0) + 1}",
        )

    def _unindented(self, line: _Line, body: str) -> Problem:
        match = _WORD.match(body)
        length = len(match.group()) if match else 1
        return Problem(
            rule="indentation",
            message=f"a criterion of `{self._section}` is not indented",
            span=self.source.span(line.start, line.start + length),
            why="the lines of a section stand deeper than the word that begins it",
            instead="two spaces before each criterion",
        )


def cut(source: SourceText) -> tuple[list[Statement], list[Problem]]:
    """The statements of a source in order, and what is wrong with their form.

    A statement with a problem of form is kept with a text that nothing can be parsed from.
    """
    cutter = Cutter(source)
    cutter.cut()
    return cutter.statements, cutter.problems


class Hollow(Piece):
    """The text of a statement that is known to be broken and was told of."""

    __slots__ = ()


def without_comment(line: str, in_quotes: bool = False) -> tuple[str, bool]:
    """The line with its comment blanked, and whether quotes are open at its end.

    `#` begins a comment at the start of a line and after white space, outside quotes and
    outside the bars around a code's name.
    """
    in_bars = False
    for at, character in enumerate(line):
        if character == '"' and not in_bars:
            in_quotes = not in_quotes
        elif character == "|" and not in_quotes:
            in_bars = not in_bars and "|" in line[at + 1 :]
        elif character == "#" and not in_quotes and not in_bars and _starts_word(line, at):
            return line[:at] + " " * (len(line) - at), False
    return line, in_quotes


def _starts_word(line: str, at: int) -> bool:
    return at == 0 or line[at - 1].isspace()


def _indent(line: str) -> int:
    body = line.lstrip()
    return len(line[: len(line) - len(body)].expandtabs(8))


def _belongs_below(body: str) -> bool:
    match = _WORD.match(body)
    word = match.group() if match else ""
    return word not in HEADS and _CRITERION_LIKE.match(body) is not None


def _hollow(piece: Piece) -> Hollow:
    hollow = Hollow(piece)
    hollow.source, hollow.offset = piece.source, piece.offset
    return hollow


def _unknown_head(piece: Piece, word: str, meant: str) -> Problem:
    criterion = _CRITERION_LIKE.match(piece) is not None
    return Problem(
        rule="unknown-statement",
        message=f"no statement begins with `{word}`",
        span=piece.span(0, len(word)),
        why="criteria stand indented below `include` or `exclude`"
        if criterion
        else f"statements begin with {quoted_list(HEADS)}",
        instead=f"`{meant}`" if meant else "",
    )


def _form_problem(piece: Piece, statement: _Open) -> Problem | None:
    if statement.section in SIDES and len(piece) > MAX_CRITERION:
        return _too_long(piece)
    quotes = [match.start() for match in re.finditer('"', piece)]
    if statement.in_quotes or len(quotes) % 2:
        return _unclosed_quotes(piece, quotes[-1])
    return _too_deep(piece)


def _too_long(piece: Piece) -> Problem:
    match = _WORD.match(piece)
    return Problem(
        rule="criterion-too-long",
        message=f"the criterion has {len(piece):,} characters; {MAX_CRITERION:,} are the most",
        span=piece.span(0, len(match.group()) if match else 1),
        why="a criterion that long cannot be read or signed off by a person",
        instead="several criteria, or names for its parts by `define`",
    )


def _unclosed_quotes(piece: Piece, at: int) -> Problem:
    end = piece.find("\n", at)
    end = len(piece) if end < 0 else end
    return Problem(
        rule="unclosed-quotes",
        message="the quotes that open here are not closed",
        span=piece.span(at, at + len(piece[at:end].rstrip())),
        why="text in quotes ends within its own statement",
        instead='a `"` where the text ends',
    )


def _too_deep(piece: Piece) -> Problem | None:
    depth = 0
    for match in re.finditer(r'"[^"]*"|[()]', piece):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth > MAX_NESTING:
            return Problem(
                rule="too-deep",
                message=f"brackets are nested more than {MAX_NESTING} deep",
                span=piece.span(match.start(), match.start() + 1),
                why="nobody can read such a criterion, so nobody can sign it off",
                instead="several criteria",
            )
    return None
