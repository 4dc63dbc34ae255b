"""What is needed of a source: kinds, codes, columns and dates, and nothing else.

Lines are handed over in groups. Two codings are in the same group when exactly the same code
sets ask for them, so that every code set is a few whole groups and never a part of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trialmatch.vocabulary.code_index import CodeIndex
from trialmatch.vocabulary.codesets import CodeSet

Coding = tuple[str, str, str]
# A kind, and the numbers of its needed rows that ask for a coding and that except it.
_Asked = tuple[str, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class NeededRows:
    """Rows of one kind in a code set, or all of the kind where `codes` is None.

    `columns` are names of `cohort.partition.COLUMNS` beside patient and start. Rows that
    surely ended before day `since` are not needed; None needs all. Rows that begin after the
    run's moment never are, but for those that are planned.
    """

    kind: str
    codes: CodeSet | None
    columns: frozenset[str] = frozenset()
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of the codings that there are.

    `of_coding` is the group of each (kind, system, code) that is needed; `of_rows` the groups
    of each (kind, code set), `excepted` those whose codings its exceptions name. Lines of a
    group that surely ended before its day in `since` are not needed; None needs all.
    """

    of_coding: Mapping[Coding, int]
    kinds: Mapping[int, str]
    of_rows: Mapping[tuple[str, CodeSet | None], tuple[int, ...]]
    excepted: Mapping[tuple[str, CodeSet | None], tuple[int, ...]]
    since: Mapping[int, int | None]

    def since_of(self, coding: Coding) -> int | None:
        """The first day on which lines of a needed coding are looked at; None for all of time."""
        return self.since[self.of_coding[coding]]


@dataclass(frozen=True, slots=True)
class Needs:
    """All that one run needs of a source.

    Of the kinds in `forms` it must be known in which forms there are rows at all.
    """

    rows: tuple[NeededRows, ...]
    periods: bool = True
    forms: frozenset[str] = frozenset()
    _by_kind: dict[str, list[NeededRows]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Sort the needed rows by kind."""
        for each in self.rows:
            self._by_kind.setdefault(each.kind, []).append(each)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of which anything is needed."""
        return frozenset(self._by_kind)

    def of_kind(self, kind: str) -> tuple[NeededRows, ...]:
        """What is needed of one kind."""
        return tuple(self._by_kind.get(kind, ()))

    def columns(self, kind: str) -> frozenset[str]:
        """The columns needed of any row of a kind."""
        return frozenset().union(*(each.columns for each in self.of_kind(kind)))

    def since(self, kind: str) -> int | None:
        """The first day that any question looks at in this kind; None for all of time."""
        return _earliest(each.since for each in self.of_kind(kind))

    def groups_with(self, column: str, groups: Groups) -> frozenset[int]:
        """The groups in which some need has a column."""
        keys = [(each.kind, each.codes) for each in self.rows if column in each.columns]
        places = (groups.of_rows, groups.excepted)
        return frozenset(n for key in keys for place in places for n in place.get(key, ()))

    def groups(self, codings: Iterable[Coding]) -> Groups:
        """The groups of the codings that a source has; a line without a code has ("", "")."""
        finders = {kind: _Finder(rows) for kind, rows in self._by_kind.items()}
        members: dict[_Asked, list[Coding]] = {}
        for kind, system, code in codings:
            if kind in finders:
                asked, excepted = finders[kind].asked_for(system, code)
                if asked or excepted:
                    members.setdefault((kind, asked, excepted), []).append((kind, system, code))
        return _groups(self, members)


class _Finder:
    """Which of the needed rows of one kind ask for a coding, and which except it."""

    def __init__(self, rows: Sequence[NeededRows]) -> None:
        self._coded = [number for number, each in enumerate(rows) if each.codes is not None]
        self._all = {number for number, each in enumerate(rows) if each.codes is None}
        self._index = CodeIndex([each.codes for each in rows if each.codes is not None])

    def asked_for(self, system: str, code: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        excepting = self._index.excepting(system, code)
        including = self._index.including(system, code) - excepting
        asked = self._all | {self._coded[number] for number in including}
        return tuple(sorted(asked)), tuple(sorted(self._coded[number] for number in excepting))


def _groups(needs: Needs, members: Mapping[_Asked, list[Coding]]) -> Groups:
    of_coding: dict[Coding, int] = {}
    kinds: dict[int, str] = {}
    of_rows: dict[tuple[str, CodeSet | None], tuple[int, ...]] = {}
    excepted: dict[tuple[str, CodeSet | None], tuple[int, ...]] = {}
    since: dict[int, int | None] = {}
    for group, ((kind, asked, without), codings) in enumerate(sorted(members.items())):
        kinds[group] = kind
        of_coding.update(dict.fromkeys(codings, group))
        rows = needs.of_kind(kind)
        since[group] = _earliest(rows[number].since for number in (*asked, *without))
        for numbers, place in ((asked, of_rows), (without, excepted)):
            for number in numbers:
                key = kind, rows[number].codes
                place[key] = (*place.get(key, ()), group)
    return Groups(of_coding, kinds, of_rows, excepted, since)


def _earliest(days: Iterable[int | None]) -> int | None:
    """The earliest of some days; None where one of them is all of time, or there are none."""
    found = list(days)
    return None if None in found else min((day for day in found if day is not None), default=None)
