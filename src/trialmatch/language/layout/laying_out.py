"""A source laid out anew, statement by statement; its comments and blank lines stay."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialmatch.language.layout.aligning import Entry, aligned
from trialmatch.language.layout.spacing import line_by_line, on_one_line
from trialmatch.language.source import SourceText
from trialmatch.language.statements import TOP, Cutter, Statement
from trialmatch.language.words import HEADER_HEADS, SIDES

WIDTH = 100
STEP = 2


def laid_out(source: SourceText) -> str:
    """The source's text in canonical layout; it is one that can be parsed."""
    cutter = Cutter(source)
    cutter.cut()
    lines = _lines(source, cutter.blanked)
    layout = _Layout(_base(lines))
    at = 0
    for statement in cutter.statements:
        first, last = _extent(statement, source)
        layout.between(lines[at : first - 1], statement)
        layout.statement(statement, lines[first - 1 : last])
        at = last
    layout.between(lines[at:], None)
    return aligned(layout.entries, WIDTH)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the source: its code with the comment blanked, the comment, the indent."""

    code: str
    comment: str
    indent: int


def _lines(source: SourceText, blanked: list[str]) -> list[_Line]:
    raw = source.text.split("\n")
    return [_line(each, code) for each, code in zip(raw, blanked, strict=True)]


def _line(raw: str, code: str) -> _Line:
    kept = code.rstrip()
    body = raw.lstrip()
    comment = raw[len(kept) :].strip() if raw.rstrip() != kept else ""
    return _Line(kept, _tidy(comment), len(raw[: len(raw) - len(body)].expandtabs(8)))


def _tidy(comment: str) -> str:
    return f"# {comment[1:]}" if comment[1:2].isalnum() else comment


def _base(lines: list[_Line]) -> int:
    return next((each.indent for each in lines if each.code), 0)


def _extent(statement: Statement, source: SourceText) -> tuple[int, int]:
    """The numbers of a statement's first and last line."""
    piece = statement.piece
    first, last = piece.span(0, 1), piece.span(len(piece) - 1, len(piece))
    return first.line, last.line


@dataclass(slots=True)
class _Layout:
    """The lines laid out so far. `base` is how far the whole source is indented."""

    base: int
    entries: list[Entry] = field(default_factory=list)
    before: Statement | None = None

    def between(self, lines: list[_Line], after: Statement | None) -> None:
        """Comments and blank lines between two statements."""
        for line in lines:
            if not line.comment:
                self._blank()
                continue
            deep = line.indent > self.base and self._can_hold_lines()
            indent = STEP if deep else 0 if after is None else _depth(after)
            self.entries.append(Entry(indent, "", line.comment))

    def statement(self, statement: Statement, lines: list[_Line]) -> None:
        """One statement: on one line where it fits and no comment stands within it."""
        self.before, text = statement, str(statement.piece)
        depth = _depth(statement)
        short = on_one_line(text)
        plain = all(each.code for each in lines) and not any(each.comment for each in lines[:-1])
        if plain and (len(lines) == 1 or depth + len(short) <= WIDTH):
            self._one(statement, short, lines[-1].comment)
            return
        self._several(depth, line_by_line(text), lines)

    def _one(self, statement: Statement, text: str, comment: str) -> None:
        sort = statement.section
        if sort == TOP:
            sort = "" if statement.head in SIDES else statement.head
        self.entries.append(Entry(_depth(statement), text, comment, sort))

    def _several(self, depth: int, texts: list[str], lines: list[_Line]) -> None:
        remaining = iter(texts)
        depths = _depths(depth, lines)
        for line, here in zip(lines, depths, strict=True):
            if line.code:
                self.entries.append(Entry(here, next(remaining), line.comment))
            elif line.comment:
                self.entries.append(Entry(here, "", line.comment))
            else:
                self._blank()

    def _blank(self) -> None:
        if self.entries and not self.entries[-1].is_blank:
            self.entries.append(Entry())

    def _can_hold_lines(self) -> bool:
        if self.before is None:
            return False
        return self.before.section != TOP or self.before.head in (*SIDES, *HEADER_HEADS)


def _depth(statement: Statement) -> int:
    return 0 if statement.section == TOP else STEP


def _depths(depth: int, lines: list[_Line]) -> list[int]:
    """How deep each line of a statement goes: a step for each step that its author took.

    A comment goes as deep as the line below it.
    """
    depths, stack = list[int](), list[int]()
    for nth, line in enumerate(lines):
        if nth and line.code:
            while stack and stack[-1] > line.indent:
                stack.pop()
            if not stack or stack[-1] < line.indent:
                stack.append(line.indent)
        depths.append(depth + STEP * len(stack))
    for nth in range(len(lines) - 2, 0, -1):
        if not lines[nth].code:
            depths[nth] = depths[nth + 1]
    return depths
