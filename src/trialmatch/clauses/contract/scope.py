"""What a clause may know of the file it stands in: what its names mean, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import EventPhrase, Expression, Name, WindowPhrase
from trialmatch.language.valued import LetStatement
from trialmatch.plan.algebra import Compare, Events, Field, Lasting, Op, Rows, Where
from trialmatch.plan.scale import Relation, Scale
from trialmatch.vocabulary.calendar import Duration
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.vocabulary.near_names import nearest

# Codes are never written into a criterion; whoever does so is told where they belong.
_LIKE_A_CODE = re.compile(r"[A-Z]\d\w*")
MEASURED_KINDS = ("measurement", "observation")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an ordered scale: its name, its number, and all that a result says it by."""

    label: str
    number: Decimal
    said_as: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its codes, its unit, units read as that one, and what is plausible.

    `molar_mass`, `relations` and `rounded` are those of the `Scale` that it is read on; `source`
    says where they are from, and `reported` names the other units that results come in. A `ratio`
    is a bare number as a score is, but has a range of normal. Results `in_words` are no numbers at
    all; `positive` and `negative` are words that mean it here, besides the usual ones. Results on
    an ordered scale are its `steps`, from the lowest to the highest. `kinds` are those of its
    rows; of a dose, `factors` say by code how much of it a unit of each medicine stands for.
    Of results, only those from one of the `origins` count, where any are named.
    What is `static` does not change with time; `part_of` names what it is a part of.
    """

    name: str
    codes: CodeSet
    unit: str = ""
    also: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    score: bool = False
    molar_mass: Decimal | None = None
    relations: tuple[Relation, ...] = ()
    rounded: int | None = None
    source: str = ""
    ratio: bool = False
    reported: tuple[str, ...] = ()
    in_words: bool = False
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    kinds: tuple[str, ...] = MEASURED_KINDS
    factors: tuple[tuple[CodeSet, Decimal], ...] = ()
    origins: frozenset[str] = frozenset()
    static: bool = False
    part_of: str = ""

    @property
    def rows(self) -> Rows:
        """Its rows, whenever they are."""
        every = Events(self.kinds, self.codes)
        if not self.origins:
            return every
        return Where(every, Compare(Field("origin"), Op.IN, self.origins))

    @property
    def what(self) -> str:
        """What kind of bare number it is, in a word."""
        return "ratio" if self.ratio else "score"

    def scale(self, unit: str | None = None) -> Scale:
        """How its numbers are read for a limit in a unit, by default its own."""
        return Scale(
            name=self.name,
            unit=self.unit if unit is None else unit,
            declared=self.unit,
            also=self.also,
            low=self.low,
            high=self.high,
            score=self.score,
            molar_mass=self.molar_mass,
            relations=self.relations,
            rounded=self.rounded,
        )


@dataclass(frozen=True, slots=True)
class Definition:
    """What `define` gave a name: a condition, which may be nothing but an event in a window.

    `questions` says how many it comes to with every name in it put in.
    """

    name: str
    expression: Expression
    event: EventPhrase | None = None
    window: WindowPhrase | None = None
    questions: int = 1


@dataclass(frozen=True, slots=True)
class Let:
    """The value that `let` gave a name, as said; `questions` as of a definition."""

    name: str
    said: LetStatement
    questions: int = 1


@dataclass(frozen=True, slots=True)
class HalfLives:
    """The drugs of a code set in groups, each with its half-life in hours."""

    name: str
    table: tuple[tuple[CodeSet, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in force and the criterion being checked.

    `broken` are names whose own statement has a mistake, and `incomplete` says that a used file
    could not be had; nothing more is said about names that may stand there.
    `question_key` tells one criterion's questions to a person from every other's. `lasting`
    says of code sets how long rows without an end last. `period` is the first and last day of
    the header's period, `merged` says that subjects are merged stays. `absent` says of code
    sets, by "" of all, whether no row means NOT_MET; `needs_record` how much record that takes.
    `own_kinds` are the kinds of row that make a subject, none where these are not known.
    """

    code_sets: Mapping[str, CodeSet] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    incomplete: bool = False
    event_subjects: bool = False
    own_kinds: frozenset[str] = frozenset()
    question_key: str = ""
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    lets: Mapping[str, Let] = field(default_factory=dict)
    lasting: Mapping[str, Lasting] = field(default_factory=dict)
    drugs: Mapping[str, HalfLives] = field(default_factory=dict)
    period: tuple[int, int] | None = None
    merged: bool = False
    absent: Mapping[str, bool] = field(default_factory=dict)
    needs_record: Duration | None = None

    def check_code_set(self, name: Name, instead_of_measure: str) -> Iterator[Problem]:
        """Whether a name is a code set; `instead_of_measure` is what to write for a measure."""
        if name.text in self.measures:
            yield Problem(
                rule="not-a-code-set",
                message=f"`{name.text}` is a measure, not a code set",
                span=name.span,
                why="an event is recorded or not; a measure has results",
                instead=instead_of_measure,
            )
        elif name.text not in self.code_sets and not self._excused(name):
            yield self._unknown(name, "code set", (*self.code_sets,))

    def check_measure(self, name: Name) -> Iterator[Problem]:
        """Whether a name is a measure."""
        if name.text in self.code_sets:
            yield Problem(
                rule="not-a-measure",
                message=f"`{name.text}` is a code set, not a measure",
                span=name.span,
                why="a value can be compared only when the unit it is read in is declared",
                instead=f"`measure {name.text} = … in mmol/L` where the codes are declared",
            )
        elif name.text not in self.measures and not self._excused(name):
            yield self._unknown(name, "measure", (*self.measures,))

    def check_codes_or_measure(self, name: Name) -> Iterator[Problem]:
        """Whether a name is either."""
        known = (*self.measures, *self.code_sets)
        if name.text not in known and not self._excused(name):
            yield self._unknown(name, "measure or code set", known)

    def knows(self, name: Name) -> bool:
        """Whether a name means anything here."""
        known = (self.code_sets, self.measures, self.definitions, self.lets)
        return any(name.text in each for each in known)

    def excuses(self, name: Name) -> bool:
        """Whether nothing is to be said of a name that is not known."""
        return self._excused(name)

    def check_value_name(self, name: Name) -> Iterator[Problem]:
        """Whether a name is a value that `let` declared."""
        if name.text in self.measures:
            yield Problem(
                rule="bare-name",
                message=f"`{name.text}` is a measure; which of its results is meant is missing",
                span=name.span,
                why="there may be several results, and a value is made of one",
                instead=f"`latest {name.text}`, `first {name.text}` or another pick",
            )
        elif name.text not in self.lets and not self._excused(name):
            yield self._unknown(name, "value", (*self.lets, *self.measures))

    def check_condition(self, name: Name) -> Iterator[Problem]:
        """Whether a name is a defined condition."""
        if name.text not in self.definitions and not self._excused(name):
            yield self._undefined(name)

    def check_defined_event(self, name: Name) -> Iterator[Problem]:
        """Whether a name is a defined event, which is more than a condition."""
        known = self.definitions.get(name.text)
        if known is None:
            yield from self.check_condition(name)
        elif known.event is None:
            yield Problem(
                rule="not-an-event",
                message=f"`{name.text}` is a condition, not an event",
                span=name.span,
                why="only an event has rows with dates; a condition is met or not",
                instead=f"`{name.text}` without `event` before it",
            )

    def _undefined(self, name: Name) -> Problem:
        near = nearest(name.text, tuple(self.definitions))
        return Problem(
            rule="unknown-name",
            message=f"nothing is defined as `{name.text}`",
            span=name.span,
            why="a definition stands above where it is used, or in a file that is used",
            instead=quoted_list(near) or f"`define {name.text} = …` at the top of the file",
        )

    def codes_of(self, name: Name) -> CodeSet:
        """The codes of a code set or measure that is known."""
        measure = self.measures.get(name.text)
        return measure.codes if measure is not None else self.code_sets[name.text]

    def _excused(self, name: Name) -> bool:
        return self.incomplete or name.text in self.broken

    def _unknown(self, name: Name, what: str, known: tuple[str, ...]) -> Problem:
        near = nearest(name.text, known) or nearest(name.text, (*self.code_sets, *self.measures))
        word = {"measure": "measure", "value": "let"}.get(what, "codes")
        declaration = f"`{word} {name.text} = …`"
        if _LIKE_A_CODE.fullmatch(name.text):
            declaration = f"a name for the code, declared as `codes name = ICD10 {name.text}`"
        return Problem(
            rule="unknown-name",
            message=f"no {what} is named `{name.text}`",
            span=name.span,
            why="a name means the codes that this file, or a file it uses, declares for it",
            instead=quoted_list(near) or f"{declaration} at the top of the file",
        )
