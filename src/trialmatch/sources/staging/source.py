"""A cohort whose rows come down to relations in duckdb: what every format makes of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from trialmatch.cohort.asof import count_seen
from trialmatch.cohort.holdings import Forms, HeldKind, Holdings
from trialmatch.cohort.loading import LoadReport
from trialmatch.cohort.needs import Coding, Needs
from trialmatch.cohort.partition import Extract, Partition
from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.sources.staging.accounting import account_not_asked, add_note, add_report
from trialmatch.sources.staging.codings import CodingsOfParts, Systems, systems_of
from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.connection import Database, columns_of, readable
from trialmatch.sources.staging.events import stage_events
from trialmatch.sources.staging.extracting import Extraction
from trialmatch.sources.staging.forms import forms_in_parts, forms_in_table
from trialmatch.sources.staging.parts import Part, Staged, Supply, among, name
from trialmatch.sources.staging.people import stage_patients, stage_periods
from trialmatch.sources.staging.persons import Persons
from trialmatch.sources.staging.stretches import stretches
from trialmatch.vocabulary.calendar import Moment

if TYPE_CHECKING:
    import pyarrow as pa


# Cheap for the many texts that have none.
_BLANKS_AROUND = "(patient < '!' OR suffix(patient, ' '))"


class StagedSource:
    """A `CohortSource` of whatever its supply stages in a database of its own."""

    def __init__(
        self,
        database: Database,
        supply: Supply,
        site: Site,
        name: str,
        place: str = "",
        finish: Callable[[LoadReport], None] | None = None,
    ) -> None:
        """`name` is the source's where the site does not name it, `place` where it is read.

        `finish` adds to a report what only the reading itself tells.
        """
        self._database = database
        self._supply = supply
        self._site = site
        self._place = place or name
        self._finish = finish
        self._codings = CodingsOfParts(database.connection)
        self._kept: dict[str, Part] = {}
        self._persons_report = LoadReport()
        self.name = site.name or name
        self.report = LoadReport()

    @property
    def patients(self) -> int:
        """How many patients there are."""
        return self._persons.patients.num_rows

    @property
    def holdings(self) -> Holdings:
        """What is declared; else the kinds and systems that the files show."""
        staged = self._staged(None)
        if self._site.holds is not None:
            return self._holdings(staged, {}, None)
        with readable(self._place):
            found = [
                each.coding
                for part in staged.events
                for each in self._codings.of(self._once(part)).codings
            ]
        return self._holdings(staged, systems_of(found), None)

    def tables(
        self, needs: Needs | None = None, patients: Sequence[str] | None = None
    ) -> CohortTables:
        """The checked rows in all their columns: of the kinds needed, of these patients."""
        staged = self._staged(None if needs is None else needs.kinds)
        persons = self._persons
        with self._reading(staged):
            where = self._asked_for(needs, patients)
            events = stage_events(self._database.connection, staged, where)
            if needs is not None or patients is not None:
                account_not_asked(self._database.connection, staged.events, staged.report)
        seen = count_seen(events)
        return CohortTables(
            _of(patients, persons.patients),
            events,
            self._holdings(staged, systems_of(seen), seen, forms_in_table(events)),
            staged.report,
            None if persons.periods is None else _of(patients, persons.periods),
        )

    def extract(self, needs: Needs, as_of: Moment, partition_size: int = 125_000) -> Extract:
        """The lines needed as of a moment, in partitions of so many whole patients."""
        staged = self._staged(needs.kinds)
        persons = self._persons
        cut = list(stretches(persons.patients["patient"], partition_size))
        add_report(staged.report, self._persons_report)
        with readable(self._place):
            staged.events = [self._once(part) for part in staged.events]
            connection = self._database.connection
            extraction = Extraction(connection, self._codings, needs, as_of, staged, cut)
            there = extraction.begin()
            seen = {coding: count for coding, count in there.items() if count}
            declared = self._site.holds is not None
            systems = systems_of(seen) if declared else extraction.systems(seen)
            forms = forms_in_parts(connection, staged.events, needs.forms)
        groups = needs.groups(sorted(there))
        return Extract(
            self._holdings(staged, systems, seen, forms),
            staged.report,
            persons.patients.num_rows,
            self._partitions(extraction.partitions(persons, groups), staged),
            groups,
        )

    def _partitions(self, found: Iterator[Partition], staged: Staged) -> Iterator[Partition]:
        """The partitions; after the last one the report is that of this extraction."""
        with readable(self._place):
            yield from found
            if self._finish is not None:
                self._finish(staged.report)
        self.report = staged.report

    @cached_property
    def _persons(self) -> Persons:
        staged = self._supply(frozenset())
        own = Staged(staged.patients, [], staged.periods, report=self._persons_report)
        with readable(self._place):
            patients = stage_patients(self._database.connection, own)
            return Persons(patients, stage_periods(self._database.connection, own))

    def _staged(self, kinds: frozenset[str] | None) -> Staged:
        with readable(self._place):
            return self._supply(kinds)

    @contextmanager
    def _reading(self, staged: Staged) -> Iterator[None]:
        """Read under the source's name, and give its report what was read."""
        add_report(staged.report, self._persons_report)
        with readable(self._place):
            yield
            if self._finish is not None:
                self._finish(staged.report)
        self.report = staged.report

    def _once(self, part: Part) -> Part:
        """The part, kept in the database if it is slow to go through again."""
        if not part.slow:
            return part
        if part.relation not in self._kept:
            relation = name(f"kept_{len(self._kept)}")
            self._database.connection.execute(
                f"CREATE TEMP TABLE {relation} AS SELECT * FROM {part.relation}"
            )
            self._kept[part.relation] = replace(part, relation=relation, slow=False)
        return self._kept[part.relation]

    def _asked_for(
        self, needs: Needs | None, patients: Sequence[str] | None
    ) -> Callable[[Part], str]:
        """SQL for a part's rows that are of kinds needed and of these patients."""

        def condition(part: Part) -> str:
            columns = Columns(columns_of(self._database.connection, part.relation))
            asked = ["true"]
            if needs is not None and not part.kind:
                asked.append(f"{columns.words('kind')} IN {among(sorted(needs.kinds))}")
            if patients is not None:
                asked.append(_is_one_of(patients, columns))
            return " AND ".join(asked)

        return condition

    def _holdings(
        self,
        staged: Staged,
        systems: Systems,
        seen: Mapping[Coding, int] | None,
        forms: Forms | None = None,
    ) -> Holdings:
        return Holdings(
            name=self.name,
            kinds=self._kinds(staged, systems, forms or {}),
            cut_off=self._site.cut_off.hi if self._site.cut_off is not None else staged.cut_off,
            synthetic=self._site.synthetic,
            periods_declared=bool(staged.periods),
            seen=seen,
        )

    def _kinds(self, staged: Staged, systems: Systems, forms: Forms) -> dict[str, HeldKind]:
        """What the site declares, else the kinds that were there with their systems and forms."""
        found = staged.kinds | systems.keys()
        if self._site.holds is None:
            return {
                kind: HeldKind(
                    systems.get(kind, frozenset()), declared=False, forms=forms.get(kind)
                )
                for kind in sorted(found)
            }
        _note_undeclared(sorted(found - self._site.holds.keys()), staged.report)
        return {
            name: kind if kind.forms is not None else replace(kind, forms=forms.get(name))
            for name, kind in self._site.holds.items()
        }


def _note_undeclared(kinds: list[str], report: LoadReport) -> None:
    if kinds:
        message = f"the site does not declare that it holds {', '.join(kinds)}, but they are here"
        add_note(report, message)


def _of(patients: Sequence[str] | None, table: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if patients is None:
        return table
    return table.filter(pc.is_in(table["patient"], value_set=pa.array(patients, pa.string())))


def _is_one_of(patients: Sequence[str], columns: Columns) -> str:
    """A condition that a scan can use, for texts as they stand; then for those with blanks."""
    if not patients:
        return "false"
    names, exact = among(patients), columns.words("patient")
    if not columns.is_text("patient"):
        return f"{exact} IN {names}"
    return f"(patient IN {names} OR ({_BLANKS_AROUND} AND {exact} IN {names}))"
