"""From a source to its syntax tree. The clauses' grammars are handed in, none is found here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import pyparsing as pp

from trialmatch.diagnostics import Diagnostic
from trialmatch.language.grammars import (
    ClauseGrammar,
    CriterionText,
    Grammar,
    Grammars,
    grammars_of,
)
from trialmatch.language.header_tree import Header, HeaderLine
from trialmatch.language.measure_tree import MeasureStatement
from trialmatch.language.phrases import Refused
from trialmatch.language.problems import Problem
from trialmatch.language.source import Piece, SourceText
from trialmatch.language.statements import Hollow, Statement, cut
from trialmatch.language.tree import (
    CodesStatement,
    CriteriaFile,
    CriterionStatement,
    DefineStatement,
    DrugsStatement,
    Unparsed,
    UseStatement,
    Word,
)
from trialmatch.language.valued import LetStatement
from trialmatch.language.words import SIDES
from trialmatch.plan.criteria import Side

# Past this many, a file is not a criteria file with mistakes but something else.
MAX_PROBLEMS = 200


@dataclass(slots=True)
class _Reading:
    """What has been read of one file so far."""

    header: Header | None = None
    lines: list[tuple[Word, HeaderLine]] = field(default_factory=list)
    uses: list[UseStatement] = field(default_factory=list)
    codes: list[CodesStatement] = field(default_factory=list)
    measures: list[MeasureStatement] = field(default_factory=list)
    criteria: list[CriterionStatement] = field(default_factory=list)
    unparsed: list[Unparsed] = field(default_factory=list)
    drugs: list[DrugsStatement] = field(default_factory=list)
    definitions: list[DefineStatement] = field(default_factory=list)
    lets: list[LetStatement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def names(self) -> frozenset[str]:
        """The names declared so far."""
        declared: list[CodesStatement | MeasureStatement | DrugsStatement] = [
            *self.codes,
            *self.measures,
            *self.drugs,
        ]
        return frozenset(each.name.text for each in declared)

    def tree(self) -> CriteriaFile:
        """The syntax tree of what has been read."""
        header = self.header and replace(self.header, lines=tuple(self.lines))
        return CriteriaFile(
            header,
            tuple(self.uses),
            tuple(self.codes),
            tuple(self.measures),
            tuple(self.criteria),
            tuple(self.unparsed),
            tuple(self.drugs),
            tuple(self.definitions),
            tuple(self.lets),
        )


def parse(
    source: SourceText, clauses: Sequence[ClauseGrammar]
) -> tuple[CriteriaFile, list[Diagnostic]]:
    """The syntax tree of a file, and at most one syntax error for each of its statements."""
    grammars = grammars_of(tuple(clauses))
    statements, problems = cut(source)
    reading = _Reading(problems=problems)
    # Definitions first, so that a criterion's syntax error can speak of the names.
    for each in sorted(statements, key=lambda one: one.section in SIDES):
        if len(reading.problems) >= MAX_PROBLEMS:
            break
        _read(each, grammars, reading)
    found = sorted(reading.problems, key=lambda one: one.span)[:MAX_PROBLEMS]
    return reading.tree(), [source.diagnostic(each) for each in found]


def _read(statement: Statement, grammars: Grammars, reading: _Reading) -> None:
    piece = statement.piece
    try:
        if isinstance(piece, Hollow):
            raise _ToldAlready
        _read_parsed(statement, grammars, reading)
    except pp.ParseBaseException as error:
        if not isinstance(error, _ToldAlready):
            names = reading.names()
            reading.problems.append(grammars.translator.problem(piece, error, names))
        reading.unparsed.append(Unparsed(statement.section, _head(statement), str(piece)))


def _read_parsed(statement: Statement, grammars: Grammars, reading: _Reading) -> None:
    match statement.section:
        case "top":
            _read_top(statement, grammars, reading)
        case "header":
            line = _header_line(statement, grammars).parse(statement.piece)
            reading.lines.append((_head(statement), cast(HeaderLine, line)))
        case side:
            node = grammars.criterion.parse(statement.piece)
            criterion = _criterion(cast(CriterionText, node), Side(side), statement.piece)
            reading.criteria.append(criterion)


def _read_top(statement: Statement, grammars: Grammars, reading: _Reading) -> None:
    node = grammars.top[statement.head].parse(statement.piece)
    match node:
        case Header():
            if reading.header is not None:
                raise Refused(_second_header(node))
            reading.header = node
        case UseStatement():
            reading.uses.append(node)
        case CodesStatement():
            reading.codes.append(node)
        case MeasureStatement():
            reading.measures.append(node)
        case DrugsStatement():
            reading.drugs.append(node)
        case DefineStatement():
            reading.definitions.append(node)
        case LetStatement():
            reading.lets.append(node)


def _head(statement: Statement) -> Word:
    return Word(statement.head, statement.piece.span(0, len(statement.head)))


def _header_line(statement: Statement, grammars: Grammars) -> Grammar:
    return grammars.header.get(statement.head, grammars.header[""])


class _ToldAlready(pp.ParseSyntaxException):
    """A statement whose form was found wrong while it was cut."""

    def __init__(self) -> None:
        super().__init__("")


def _criterion(said: CriterionText, side: Side, piece: Piece) -> CriterionStatement:
    start, end = said.body.start - piece.offset, said.body.end - piece.offset
    text = " ".join(piece[start:end].split())
    return CriterionStatement(
        said.id, said.title, side, said.expression, text, said.span, said.valid
    )


def _second_header(header: Header) -> Problem:
    return Problem(
        rule="second-header",
        message="the file has a header already",
        span=header.name.span,
        why="a file is about one trial or one registry",
        instead="a file of its own, and `use` for what both share",
    )
