"""The table of abilities in docs/reference, made from the chapters that show them.

    python -m tests.spec.ability_table

writes it anew. An ability is shown by a chapter if something in the chapter's criteria is written
as the list of abilities says; chapters are run on every engine, so the ability works in both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trialmatch.clauses import all_clauses, clause_of
from trialmatch.language.parser import parse
from trialmatch.language.source import SourceText
from trialmatch.language.tree import CriteriaFile, clauses_in
from trialmatch.language.words import (
    ACTS,
    CODED_KINDS,
    CONTACTS,
    EVENT_PREFIXES,
    FUNCTIONS,
    HEADER_LINES,
    HEADS,
    NAMED_EVENTS,
    POSITIONS,
    QUALIFIERS,
    RANGE_ENDS,
    TIME_UNITS,
    WINDOW_WORDS,
)

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "reference" / "abilities.md"
_BLOCK = re.compile(r"^```criteria\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")
_NUMBERS = re.compile(r"\(meaning ([^)]*)\)")
_NUMBER = re.compile(r"(\d+)([a-c]?)")
_STATEMENT = re.compile(r"(?m)^(?: {2})?\S.*(?:\n {4,}\S.*)*")

INTRODUCTION = """# What the language can say

Made from the chapters of the manual by `python -m tests.spec.ability_table`: every ability with an
example from the manual and the chapters whose criteria use it. Chapters are run on both engines.
"""


@dataclass(frozen=True)
class Ability:
    """One thing that the language can say, and how it is written."""

    part: str
    say: str
    written: re.Pattern[str]
    missing: bool
    elsewhere: str

    def example(self, chapter: str) -> str:
        """The first statement of a chapter that is written so; empty where none is."""
        whole = re.sub(r"\s+", " ", texts()[chapter])
        if not self.written.search(whole):
            return ""
        statements = (re.sub(r"\s+", " ", each).strip() for each in statements_of(chapter))
        found = (each for each in statements if self.written.search(each))
        return min(found, key=len, default="")

    def chapters(self) -> list[str]:
        """The chapters that show it."""
        return [chapter for chapter in texts() if self.example(chapter)]


@dataclass(frozen=True)
class Sentence:
    """One part of the meaning."""

    number: str
    says: str
    elsewhere: tuple[str, ...]
    missing: bool

    def chapters(self) -> list[str]:
        """The chapters that say they show it."""
        return [name for name, numbers in numbers_of().items() if self.number in numbers]


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """The criteria of each chapter, without comments."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.md"))}
    return {
        name: "\n".join(_COMMENT.sub("", block) for block in _BLOCK.findall(text))
        for name, text in found.items()
    }


@lru_cache(maxsize=1)
def numbers_of() -> Mapping[str, frozenset[str]]:
    """The parts of the meaning that each chapter says it shows."""
    return {
        path.stem: frozenset(_spelled_out(_NUMBERS.findall(path.read_text(encoding="utf-8"))))
        for path in sorted(HERE.glob("*.md"))
    }


def _spelled_out(said: Iterable[str]) -> Iterator[str]:
    for each in said:
        yield from ("".join(match) for match in _NUMBER.findall(each))


@lru_cache(maxsize=64)
def statements_of(chapter: str) -> tuple[str, ...]:
    """The statements of a chapter's criteria."""
    return tuple(match.group() for match in _STATEMENT.finditer(texts()[chapter]))


def abilities() -> list[Ability]:
    """The declared list."""
    found = tomllib.loads(HERE.joinpath("abilities.toml").read_text(encoding="utf-8"))
    return [
        Ability(
            part["title"],
            each["say"],
            re.compile(each["written"]),
            each.get("missing", False),
            each.get("elsewhere", ""),
        )
        for part in found["part"]
        for each in part["abilities"]
    ]


def sentences() -> list[Sentence]:
    """The parts of the meaning."""
    found = tomllib.loads(HERE.joinpath("meaning.toml").read_text(encoding="utf-8"))
    return [
        Sentence(number, each["says"], tuple(each.get("elsewhere", ())), each.get("missing", False))
        for number, each in found.items()
    ]


def registered() -> dict[str, dict[str, list[str]]]:
    """Every word that the code registers, by what it is, with the chapters that use it."""
    said = {
        "statements": HEADS,
        "header lines": HEADER_LINES,
        "kinds of events": (*CODED_KINDS, *CONTACTS, *NAMED_EVENTS),
        "before an event": (*EVENT_PREFIXES, *POSITIONS, *ACTS),
        "after an event": QUALIFIERS,
        "words of windows": WINDOW_WORDS,
        "lengths": TIME_UNITS,
        "ends of a range of normal": RANGE_ENDS,
        "functions": FUNCTIONS,
    }
    found = {what: {word: _with_word(word) for word in words} for what, words in said.items()}
    kinds = _kinds_of_clauses()
    return {"kinds of criteria": kinds, **found}


def _with_word(word: str) -> list[str]:
    stem = re.escape(word.removesuffix("s") if word in TIME_UNITS else word)
    pattern = re.compile(rf"(?<![\w\"]){stem}" + ("s?" if word in TIME_UNITS else "") + r"(?!\w)")
    return [name for name, text in texts().items() if pattern.search(text)]


def _kinds_of_clauses() -> dict[str, list[str]]:
    used: dict[str, list[str]] = {each.name: [] for each in all_clauses()}
    for chapter in texts():
        for name in dict.fromkeys(_clauses_of(chapter)):
            used[name].append(chapter)
    return used


def _clauses_of(chapter: str) -> Iterator[str]:
    text = HERE.joinpath(f"{chapter}.md").read_text(encoding="utf-8")
    for block in _BLOCK.findall(text):
        tree: CriteriaFile
        tree, _ = parse(SourceText.of(block), all_clauses())
        said = [each.expression for each in tree.criteria]
        said += [each.expression for each in tree.definitions]
        for each in said:
            yield from (clause_of(one).name for one in clauses_in(each))


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    part = ""
    for each in abilities():
        if each.part != part:
            part = each.part
            lines += [f"\n## {part}\n", "| ability | an example | chapters |", "|---|---|---|"]
        lines.append(_row(each))
    lines += ["\n## The words of the language\n", "| what | word | chapters |", "|---|---|---|"]
    for what, words in registered().items():
        lines += [f"| {what} | `{word}` | {_links(found)} |" for word, found in words.items()]
    lines += ["\n## What a criterion means\n", "| part | says | chapters |", "|---|---|---|"]
    for one in sentences():
        shown = _links(one.chapters()) or ", ".join(f"`{path}`" for path in one.elsewhere)
        lines.append(f"| {one.number} | {one.says} | {shown} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _row(ability: Ability) -> str:
    chapters = ability.chapters()
    if not chapters:
        elsewhere = f"`{ability.elsewhere}`" if ability.elsewhere else "in a later version"
        return f"| {ability.say} | | {elsewhere} |"
    example = min((ability.example(each) for each in chapters), key=len)
    return f"| {ability.say} | `{_in_a_cell(example)}` | {_links(chapters)} |"


def _in_a_cell(text: str) -> str:
    text = re.sub(r"^\w+(?: \"[^\"]*\")?: ", "", text)
    return text.replace("|", "\\|")


def _links(chapters: Iterable[str]) -> str:
    return ", ".join(f"[{each}](../../tests/spec/{each}.md)" for each in chapters)


if __name__ == "__main__":
    TABLE.write_text(page(), encoding="utf-8")
