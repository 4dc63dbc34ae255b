"""From parts to partitions: what is asked for, a stretch of patients at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count

from trialmatch.cohort.needs import Coding, Groups, Needs
from trialmatch.cohort.partition import Partition
from trialmatch.sources.staging.accounting import account, account_not_asked, add_note
from trialmatch.sources.staging.codings import (
    CodingsOfParts,
    FoundCoding,
    PartCodings,
    Systems,
    systems_of,
)
from trialmatch.sources.staging.connection import Connection
from trialmatch.sources.staging.events import NOTES
from trialmatch.sources.staging.line_reading import Block, LineReader, groups_of, seen_in
from trialmatch.sources.staging.line_selection import LineSelection
from trialmatch.sources.staging.line_texts import LineTexts
from trialmatch.sources.staging.partitions import Shape, partition_of_stretch
from trialmatch.sources.staging.parts import Part, Staged
from trialmatch.sources.staging.persons import Persons
from trialmatch.sources.staging.stretches import Stretch, in_order, joined
from trialmatch.vocabulary.calendar import Moment

_EXTRACTIONS = count()
# Lines of which no more are to wait in memory at a time than about so many.
_LINES_IN_WAITING = 30_000_000
# So many lines of a part are looked at before all of them are.
_FIRST_LINES = 10_000


class Extraction:
    """One extraction: its first stretch is read at once, the others when they are asked for.

    What there is anywhere has to be known before the first partition is handed over, as a code
    that nobody has is told from one that a patient does not have. Most codes are in the first
    stretch; the rest are looked for.
    """

    def __init__(
        self,
        connection: Connection,
        codings: CodingsOfParts,
        needs: Needs,
        as_of: Moment,
        staged: Staged,
        stretches: list[Stretch],
    ) -> None:
        """Nothing is read yet; every part of `staged` can be read by stretch."""
        self._connection = connection
        self._codings = codings
        self._needs = needs
        self._as_of = as_of
        self._staged = staged
        self._stretches = stretches
        self._groups = self._groups_asked()
        self._asked = sorted(self._groups.of_coding, key=lambda each: each[1:])
        self._numbers = {coding: number for number, coding in enumerate(self._asked)}
        self._texts = LineTexts(connection, needs, f"extraction_{next(_EXTRACTIONS)}")
        bounds = [each.low for each in stretches if each.low is not None]
        self._selections = [
            LineSelection(
                connection,
                part,
                kind,
                codings.of(part),
                found,
                bool(bounds) and in_order(connection, part, bounds),
                [self._groups.since_of(each.coding) for each in found],
            )
            for part in staged.events
            for kind, found in self._of_kinds(codings.of(part)).items()
        ]
        self._texts.look(self._selections)
        self._readers = [
            LineReader(connection, each, self._numbers, needs, self._texts.types)
            for each in self._selections
        ]
        self._waiting: dict[int, list[Block]] = {}

    def begin(self) -> dict[Coding, int]:
        """Read the first stretch; the codings of which there is a line anywhere.

        Each with a number of lines that count, 0 where it is only there to be asked for by name.
        """
        self._reach(0)
        blocks = [block for waiting in self._waiting.values() for block in waiting]
        seen = seen_in(blocks, self._asked)
        for selection in self._selections:
            rest = [each for each in selection.codings if not seen.get(each.coding)]
            if self._is_read(selection):
                # All its lines were looked at, but for those that are too old to be read.
                rest = [e for e in rest if self._groups.since_of(e.coding) is not None]
            if rest:
                part = selection.part
                found = self._kept(part, selection.kind, rest, self._as_of, part.relation)
                for each, counts in found:
                    seen[each.coding] = max(seen.get(each.coding, 0), int(counts))
        return seen

    def _is_read(self, selection: LineSelection) -> bool:
        """Whether what is read for the first stretch is all that there is."""
        at_once = 1 if selection.in_order else self._at_once
        return at_once >= len(self._stretches)

    def systems(self, seen: Mapping[Coding, int]) -> Systems:
        """The systems seen in each kind that is needed, also of codes that are not."""
        systems: dict[str, frozenset[str] | None] = {**systems_of(seen)}
        for part in self._staged.events:
            for kind, system, codings in _by_system(self._codings.of(part)):
                if kind not in self._needs.kinds:
                    systems[kind] = None
                elif system not in (known := systems.get(kind) or frozenset()):
                    if self._any_counts(part, kind, codings, self._as_of):
                        systems[kind] = known | {system}
                    elif kind not in systems and self._any_counts(part, kind, codings, None):
                        systems[kind] = frozenset()
        return {**dict.fromkeys(self._staged.kinds - self._needs.kinds), **systems}

    def partitions(self, persons: Persons, groups: Groups) -> Iterator[Partition]:
        """Every stretch as a partition; the load report is complete after the last one."""
        shape = Shape(
            self._needs,
            groups,
            groups_of(self._asked, groups),
            *self._texts.dictionaries(self._asked),
            self._needs.groups_with("row", groups),
        )
        try:
            for number, stretch in enumerate(self._stretches):
                if number > 0:
                    self._reach(number)
                blocks = self._waiting.pop(number, [])
                yield partition_of_stretch(shape, blocks, persons, stretch)
                del blocks
            self._account()
        finally:
            self._texts.close()
            for each in self._selections:
                each.close()

    def _reach(self, number: int) -> None:
        """Read what has to be read for one stretch: of parts that are not in order, some more.

        Such a part is gone through as a whole, for as many stretches at once as there is room.
        """
        for reader in self._readers:
            if reader.in_order:
                self._read(reader, self._stretches[number : number + 1])
            elif number % self._at_once == 0:
                self._read(reader, self._stretches[number : number + self._at_once])

    def _read(self, reader: LineReader, stretches: list[Stretch]) -> None:
        size = max(self._stretches[0].beyond, 1)
        for block in reader.read(joined(stretches), self._as_of, self._staged):
            for number, part in block.by_stretch(size):
                self._waiting.setdefault(number, []).append(part)

    @cached_property
    def _at_once(self) -> int:
        """For how many stretches lines may wait in memory."""
        gone_through = (each.codings for each in self._selections if not each.in_order)
        lines = sum(each.lines for codings in gone_through for each in codings)
        passes = -(-lines // _LINES_IN_WAITING) or 1
        return -(-len(self._stretches) // passes)

    def _groups_asked(self) -> Groups:
        """The codings that there are and that are asked for, in groups."""
        found = {
            each.coding for part in self._staged.events for each in self._codings.of(part).codings
        }
        return self._needs.groups(sorted(found))

    def _of_kinds(self, codings: PartCodings) -> dict[str, list[FoundCoding]]:
        """The codings of a part that are asked for, by kind."""
        found: dict[str, list[FoundCoding]] = {}
        for each in codings.codings:
            if each.coding in self._numbers:
                found.setdefault(each.coding[0], []).append(each)
        return dict(sorted(found.items()))

    def _any_counts(
        self, part: Part, kind: str, codings: list[FoundCoding], as_of: Moment | None
    ) -> bool:
        """Whether there is a line of the codings that counts; mostly a few lines tell."""
        few = f"(SELECT * FROM {part.relation} LIMIT {_FIRST_LINES})"
        found = (self._kept(part, kind, codings, as_of, each) for each in (few, part.relation))
        return any(counts for each in found for _, counts in each)

    def _kept(
        self,
        part: Part,
        kind: str,
        codings: list[FoundCoding],
        as_of: Moment | None,
        relation: str,
    ) -> list[tuple[FoundCoding, bool]]:
        """The codings of which a relation of a part's lines has one; whether one counts."""
        found_in = self._codings.of(part)
        looked_at = replace(part, relation=relation)
        selection = LineSelection(self._connection, looked_at, kind, found_in, codings)
        everybody = joined(self._stretches)
        found = self._connection.execute(selection.kept(everybody, as_of)).fetchall()
        selection.close()
        return [(codings[number], bool(counts)) for number, counts in found]

    def _account(self) -> None:
        """What only the whole tells: things of several lines, notes, and what nobody asked for."""
        import pyarrow as pa

        report = self._staged.report
        judged = [table for each in self._readers for table in each.judged]
        if judged:
            self._connection.register("judged_lines", pa.concat_tables(judged))
            account(self._connection, "judged_lines", report)
            self._connection.unregister("judged_lines")
        account_not_asked(self._connection, self._staged.events, report)
        notes: Counter[int] = sum((each.notes for each in self._readers), Counter())
        for number, (_, words) in enumerate(NOTES):
            if notes[number]:
                add_note(report, f"{notes[number]} {words}")


def _by_system(codings: PartCodings) -> Iterator[tuple[str, str, list[FoundCoding]]]:
    by_system: dict[tuple[str, str], list[FoundCoding]] = {}
    for each in codings.codings:
        by_system.setdefault(each.coding[:2], []).append(each)
    for (kind, system), found in by_system.items():
        yield kind, system, found
