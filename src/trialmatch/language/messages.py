"""Syntax errors in the reader's words: which word, what was expected, what to write."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyparsing as pp

from trialmatch.diagnostics import Span
from trialmatch.language.depending import A_LIMIT
from trialmatch.language.logic import not_outermost
from trialmatch.language.phrases import Refused
from trialmatch.language.picking import PICK_WORDS
from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.source import Piece
from trialmatch.language.words import (
    ACTS,
    AFTER_A_CLAUSE,
    AGE_UNITS,
    BASIS_KINDS,
    CODED_KINDS,
    COMPARISONS,
    CONTACTS,
    EVENT_WORDS,
    HEADER_LINES,
    OUTERMOST,
    POSITIONS,
    QUOTES,
    RESERVED,
    SLIPS,
    TIME_UNITS,
    WINDOW_WORDS,
)
from trialmatch.vocabulary.near_names import nearest

THE_END = "the end of the criterion"
END_OF_LINE = "the end of the statement"
END_OF_SIDE = "the end of the line"
A_CLAUSE = "a clause"
_ENDS = (THE_END, END_OF_LINE, END_OF_SIDE)
_LONGEST_WORD = 60
_AFTER_A_COMMA = (
    "plausible",
    "read",
    "reported",
    "molar",
    "where",
    "rounded",
    "source",
    "positive",
    "negative",
)

_FOUND = re.compile(r'"[^"]*"?|[<>=!≤≥≠&|]+|[^\s(),:"<>=]+|.', re.DOTALL)
_LAST_WORD = re.compile(r'(?:"[^"]*"|[<>=]+|[^\s(),:"]+|.)\s*\Z', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Expectation:
    """What may stand at a place, and why."""

    words: tuple[str, ...]
    why: str
    instead: str = ""


_AN_EVENT = (
    "an event is a kind and a code set, such as `diagnosis stroke`, or a contact, such as `stay`"
)
_A_TIME = "a duration is a whole number and a unit of time, such as `6 months`"
_A_WINDOW = "a window reads like `within 6 months before index`, `before index` or `at any time`"
_A_NAME = "a name is letters, digits and `_`, and no word of the language"
_EXPECTED = {
    "an event": _Expectation(EVENT_WORDS, _AN_EVENT),
    "a kind of event": _Expectation((*POSITIONS, *ACTS, *CODED_KINDS), _AN_EVENT),
    "a kind of contact": _Expectation(CONTACTS, "a contact is a stay or a type of contact"),
    "a place such as `the same stay`": _Expectation(
        ("any position", "the same stay", "the same contact", *CONTACTS),
        "after `in` comes `any position`, `the same stay` or a kind of contact",
    ),
    "a name without spaces": _Expectation(
        (), "a trial, registry or programme is known by a name of letters, digits, `_` and `-`"
    ),
    "how many are wanted": _Expectation(
        (), "a target is a number and what is counted, such as `1200 participants`", "a number"
    ),
    END_OF_SIDE: _Expectation(
        (), "criteria stand on lines of their own, indented deeper than this word", "a new line"
    ),
    "`patient` or an event": _Expectation(
        ("patient", *EVENT_WORDS), "subjects are patients, or events of one kind"
    ),
    "`diagnosis`": _Expectation(("diagnosis",), "only a diagnosis is main or secondary"),
    "`medication`": _Expectation(
        ("medication",), "only a medication is ordered, dispensed, given or reported"
    ),
    "a unit of time": _Expectation(TIME_UNITS, _A_TIME),
    "a unit of age": _Expectation(AGE_UNITS, "an age is counted in whole calendar units"),
    "a whole number": _Expectation((), _A_TIME, "a whole number in digits"),
    "a window": _Expectation(WINDOW_WORDS, _A_WINDOW),
    "`index`": _Expectation(("index",), "windows are counted from the subject's index"),
    "what the window is counted from": _Expectation(
        ("index", "birth", "admission", "discharge", "first", "latest", "start of period"),
        "a window is counted from `index`, `birth`, a date, or `latest` or `first` of an event",
    ),
    "a moment, such as `30 days before index`": _Expectation(
        ("index", "birth", "admission", "discharge", "first", "latest", "start of period"),
        "a moment is `index`, `birth`, a date, an event, or so long before or after one of them",
    ),
    "what is picked": _Expectation(PICK_WORDS, "one result is picked, by date or by value"),
    "`before`, `after` or `of`": _Expectation(("before", "after", "of"), _A_WINDOW),
    "`since` or `from`": _Expectation(
        ("since", "from"), "time is counted since an event, or from one event until another"
    ),
    A_LIMIT: _Expectation((), "another limit is compared by the sign of the usual one", "a number"),
    "`before` or `after`": _Expectation(("before", "after"), _A_WINDOW),
    "`least` or `any time`": _Expectation(("least", "any time"), _A_WINDOW),
    "a comparison": _Expectation(
        COMPARISONS, "a value is compared by <, <=, >, >=, = or `between … and …`"
    ),
    "a number": _Expectation((), "a limit is a number, such as `7.5`", "a number in digits"),
    "a unit": _Expectation((), "a unit is written as UCUM writes it, such as `mmol/L`"),
    "`dated`": _Expectation(("dated",), ""),
    "the kind of basis": _Expectation(BASIS_KINDS, "the legal basis is one of four kinds"),
    "a line of the header": _Expectation(
        HEADER_LINES, f"the header has the lines {quoted_list(HEADER_LINES, 'and')}"
    ),
    "`in` with a unit, or `as score`": _Expectation(
        ("in", "as score"), "numbers mean nothing without the unit they are read in"
    ),
    "a code system": _Expectation((), "codes follow the name of their system, `ICD10 I21 I22`"),
    "a code": _Expectation((), "codes follow the name of their system, `ICD10 I21 I22`"),
    "`each` or `first`": _Expectation(
        ("each", "first"), "a file screens each patient, or each or the first of an event"
    ),
    END_OF_LINE: _Expectation(
        ("except", "plausible", "dated", "valid", "read", "from", "to", "including", "or"),
        "what stands before it is complete",
    ),
    THE_END: _Expectation(AFTER_A_CLAUSE, "what stands before it is complete"),
}
_ABOUT_NAMES = "the name of "


@dataclass(frozen=True, slots=True)
class Translator:
    """Turns pyparsing's exceptions into problems; knows the clauses' words."""

    clause_words: tuple[str, ...]

    def problem(self, piece: Piece, error: pp.ParseBaseException, names: frozenset[str]) -> Problem:
        """What is wrong with a statement; `names` are those that the file declares."""
        if isinstance(error, Refused):
            return error.problem
        expected = error.msg.removeprefix("Expected ")
        at = error.loc + len(piece[error.loc :]) - len(piece[error.loc :].lstrip())
        if at >= len(piece.rstrip()):
            return self._too_short(piece, expected)
        match = _FOUND.match(piece, at)
        found = match.group() if match else piece[at]
        return self._unexpected(expected, found, (piece, at), names)

    def _too_short(self, piece: Piece, expected: str) -> Problem:
        text = piece.rstrip()
        tail = max(0, len(text) - _LONGEST_WORD)
        last = _LAST_WORD.search(text, tail)
        start = last.start() if last else tail
        word = _shown(text[start:].strip())
        return Problem(
            rule="syntax",
            message=f"after `{word}`, {expected} is missing",
            span=piece.span(start, len(text)),
            why=self._why(expected),
            instead=self._all(expected),
        )

    def _unexpected(
        self, expected: str, found: str, where: tuple[Piece, int], names: frozenset[str]
    ) -> Problem:
        piece, at = where
        span = piece.span(at, at + len(found))
        special = _special(expected, found, span, names)
        special = special or _in_definition(expected, found, span, piece)
        if special is not None:
            return special
        at_end = expected in _ENDS
        found = _shown(found)
        return Problem(
            rule="syntax",
            message=f"`{found}` does not belong here"
            if at_end
            else f"expected {expected}, found `{found}`",
            span=span,
            why=self._why(expected),
            instead=self._near(expected, found),
        )

    @property
    def why_a_clause(self) -> str:
        """Why a clause is expected."""
        return self._why(A_CLAUSE)

    def near_clause(self, found: str) -> str:
        """What was most likely meant where a clause is expected."""
        return self._near(A_CLAUSE, found)

    def _words(self, expected: str) -> tuple[str, ...]:
        if expected == A_CLAUSE:
            return ("not", "if", *self.clause_words)
        if expected in _EXPECTED:
            return _EXPECTED[expected].words
        return tuple(re.findall(r"`([^`]+)`", expected))

    def _why(self, expected: str) -> str:
        if expected == A_CLAUSE:
            return "a criterion is made of clauses, such as `age >= 18 years` or `diagnosis stroke`"
        if expected.startswith(_ABOUT_NAMES):
            return _A_NAME
        return _EXPECTED[expected].why if expected in _EXPECTED else ""

    def _near(self, expected: str, found: str) -> str:
        if found[0] in QUOTES:
            return 'straight quotes, `"…"`'
        if found in SLIPS:
            return f"`{SLIPS[found]}`"
        if expected == "an event" and found in self.clause_words:
            return f"`not {found} …`"
        if expected == THE_END and found in COMPARISONS:
            return "`latest` and a measure before it; nothing else has a value to compare"
        if expected.endswith("in quotes"):
            return 'the text between quotes, `"…"`'
        near = nearest(found, self._words(expected))
        return quoted_list(near) or self._all(expected)

    def _all(self, expected: str) -> str:
        if expected == A_CLAUSE:
            return 'a clause, or `manual "…"` with the protocol\'s own words'
        if expected in _EXPECTED and _EXPECTED[expected].instead:
            return _EXPECTED[expected].instead
        if expected in _ENDS:
            return ""
        words = self._words(expected)
        return quoted_list(words) if len(words) <= 8 else ""


def _special(expected: str, found: str, span: Span, names: frozenset[str]) -> Problem | None:
    """Mistakes whose cause is known better than the grammar knows it."""
    if expected == "`if`" and found in OUTERMOST:
        return None
    if found == "if" or (found in OUTERMOST and expected != A_CLAUSE):
        return not_outermost(found, span)
    if found == "from" and expected == THE_END:
        return _without_until(span)
    if found in WINDOW_WORDS and expected in (THE_END, "a comparison"):
        return _window_outside_brackets(found, span)
    if expected == A_CLAUSE and found in names:
        return bare_name(found, span)
    if expected.startswith(_ABOUT_NAMES) and found in RESERVED:
        return _name_missing(expected, found, span)
    return None


def _in_definition(expected: str, found: str, span: Span, piece: Piece) -> Problem | None:
    """Mistakes in the lines that declare names, and in the header."""
    if expected != END_OF_LINE:
        return None
    if found.startswith("|"):
        message, instead = "the bar that opens here is not closed", "`|its name|` after a code"
    elif found in _AFTER_A_COMMA:
        message, instead = f"a comma is missing before `{found}`", f"`, {found}`"
    elif found in ("in", "as") and piece.startswith("codes"):
        message = f"`{found}` belongs to a measure, and this is a code set"
        instead = "`measure` in the place of `codes`"
    else:
        return None
    return Problem("syntax", message, span, "what stands before it is complete", instead)


def _shown(found: str) -> str:
    folded = " ".join(found.split())
    return folded if len(folded) <= _LONGEST_WORD else f"{folded[:_LONGEST_WORD]}…"


def _window_outside_brackets(found: str, span: Span) -> Problem:
    return Problem(
        rule="window-place",
        message=f"a window that begins with `{found}` cannot stand here",
        span=span,
        why="an event has one window, right after it; the window of `latest` stands in brackets "
        "after the measure, so that no limit is read as part of a date",
        instead="`latest egfr (within 12 months before index) >= 20 mL/min`",
    )


def _without_until(span: Span) -> Problem:
    return Problem(
        rule="window-place",
        message="`from` has no `until` after it",
        span=span,
        why="a window with two ends names both, and both belong to it",
        instead="`from 30 days before index until index`, or `since` with the first end alone",
    )


def no_clause(
    found: str, span: Span, words: tuple[str, ...], definitions: tuple[str, ...]
) -> Problem:
    """A word by itself that is neither a clause nor a definition."""
    translator = Translator(words)
    near = nearest(found, definitions)
    instead = SLIPS.get(found, "")
    return Problem(
        rule="syntax",
        message=f"expected {A_CLAUSE}, found `{_shown(found)}`",
        span=span,
        why=translator.why_a_clause,
        instead=f"`{instead}`" if instead else quoted_list(near) or translator.near_clause(found),
    )


def bare_name(found: str, span: Span) -> Problem:
    """A name of codes with no question about it."""
    return Problem(
        rule="bare-name",
        message=f"`{found}` is a name; what is asked about it is missing",
        span=span,
        why="a criterion says the kind of event, or that something was measured",
        instead=f"`diagnosis {found}`, `medication {found}`, `measured {found}` or another kind",
    )


def _name_missing(expected: str, found: str, span: Span) -> Problem:
    return Problem(
        rule="syntax",
        message=f"{expected} is missing before `{found}`",
        span=span,
        why=f"`{found}` is a word of the language, so it cannot be a name",
    )
