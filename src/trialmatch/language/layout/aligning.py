"""Runs of lines of one sort, whose `=`, `:` or first words are brought into line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialmatch.language.statements import HEADER
from trialmatch.language.words import SIDES

_UP_TO_COLON = re.compile(r'(?:"[^"]*"|[^":])*:')
_UP_TO_EQUALS = re.compile(r"[^=]*(?= =)")
_FIRST_WORD = re.compile(r"\S+")
_BEFORE_A_COMMENT = "  "


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the layout; `sort` where a whole statement stands on it."""

    indent: int = 0
    text: str = ""
    comment: str = ""
    sort: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on the line."""
        return not (self.text or self.comment)

    def written(self) -> str:
        """The line as it is written."""
        gap = _BEFORE_A_COMMENT if self.text and self.comment else ""
        return " " * self.indent * (not self.is_blank) + self.text + gap + self.comment


def aligned(entries: list[Entry], width: int) -> str:
    """The entries as a text in which no alignment of statements goes beyond the width."""
    while entries and entries[-1].is_blank:
        entries = entries[:-1]
    lines = (each.written() for run in _runs(entries) for each in _in_line(run, width))
    return "".join(f"{line}\n" for line in lines)


def _runs(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Lines that follow each other and are of one sort; every other line by itself."""
    run = list[Entry]()
    for each in entries:
        if run and not (each.sort and each.sort == run[-1].sort):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _in_line(run: list[Entry], width: int) -> list[Entry]:
    heads = [_head(each) for each in run]
    if len(run) == 1 or not all(heads):
        return run
    reach = max(map(len, heads))
    made = [_padded(each, head, reach) for each, head in zip(run, heads, strict=True)]
    # The header's words are short, and an address may be longer than any line should be.
    fits = run[0].sort == HEADER or all(each.indent + len(each.text) <= width for each in made)
    return made if fits else run


def _padded(entry: Entry, head: str, reach: int) -> Entry:
    text = f"{head:<{reach}} {entry.text[len(head) :].lstrip()}".rstrip()
    return Entry(entry.indent, text, entry.comment, entry.sort)


def _head(entry: Entry) -> str:
    """What stands before the column that is brought into line."""
    if entry.sort in SIDES:
        pattern = _UP_TO_COLON if ":" in entry.text else None
    elif entry.sort == HEADER:
        pattern = _FIRST_WORD
    else:
        pattern = _UP_TO_EQUALS
    match = pattern.match(entry.text) if pattern else None
    return match.group() if match else ""
