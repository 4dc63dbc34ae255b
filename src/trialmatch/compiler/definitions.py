"""Code sets and measures from their statements, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trialmatch.clauses.contract.scope import Measure
from trialmatch.clauses.contract.units import unit_problem
from trialmatch.compiler.code_shapes import has_shape, patterns_of, read_code
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import joined
from trialmatch.language.tree import (
    CodeGroup,
    CodesStatement,
    CriteriaFile,
    MeasureStatement,
    Name,
    Word,
)
from trialmatch.vocabulary import units
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.vocabulary.codesystems import BY_NAME
from trialmatch.vocabulary.near_names import nearest

_DECLARED = re.compile(r"\S+\s+([^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Declared:
    """A code set or measure, and where it was declared."""

    meaning: CodeSet | Measure
    path: str
    line: int

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
    for each in tree.codes:
        excluded = list[CodePattern]()
        yield from _exceptions(each, _Reach(includes, excepting, names), excluded)
        codes = CodeSet(each.name.text, tuple(included[each.name.text]), tuple(excluded))
        yield from _add(names, each.name, codes, path)
    for one in tree.measures:
        patterns = list[CodePattern]()
        yield from _patterns(one.groups, patterns)
        yield from _measure_problems(one)
        yield from _add(names, one.name, _measure(one, tuple(patterns)), path)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What an exception can name."""

    includes: Mapping[str, tuple[CodePattern, ...]]
    excepting: set[str]
    names: Names


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
    system = statement.groups[-1].system.text
    for word in statement.exceptions:
        if word.text in BY_NAME:
            system = word.text
        elif word.text in reach.includes:
            if word.text in reach.excepting:
                yield _excepts_itself(word)
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


def _add(names: Names, name: Name, meaning: CodeSet | Measure, path: str) -> Iterator[Problem]:
    before = names.declared.get(name.text)
    if before is not None:
        yield Problem(
            rule="duplicate-name",
            message=f"`{name.text}` is declared already, {before.place(path)}",
            span=name.span,
            why="a name means one thing throughout a file",
            instead="another name, or one of the two declarations",
        )
        return
    names.declared[name.text] = Declared(meaning, path, name.span.line)


def _measure(statement: MeasureStatement, patterns: tuple[CodePattern, ...]) -> Measure:
    name = statement.name.text
    units_said = [word.text for word in statement.units]
    low, high = statement.plausible or (None, None)
    return Measure(
        name=name,
        codes=CodeSet(name, patterns),
        unit=units_said[0] if units_said else "",
        also=tuple(units_said[1:]),
        low=low.value if low else None,
        high=high.value if high else None,
        score=not units_said,
    )


def _measure_problems(statement: MeasureStatement) -> Iterator[Problem]:
    wrong = [unit_problem(word) for word in statement.units]
    for problem, word in zip(wrong, statement.units, strict=True):
        if problem is not None:
            yield _score_as_unit(word) if word.text == "score" else problem
    if not any(wrong):
        for other in statement.units[1:]:
            yield from _other_unit(statement.units[0].text, other)
    if statement.plausible:
        low, high = statement.plausible
        if low.value >= high.value:
            yield _empty_plausible(statement)


def _other_unit(unit: str, other: Word) -> Iterator[Problem]:
    bare = units.ignoring_annotations(other.text), units.ignoring_annotations(unit)
    factor = units.factor(*bare)
    arbitrary = factor is None and ("[" in other.text or "[" in unit)
    if factor == 1 or arbitrary:
        return
    why = f"numbers in a unit after `or` are read as if they were in {unit}"
    instead = "a measure of its own"
    if units.factor(other.text, unit) is not None:
        why = f"{other.text} is converted to {unit} without being named"
        instead = f"`in {unit}` alone"
    yield Problem(
        rule="other-unit",
        message=f"`{other.text}` cannot stand in for {unit}",
        span=other.span,
        why=why,
        instead=instead,
    )


def _score_as_unit(word: Word) -> Problem:
    return Problem(
        rule="unknown-unit",
        message="`score` is not a unit",
        span=word.span,
        why="a score has no unit, and says so by `as score`",
        instead="`as score`",
    )


def _empty_plausible(statement: MeasureStatement) -> Problem:
    low, high = statement.plausible
    return Problem(
        rule="empty-range",
        message=f"no value lies between {low.value} and {high.value}",
        span=joined(low.span, high.span),
        why="the lower limit stands first",
        instead=f"`plausible {high.value} to {low.value}`",
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


def _excepts_itself(word: Word) -> Problem:
    return Problem(
        rule="nested-except",
        message=f"`{word.text}` has exceptions of its own and cannot be excepted",
        span=word.span,
        why="an exception to an exception can be read in two ways",
        instead="the codes themselves, or a code set without `except`",
    )
