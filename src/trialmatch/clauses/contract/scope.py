"""What a clause may know of the file it stands in: what its names mean, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import Name
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.vocabulary.near_names import nearest

# Codes are never written into a criterion; whoever does so is told where they belong.
_LIKE_A_CODE = re.compile(r"[A-Z]\d\w*")
MEASURED_KINDS = ("measurement", "observation")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its codes, its unit, units read as that one, and what is plausible."""

    name: str
    codes: CodeSet
    unit: str = ""
    also: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    score: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in force and the criterion being checked.

    `broken` are names whose own statement has a mistake, and `incomplete` says that a used file
    could not be had; nothing more is said about names that may stand there.
    `question_key` tells one criterion's questions to a person from every other's.
    """

    code_sets: Mapping[str, CodeSet] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    incomplete: bool = False
    event_subjects: bool = False
    question_key: str = ""

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

    def codes_of(self, name: Name) -> CodeSet:
        """The codes of a code set or measure that is known."""
        measure = self.measures.get(name.text)
        return measure.codes if measure is not None else self.code_sets[name.text]

    def _excused(self, name: Name) -> bool:
        return self.incomplete or name.text in self.broken

    def _unknown(self, name: Name, what: str, known: tuple[str, ...]) -> Problem:
        near = nearest(name.text, known) or nearest(name.text, (*self.code_sets, *self.measures))
        declaration = f"`{'measure' if what == 'measure' else 'codes'} {name.text} = …`"
        if _LIKE_A_CODE.fullmatch(name.text):
            declaration = f"a name for the code, declared as `codes name = ICD10 {name.text}`"
        return Problem(
            rule="unknown-name",
            message=f"no {what} is named `{name.text}`",
            span=name.span,
            why="a name means the codes that this file, or a file it uses, declares for it",
            instead=quoted_list(near) or f"{declaration} at the top of the file",
        )
