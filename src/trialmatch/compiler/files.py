"""A file with all the files it uses, each parsed once and its names resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from trialmatch.clauses import all_clauses
from trialmatch.compiler.cache import Used
from trialmatch.compiler.defining import define
from trialmatch.compiler.definitions import Declared, Names, declare
from trialmatch.compiler.reading import NotReadable, read_used, used_path
from trialmatch.diagnostics import Diagnostic
from trialmatch.language.parser import MAX_PROBLEMS, parse
from trialmatch.language.problems import Problem
from trialmatch.language.source import MAX_BYTES, SourceText
from trialmatch.language.tree import CriteriaFile, UseStatement, Word

MAX_CHAIN = 20
# All files of one compilation together, so that many small ones cost no more than one large one.
MAX_TOGETHER = 2 * MAX_BYTES
# Shared files are few, and a thousand files that use the same one need not parse it each time.
_KEPT_FILES = 64
Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file: its source, its tree, and the names in force in it."""

    source: SourceText
    tree: CriteriaFile
    names: Names


@dataclass(frozen=True)
class _Parsed:
    """One file by itself, with what is wrong with its form."""

    source: SourceText
    tree: CriteriaFile
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def alone(self) -> tuple[Loaded, tuple[Diagnostic, ...]]:
        """The file with the names it declares, where it uses no other; what is wrong with them."""
        names = Names()
        problems = _declared(self.tree, names, self.source.path)[:MAX_PROBLEMS]
        found = tuple(self.source.diagnostic(each) for each in problems)
        return Loaded(self.source, self.tree, names), found


@dataclass(slots=True)
class Loading:
    """All files of one compilation; `texts` are kept for the hash, by path.

    `uses` are the files read from another file: the path of the one that uses it, and its own.
    `unread` says that a file could not be had, so that another day may have another answer.
    """

    read: Read | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    uses: list[tuple[str, str]] = field(default_factory=list)
    unread: bool = False
    _loaded: dict[str, Loaded] = field(default_factory=dict)
    _chain: list[str] = field(default_factory=list)

    def used(self) -> Iterator[Used]:
        """Every file that was read from another, with its text."""
        for using, path in self.uses:
            yield Used(using, path, self.texts[path])

    def load(self, text: str, path: str) -> Loaded:
        """Parse a text and every file it uses."""
        self.texts[path] = text
        parsed = _parsed_once(text, path) if self._chain else _parsed(text, path)
        self.diagnostics += parsed.diagnostics
        if parsed.tree.uses:
            loaded = self._with_uses(parsed)
        else:
            loaded, found = parsed.alone
            self.diagnostics += found
        self._loaded[path] = loaded
        return loaded

    def _with_uses(self, parsed: _Parsed) -> Loaded:
        source, tree, names = parsed.source, parsed.tree, Names()
        self._chain.append(source.path)
        for each in tree.uses:
            self._use(each, source, names)
        self._tell(source, _declared(tree, names, source.path))
        self._chain.pop()
        return Loaded(source, tree, names)

    def _use(self, statement: UseStatement, source: SourceText, names: Names) -> None:
        used = self._used(statement.path, source.path)
        if isinstance(used, Problem):
            self._tell(source, [used])
            names.incomplete = self.unread = True
            return
        names.broken |= used.names.broken
        names.incomplete |= used.names.incomplete
        for name, declared in used.names.declared.items():
            before = names.declared.setdefault(name, declared)
            if before != declared:
                self._tell(source, [_clash(statement, before, declared, source.path)])

    def _used(self, written: Word, using: str) -> Loaded | Problem:
        if not using and self.read is None:
            return _problem(written, "use-path", "a text without a file can use no other file")
        path = used_path(using, written)
        if isinstance(path, Problem):
            return path
        if path in self._chain:
            return _cycle(written, self._chain[self._chain.index(path) :])
        if len(self._chain) >= MAX_CHAIN:
            return _problem(written, "use-chain", f"more than {MAX_CHAIN} files use each other")
        if path in self._loaded:
            return self._loaded[path]
        return self._read(written, path, using)

    def _read(self, written: Word, path: str, using: str) -> Loaded | Problem:
        try:
            text = self.read(path) if self.read else read_used(path, using)
        except NotReadable as error:
            return _problem(written, error.rule, f"`{written.text}`: {error}", error.why)
        except (OSError, LookupError, ValueError):
            return _problem(written, "not-found", f"`{written.text}` cannot be read")
        if sum(map(len, self.texts.values())) + len(text) > MAX_TOGETHER:
            together = f"the files used come to more than {MAX_TOGETHER // 1000} kB together"
            return _problem(written, "file-too-big", together)
        self.uses.append((using, path))
        loaded = self.load(text, path)
        if loaded.tree.header or loaded.tree.criteria:
            return _not_shared(written)
        return loaded

    def _tell(self, source: SourceText, problems: Iterable[Problem]) -> None:
        # All are drawn, since names are declared along the way; a bounded number is told.
        self.diagnostics += [source.diagnostic(each) for each in list(problems)[:MAX_PROBLEMS]]


def _declared(tree: CriteriaFile, names: Names, path: str) -> list[Problem]:
    """Add all that a file declares; what is wrong with it."""
    return [*declare(tree, names, path), *define(tree, names, path)]


def _parsed(text: str, path: str) -> _Parsed:
    source = SourceText.of(text, path)
    tree, found = parse(source, all_clauses())
    return _Parsed(source, tree, tuple(found))


@lru_cache(maxsize=_KEPT_FILES)
def _parsed_once(text: str, path: str) -> _Parsed:
    return _parsed(text, path)


def _problem(written: Word, rule: str, message: str, why: str = "") -> Problem:
    return Problem(
        rule=rule,
        message=message,
        span=written.span,
        why=why or "names come from this file and from files it uses, relative to this file",
        instead='a path such as `"../shared/cardiology.criteria"`',
    )


def _cycle(written: Word, chain: list[str]) -> Problem:
    return Problem(
        rule="use-cycle",
        message="this file is used by a file that it uses",
        span=written.span,
        why=f"the circle is {' uses '.join([*chain, chain[0]])}",
        instead="the shared names in a file that uses neither",
    )


def _not_shared(written: Word) -> Problem:
    return Problem(
        rule="not-a-shared-file",
        message=f"`{written.text}` has a header or criteria of its own",
        span=written.span,
        why="only files of `codes`, `measure` and `use` can be used, so that no criterion is "
        "taken over unseen",
        instead="a shared file that holds what both need",
    )


def _clash(statement: UseStatement, first: Declared, second: Declared, path: str) -> Problem:
    name = first.meaning.name
    return Problem(
        rule="duplicate-name",
        message=f"`{name}` is declared twice, {first.place(path)} and {second.place(path)}",
        span=statement.path.span,
        why="a name means one thing throughout a file",
        instead="another name in one of the two files",
    )
