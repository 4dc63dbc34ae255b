"""Code sets and measures from their statements, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.clauses.contract.scope import Definition, HalfLives, Let, Measure, Scope
from trialmatch.compiler.code_shapes import has_shape, patterns_of, read_code
from trialmatch.compiler.measures import measure_of, measure_problems, part_problems
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import (
    CodeGroup,
    CodesStatement,
    CriteriaFile,
    DrugsStatement,
    Name,
    Word,
)
from trialmatch.plan.algebra import Lasting
from trialmatch.vocabulary.calendar import Duration, Unit
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.vocabulary.codesystems import BY_NAME
from trialmatch.vocabulary.near_names import nearest

_HOURS = {Unit.HOUR: Decimal(1), Unit.DAY: Decimal(24), Unit.WEEK: Decimal(168)}
_HOURS[Unit.MINUTE] = 1 / Decimal(60)
_DECLARED = re.compile(r"\S+\s+([^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Declared:
    """A code set, measure or definition, and where it was declared.

    Of a code set, `lasting` says how long rows without an end last and `half_lives` those of
    its drugs; one that is `by_site` has no codes until a site gives them.
    """

    meaning: CodeSet | Measure | Definition | Let
    path: str
    line: int
    lasting: Lasting | None = None
    half_lives: HalfLives | None = None
    by_site: bool = False

    def place(self, path: str) -> str:
        """The place in words, as seen from a file."""
        return f"on line {self.line}" + (f" of {self.path}" if self.path != path else "")


@dataclass(slots=True)
class Names:
    """The names in force in one file: its own and those of the files it uses.

    `broken` are names whose statement has a mistake; `incomplete` says that a used file could
    not be had, so that nothing is known of names that are not declared.
    """

    declared: dict[str, Declared] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    incomplete: bool = False

    def code_sets(self) -> dict[str, CodeSet]:
        """The code sets by name."""
        known = {name: each.meaning for name, each in self.declared.items()}
        return {name: one for name, one in known.items() if isinstance(one, CodeSet)}

    def measures(self) -> dict[str, Measure]:
        """The measures by name."""
        known = {name: each.meaning for name, each in self.declared.items()}
        return {name: one for name, one in known.items() if isinstance(one, Measure)}

    def definitions(self) -> dict[str, Definition]:
        """The conditions and events that were defined, by name."""
        known = {name: each.meaning for name, each in self.declared.items()}
        return {name: one for name, one in known.items() if isinstance(one, Definition)}

    def lets(self) -> dict[str, Let]:
        """The values that `let` declared, by name."""
        known = {name: each.meaning for name, each in self.declared.items()}
        return {name: one for name, one in known.items() if isinstance(one, Let)}

    def scope(self) -> Scope:
        """The names as clauses know them."""
        declared = self.declared.items()
        return Scope(
            code_sets=self.code_sets(),
            measures=self.measures(),
            broken=frozenset(self.broken),
            incomplete=self.incomplete,
            definitions=self.definitions(),
            lets=self.lets(),
            lasting={name: each.lasting for name, each in declared if each.lasting is not None},
            drugs={name: each.half_lives for name, each in declared if each.half_lives is not None},
        )


def declare(tree: CriteriaFile, names: Names, path: str) -> Iterator[Problem]:
    """Add a file's own names to those it inherited; yields what is wrong."""
    names.broken.update(_broken(tree))
    known = names.code_sets()
    included = {each.name.text: list[CodePattern]() for each in tree.codes}
    for each in tree.codes:
        yield from _patterns(each.groups, included[each.name.text])
    excepting = {each.name.text for each in tree.codes if each.exceptions}
    excepting |= {name for name, one in known.items() if one.exclude}
    includes = {name: one.include for name, one in known.items()}
    includes |= {name: tuple(found) for name, found in included.items()}
    by_site = {each.name.text for each in tree.codes if each.given_by_site}
    by_site |= {name for name, one in names.declared.items() if one.by_site}
    for each in tree.codes:
        excluded = list[CodePattern]()
        yield from _exceptions(each, _Reach(includes, excepting, names, by_site), excluded)
        codes = CodeSet(each.name.text, tuple(included[each.name.text]), tuple(excluded))
        declared = Declared(
            codes, path, each.name.span.line, each.lasting, by_site=each.given_by_site
        )
        yield from add(names, each.name, declared)
    for drugs in tree.drugs:
        yield from _drugs(drugs, names, path)
    for one in tree.measures:
        patterns = list[CodePattern]()
        yield from _patterns(one.groups, patterns)
        yield from measure_problems(one)
        measure = Declared(
            measure_of(one, tuple(patterns)),
            path,
            one.name.span.line,
            by_site=one.given_by_site,
        )
        yield from add(names, one.name, measure)
    known_measures = names.measures()
    for one in tree.measures:
        yield from part_problems(one, known_measures)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What an exception can name."""

    includes: Mapping[str, tuple[CodePattern, ...]]
    excepting: set[str]
    names: Names
    by_site: set[str]


def _broken(tree: CriteriaFile) -> Iterator[str]:
    for each in tree.unparsed:
        match = _DECLARED.match(each.text)
        if each.section == "top" and match is not None:
            yield match[1]


def _patterns(groups: tuple[CodeGroup, ...], found: list[CodePattern]) -> Iterator[Problem]:
    for group in groups:
        for each in patterns_of(group):
            if isinstance(each, Problem):
                yield each
            else:
                found.append(each)


def _exceptions(
    statement: CodesStatement, reach: _Reach, found: list[CodePattern]
) -> Iterator[Problem]:
    system = statement.groups[-1].system.text if statement.groups else ""
    for word in statement.exceptions:
        if word.text in BY_NAME:
            system = word.text
        elif word.text in reach.includes:
            if word.text in reach.excepting:
                yield _excepts_itself(word)
            if word.text in reach.by_site:
                yield _excepts_what_is_to_come(word)
            found.extend(reach.includes[word.text])
        elif _reads_as_name(system, word):
            if word.text not in reach.names.broken and not reach.names.incomplete:
                yield _unknown_exception(word, reach)
        elif system in BY_NAME:
            each = read_code(system, word)
            if isinstance(each, Problem):
                yield each
            else:
                found.append(each)


def _reads_as_name(system: str, word: Word) -> bool:
    if re.fullmatch(r"[^\W\d]\w*", word.text) is None:
        return False
    lower = word.text.islower() and not any(map(str.isdigit, word.text))
    return lower or (system in BY_NAME and not has_shape(system, word.text))


def add(names: Names, name: Name, declared: Declared) -> Iterator[Problem]:
    """Add one name, unless it means something else already."""
    before = names.declared.get(name.text)
    if before is not None:
        yield Problem(
            rule="duplicate-name",
            message=f"`{name.text}` is declared already, {before.place(declared.path)}",
            span=name.span,
            why="a name means one thing throughout a file",
            instead="another name, or one of the two declarations",
        )
        return
    names.declared[name.text] = declared


def _drugs(statement: DrugsStatement, names: Names, path: str) -> Iterator[Problem]:
    """A code set whose groups have half-lives of their own."""
    name, table, every = statement.name, list[tuple[CodeSet, Decimal]](), list[CodePattern]()
    for group, half_life in zip(statement.groups, statement.half_lives, strict=True):
        patterns = list[CodePattern]()
        yield from _patterns((group,), patterns)
        every += patterns
        if half_life.unit not in _HOURS:
            yield _no_hours(half_life, statement)
        hours = Decimal(half_life.count) * _HOURS.get(half_life.unit, 1)
        table.append((CodeSet(name.text, tuple(patterns)), hours))
    codes, half_lives = CodeSet(name.text, tuple(every)), HalfLives(name.text, tuple(table))
    yield from add(
        names, name, Declared(codes, path, name.span.line, statement.lasting, half_lives)
    )


def _no_hours(half_life: Duration, statement: DrugsStatement) -> Problem:
    return Problem(
        rule="length-in-days",
        message=f"{half_life} is no number of hours",
        span=statement.name.span,
        why="a half-life is a fixed length of time, and a month has no fixed number of days",
        instead="the half-life in minutes, hours, days or weeks",
    )


def _unknown_exception(word: Word, reach: _Reach) -> Problem:
    near = nearest(word.text, reach.includes)
    return Problem(
        rule="unknown-name",
        message=f"no code set is named `{word.text}`",
        span=word.span,
        why="after `except` come codes, or names of code sets",
        instead=quoted_list(near),
    )


def _excepts_what_is_to_come(word: Word) -> Problem:
    return Problem(
        rule="given-by-site",
        message=f"`{word.text}` is to be given by the site and cannot be excepted",
        span=word.span,
        why="until it is given it would except nothing, and nobody would notice",
        instead="`and not …` in the criteria that use the set",
    )


def _excepts_itself(word: Word) -> Problem:
    return Problem(
        rule="nested-except",
        message=f"`{word.text}` has exceptions of its own and cannot be excepted",
        span=word.span,
        why="an exception to an exception can be read in two ways",
        instead="the codes themselves, or a code set without `except`",
    )
