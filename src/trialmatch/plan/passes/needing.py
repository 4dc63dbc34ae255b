"""What a plan needs of a source: the kinds, codes, columns and dates that its nodes look at."""

from __future__ import annotations

from collections.abc import Iterable

from trialmatch.cohort.kinds import BY_NAME, DOSE, NO_KNOWN_ALLERGY, SOURCE_KINDS
from trialmatch.cohort.needs import NeededRows, Needs
from trialmatch.plan import algebra
from trialmatch.plan.algebra import (
    By,
    Codings,
    Edge,
    Events,
    Field,
    ForAny,
    How,
    Joined,
    Lookup,
    Merged,
    Near,
    Node,
    Number,
    Observed,
    OwnEvent,
    RangeLimit,
    Reduce,
    Rows,
    RowTime,
    SameContact,
    Spaced,
    Take,
    Where,
    Within,
    Word,
)
from trialmatch.plan.criteria import EventDomain
from trialmatch.plan.passes.interning import Interner
from trialmatch.plan.screening_plan import PlannedDomain, ScreeningPlan
from trialmatch.plan.window import Bound
from trialmatch.vocabulary.calendar import shift_day
from trialmatch.vocabulary.codesets import CodeSet, pattern

EXTENT = frozenset({"end_lo", "end_hi", "status", "days_supply", "contact_type"})
CONTACT = frozenset({"contact", "department"})
RESULT_WORD = frozenset({"text", "value_code", "value", "unit", "comparator"})
RESULT = frozenset({"value", "text", "value_code", "absent"})
# What tells a row from an equal one.
IDENTITY = frozenset({"row", "code", "comparator", "unit"}) | RESULT
_NUMBER = frozenset({"value", "comparator", "unit", "text", "value_code", "absent"})
_ALWAYS = frozenset({"status"})
_OF_RESULTS = frozenset({"value", "comparator", "text", "value_code", "absent", "unit"})
_WITHOUT_RESULTS = frozenset(k for k in SOURCE_KINDS if not BY_NAME[k].merges_equal_rows)
_LOOKED_UP = frozenset({"code", "row"})
NO_ALLERGY = CodeSet("no known allergy", (pattern(*NO_KNOWN_ALLERGY),))


def needs_of(plan: ScreeningPlan) -> Needs:
    """What all questions and all domains of a plan look at."""
    found = _Found()
    for number, domain in enumerate(plan.domains):
        collector = _Collector(found, domain)
        for truth in plan.questions(number):
            collector.node(truth)
        if isinstance(domain.subjects, EventDomain):
            of_event = IDENTITY | CONTACT | EXTENT | collector.of_own | {"id"}
            collector.rows(domain.subjects.rows, of_event)
            found.add("visit", None, EXTENT | CONTACT | {"row"}, None)
    return found.needs()


class _Found:
    """What is needed so far, by kind and code set."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, CodeSet | None], frozenset[str]] = {}
        self._since: dict[tuple[str, CodeSet | None], int | None] = {}
        self.forms: set[str] = set()
        # The code sets of tables that rows' codings are looked up in.
        self.tables: dict[CodeSet, None] = {}

    def add(
        self, kind: str, codes: CodeSet | None, columns: frozenset[str], since: int | None
    ) -> None:
        key = (kind, codes)
        if kind in _WITHOUT_RESULTS:
            columns -= _OF_RESULTS - (DOSE if BY_NAME[kind].has_dose else frozenset())
        self._columns[key] = self._columns.get(key, _ALWAYS) | columns
        before = self._since.get(key, since)
        self._since[key] = None if before is None or since is None else min(before, since)

    def needs(self) -> Needs:
        self._add_tables()
        return Needs(
            tuple(
                NeededRows(kind, codes, columns, self._since[kind, codes])
                for (kind, codes), columns in self._columns.items()
            ),
            forms=frozenset(self.forms),
        )

    def _add_tables(self) -> None:
        """All codings of a row count where its codings are looked up, whatever it is found by."""
        kinds = {kind for (kind, _), columns in self._columns.items() if columns >= _LOOKED_UP}
        for kind in sorted(kinds):
            for codes in self.tables:
                self.add(kind, codes, frozenset({"row"}), None)


class _Collector:
    """Goes through the questions of one domain.

    `of_own` are the columns that questions look at in the rows that made the subjects.
    """

    def __init__(self, found: _Found, domain: PlannedDomain) -> None:
        self.of_own: frozenset[str] = frozenset()
        self._found = found
        self._domain = domain
        self._seen: set[int] = set()

    def node(self, node: Node) -> None:
        """Whatever a node that is no `Rows` needs, and all inside it."""
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        if isinstance(node, Reduce):
            self.rows(node.rows, _of_reduction(node))
        elif isinstance(node, ForAny):
            self.rows(node.rows, EXTENT)
        elif isinstance(node, Lookup):
            entries = (entry for entry, _ in node.table)
            self._found.tables |= {each: None for each in entries if isinstance(each, CodeSet)}
        elif isinstance(node, Observed):
            self._observed(node)
        for inner in Interner.parts(node):
            if isinstance(inner, Rows):
                self.rows(inner, frozenset())
            else:
                self.node(inner)

    def _observed(self, node: Observed) -> None:
        """Whether there is any such row at all; for that no line is needed."""
        if node.forms:
            self._found.forms |= set(node.kinds)
        for kind in node.kinds:
            if node.codes is not None:
                self._found.add(kind, node.codes, frozenset(), self._domain.as_of.last_day)
        if node.kinds == ("allergy",):
            self._found.add("allergy", NO_ALLERGY, EXTENT | CONTACT, None)

    def rows(self, rows: Rows, columns: frozenset[str], since: int | None = None) -> None:
        """What the rows need, where what uses them needs these columns."""
        match rows:
            case Events(kinds=kinds, codes=codes, acts=acts, lasting=lasting):
                own = columns | ({"act"} if acts else set()) | {"absent"}
                # A row may be said to last longer than a source can know.
                since, own = (since, own) if lasting is None else (None, own | EXTENT)
                own |= {"row"} if codes is not None and codes.exclude else set()
                for kind in kinds:
                    self._found.add(kind, codes, own, since)
            case OwnEvent():
                self.of_own |= columns
            case Where(rows=inner, test=test):
                self.node(test)
                self.rows(inner, columns | _of_values([test]), since)
            case Within():
                self._within(rows, columns)
            case Joined():
                self._joined(rows, columns, since)
            case Merged(rows=inner):
                self.rows(inner, columns | EXTENT | {"row", "id"})
            case Spaced(rows=inner):
                self.rows(inner, columns | {"row", "id"})
            case Take():
                self._take(rows, columns)

    def _within(self, rows: Within, columns: frozenset[str]) -> None:
        bounds = [each for each in (rows.window.lower, rows.window.upper) if each is not None]
        values = [v for each in bounds for v in (each.anchor, each.days) if v is not None]
        for value in values:
            self.node(value)
        own = columns | _of_values(values)
        if rows.by is not By.START:
            own |= EXTENT
        if rows.window.to_own_end and not self._domain.one_index:
            own |= CONTACT
        self.rows(rows.rows, own, self._since(rows))

    def _since(self, rows: Within) -> int | None:
        """The first day looked at, where it is the same for all and the rows are plain.

        Rows that are joined must lie in the window themselves; their partners need not.
        """
        lower = rows.window.lower
        inner = rows.rows
        while isinstance(inner, Where | Joined):
            inner = inner.rows
        if lower is None or not self._domain.one_index or not isinstance(inner, Events):
            return None
        # An end that is not recorded may be at any time after the start.
        if rows.by is By.END:
            return None
        return _first_day(lower, self._domain.as_of.first_day)

    def _joined(self, rows: Joined, columns: frozenset[str], since: int | None) -> None:
        both: frozenset[str] = frozenset() if rows.itself else frozenset({"row"})
        match rows.link:
            case SameContact():
                both |= CONTACT | EXTENT
            case Near(by=by, edge=edge):
                both |= EXTENT if by is not By.START or edge is Edge.END else frozenset()
            case _:
                both |= EXTENT
        if rows.observed is not None:
            self.node(rows.observed)
        self.rows(rows.rows, columns | both, since)
        self.rows(rows.others, columns | both)

    def _take(self, rows: Take, columns: frozenset[str]) -> None:
        own = columns | RESULT
        if rows.value is not None:
            self.node(rows.value)
            own |= _of_values([rows.value])
        if rows.n > 1:
            own |= IDENTITY | {"id"}
        self.rows(rows.rows, own)


def _first_day(lower: Bound, index: int) -> int | None:
    """The first day of a window with this lower bound, and a day for what is known to the day."""
    if lower.anchor is not None or lower.days is not None:
        return None
    day = index if lower.day is None else lower.day
    if lower.shift is None:
        return day - 1
    if lower.shift.by_clock:
        minutes = lower.shift.count * (60 if lower.shift.unit.value == "hour" else 1)
        return day + lower.sign * (minutes // 1440 + 1) - 1
    return shift_day(day, lower.shift, lower.sign) - 1


def _of_reduction(node: Reduce) -> frozenset[str]:
    columns = _of_values([node.value] if node.value is not None else [])
    if node.how in (How.COUNT, How.SUM, How.MEAN, How.IN_A_ROW):
        columns |= IDENTITY
    if node.how in (How.SUM, How.MEAN, How.IN_A_ROW):
        columns |= {"id"}
    if node.how in (How.LONGEST_RUN, How.COVERED_SHARE):
        columns |= EXTENT
    return columns


def _of_values(nodes: Iterable[Node]) -> frozenset[str]:
    """The columns that values of rows are read from; those inside rows of their own aside."""
    found: frozenset[str] = frozenset()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        found |= _of_value(node)
        if not isinstance(node, Reduce):
            waiting += [inner for inner in Interner.parts(node) if not isinstance(inner, Rows)]
    return found


def _of_value(node: Node) -> frozenset[str]:
    match node:
        case Number():
            return _NUMBER
        case RangeLimit():
            return frozenset({"range_low", "range_high", "unit"})
        case Word():
            return frozenset({"text"})
        case Field(name=algebra.RESULT):
            return RESULT_WORD
        case Field(name=name):
            return frozenset({name})
        case Codings() | Lookup():
            return _LOOKED_UP
        case RowTime(edge=Edge.END):
            return EXTENT
    return frozenset()
