"""YAML as places and words: every scalar stays text, and every problem knows where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

import yaml

from trialmatch.diagnostics import CriteriaError, Diagnostic, Span
from trialmatch.vocabulary.near_names import nearest

_T = TypeVar("_T")

# Larger or deeper texts are not cases written by hand, and could exhaust the memory.
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, with the places of key and value. Keys have `_` for spaces."""

    key: str
    at: yaml.Node
    value: yaml.Node


class YamlText:
    """One YAML text that is being read, and the problems found in it so far."""

    def __init__(self, text: str, path: str) -> None:
        """Note the text; nothing is read yet."""
        self.text = text
        self.path = path
        self.problems: list[Diagnostic] = []
        self.inside = ""
        self._lines = text.splitlines()

    def root(self) -> yaml.Node | None:
        """The text's outermost node; None, with the problem noted, where it is not YAML."""
        if len(self.text) > MAX_CHARACTERS:
            self._refuse("too-large", f"more than {MAX_CHARACTERS:,} characters")
            return None
        try:
            if not self._plain():
                return None
            return yaml.compose(self.text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            self._not_yaml(error)
        except yaml.YAMLError:
            self._refuse("not-yaml", "this is not YAML: it holds characters that YAML forbids")
        return None

    def _plain(self) -> bool:
        """Neither aliases, which can unfold without end, nor nesting without end."""
        depth = 0
        for event in yaml.parse(self.text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                self._refuse("alias", "aliases (`*name`) are not read; write the words out")
                return False
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                self._refuse("too-deep", f"nested more than {MAX_DEPTH} deep")
                return False
        return True

    def _refuse(self, rule: str, message: str) -> None:
        self.problems.append(Diagnostic(self.path, rule, message))

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        span = None if mark is None else self._span(mark, mark)
        self.problems.append(
            Diagnostic(
                self.path,
                "not-yaml",
                f"this is not YAML: {error.problem or error.context}",
                why="text with any of { } [ ] , # % > or a colon and a blank in it needs quotes",
                span=span,
                line=self._line(span),
            )
        )

    def problem(
        self, node: yaml.Node, rule: str, message: str, why: str = "", instead: str = ""
    ) -> None:
        """Note a problem at a node, with the name of the case that it stands in."""
        span = self.span(node)
        where = f'case "{self.inside}": ' if self.inside else ""
        self.problems.append(
            Diagnostic(
                self.path, rule, where + message, why, instead, span=span, line=self._line(span)
            )
        )

    def span(self, node: yaml.Node) -> Span:
        """Where a node stands; of several lines the first."""
        return self._span(node.start_mark, node.end_mark)

    def _span(self, start: yaml.Mark, end: yaml.Mark) -> Span:
        last = end.index if end.line == start.line else start.index + 1
        return Span(start.index, last, start.line + 1, start.column + 1)

    def _line(self, span: Span | None) -> str:
        return self._lines[span.line - 1] if span and span.line <= len(self._lines) else ""

    def words(self, node: yaml.Node) -> str | None:
        """A scalar's text as written: `007`, `no` and dates stay what they are."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self.problem(node, "not-a-word", "a single value is needed here, not a list or mapping")
        return None

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The items of a list; an empty value is an empty list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if not (isinstance(node, yaml.ScalarNode) and not node.value):
            self.problem(node, "not-a-list", "a list is needed here")
        return []

    def entries(self, node: yaml.Node) -> list[Entry]:
        """The entries of a mapping in the order written, each key once."""
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return []
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "not-a-mapping", "keys with values are needed here")
            return []
        found: dict[str, Entry] = {}
        for at, value in node.value:
            key = (self.words(at) or "").replace(" ", "_")
            if key in found:
                self.problem(at, "key-twice", f"`{_spoken(key)}` stands here twice")
            found.setdefault(key, Entry(key, at, value))
        return list(found.values())

    def known_entries(self, node: yaml.Node, known: Collection[str]) -> dict[str, Entry]:
        """The entries whose keys are known; the others are noted with near names."""
        return self.known_only(self.entries(node), known)

    def known_only(self, entries: Iterable[Entry], known: Collection[str]) -> dict[str, Entry]:
        """The entries whose keys are known; the others are noted with near names."""
        kept = {}
        for entry in entries:
            if entry.key in known:
                kept[entry.key] = entry
            else:
                self.unknown(entry.at, "key", entry.key, known)
        return kept

    def unknown(self, node: yaml.Node, what: str, word: str, known: Iterable[str]) -> None:
        """Note an unknown word, with the known words that it is like, else all of them."""
        names = list(known)
        near = nearest(word, names) or sorted(names)
        self.problem(
            node,
            f"unknown-{what.replace(' ', '-')}",
            f"`{_spoken(word)}` is no {what} that is known here",
            instead=" or ".join(_spoken(each) for each in near if each),
        )

    def one_of(self, node: yaml.Node, what: str, known: Collection[str]) -> str:
        """A word of a closed list; empty, with the problem noted, for any other."""
        word = self.words(node)
        if word is None or word in known:
            return word or ""
        self.unknown(node, what, word, known)
        return ""

    def read(self, node: yaml.Node, what: str, reader: Callable[[str], _T]) -> _T | None:
        """A scalar through a reader whose ValueError says what is wrong with the text."""
        word = self.words(node)
        if word is None:
            return None
        try:
            return reader(word)
        except ValueError as error:
            self.problem(node, f"bad-{what.split()[0]}", f"`{word}`: {error}")
            return None

    def finish(self) -> None:
        """Raise CriteriaError with all problems, if there are any."""
        if self.problems:
            raise CriteriaError(self.problems)


def _spoken(key: str) -> str:
    return key.replace("_", " ")
