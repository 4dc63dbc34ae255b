"""The lines of code sets, for each subject those of its patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.cohort.partition import WORDS, Group
from trialmatch.cohort.status import PLANNED
from trialmatch.engines.columnar.extents import lasting_as_said
from trialmatch.engines.columnar.members import Mask, Members, expanded
from trialmatch.engines.columnar.panel import Panel
from trialmatch.engines.columnar.reasons import Ids
from trialmatch.engines.columnar.table import NEVER, POSSIBLE, Lines
from trialmatch.plan.algebra import Events
from trialmatch.verdict import Missing


def events(node: Events, panel: Panel) -> Members:
    """All rows of a node's kinds in its code set, those that can count."""
    found = _found(node, panel)
    if node.lasting is None:
        return found
    return replace(found, extents=lasting_as_said(found, node.lasting, panel))


def _found(node: Events, panel: Panel) -> Members:
    groups = _groups(node, panel)
    if len(groups) == 1 and _is_everybody(panel):
        return _counting(_one_group(groups[0], node, panel), node, panel)
    parts = [_of_group(group, panel) for group in groups]
    subject = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.int32)])
    line = np.concatenate([part[1] for part in parts] or [np.zeros(0, np.int64)])
    if len(parts) > 1:
        order = np.argsort(subject, kind="stable")
        subject, line = subject[order], line[order]
    found = Members(subject, line, tuple(dict.fromkeys(group.kind for group in groups)))
    if panel.table.several_codings:
        found = _once_a_row(found, panel)
    return _counting(_without_exceptions(found, node, panel), node, panel)


def _groups(node: Events, panel: Panel) -> list[Group]:
    of_rows, present = panel.table.groups.of_rows, panel.table.partition.groups
    numbers = [n for kind in node.kinds for n in of_rows.get((kind, node.codes), ())]
    return [present[number] for number in numbers if number in present]


def _is_everybody(panel: Panel) -> bool:
    subjects = panel.subjects
    return subjects.one_index and subjects.size == panel.table.partition.patients


def _one_group(group: Group, node: Events, panel: Panel) -> Members:
    """All lines of one group, each of its own patient."""
    span = slice(group.start, group.stop)
    subject = panel.table.partition.columns["patient"][span]
    line = np.arange(group.start, group.stop, dtype=np.int64)
    found = Members(subject.astype(np.int32, copy=False), line, (group.kind,), span=span)
    if panel.table.several_codings:
        found = _once_a_row(found, panel)
    return _without_exceptions(found, node, panel)


def _of_group(group: Group, panel: Panel) -> tuple[np.ndarray, Lines]:
    """The pairs of subject and line of one group, in the order of subjects."""
    patient = panel.table.partition.columns["patient"][group.start : group.stop]
    subjects = panel.subjects
    if _is_everybody(panel):
        return patient, np.arange(group.start, group.stop, dtype=np.int64)
    first = np.searchsorted(patient, subjects.patient, "left")
    count = np.searchsorted(patient, subjects.patient, "right") - first
    subject = np.repeat(np.arange(subjects.size, dtype=np.int32), count)
    return subject, expanded(first + group.start, count)


def _once_a_row(found: Members, panel: Panel) -> Members:
    """Lines of one row are its codings: the lowest of them stands for the row."""
    row, code = panel.table.column("row", found.at), panel.table.column("code", found.at)
    kind = panel.table.kind[found.at]
    order = np.lexsort((code, row, kind, found.subject))
    same = (
        (found.subject[order][1:] == found.subject[order][:-1])
        & (row[order][1:] == row[order][:-1])
        & (row[order][1:] > 0)
        & (kind[order][1:] == kind[order][:-1])
    )
    return found[np.sort(order[np.concatenate(([True], ~same))])] if len(order) else found


def _without_exceptions(found: Members, node: Events, panel: Panel) -> Members:
    """Without the rows that have another coding among the exceptions of the set."""
    excepted = panel.table.groups.excepted
    numbers = [n for kind in node.kinds for n in excepted.get((kind, node.codes), ())]
    groups = panel.table.partition.groups
    lines = [np.arange(groups[n].start, groups[n].stop) for n in numbers if n in groups]
    if not lines or not len(found):
        return found
    without = np.concatenate(lines)
    row = panel.table.column("row", found.line)
    return found[~np.isin(row, panel.table.column("row", without))]


def _counting(found: Members, node: Events, panel: Panel) -> Members:
    """Those that count or may count, with the doubt of those that only may."""
    if node.status:
        found = _asked_by_name(found, node.status, panel)
        return _as_told(found, np.ones(len(found), np.bool_), None, node, panel)
    table = panel.table
    kept = np.ones(len(found), np.bool_)
    if table.last_start > panel.subjects.as_of:
        kept = table.column("start_lo", found.at) <= panel.subjects.as_of
    doubts: Ids | None = None
    unconfirmed = panel.reasons.missing(Missing.UNCONFIRMED)
    if table.some_never_count:
        kept &= ~NEVER[table.column("status", found.at)]
    if table.some_may_count:
        possible = POSSIBLE[table.column("status", found.at)]
        doubts = np.where(possible, np.int32(unconfirmed), np.int32(0))
    return _as_told(found, kept, doubts, node, panel)


def _as_told(found: Members, kept: Mask, doubts: Ids | None, node: Events, panel: Panel) -> Members:
    """Those kept, of the acts asked for; where a source says why there is no result, in doubt."""
    table, unconfirmed = panel.table, panel.reasons.missing(Missing.UNCONFIRMED)
    absent = np.zeros(len(found), np.bool_)
    if not table.told_in("absent").isdisjoint(found.kinds):
        absent = table.column("absent", found.at)
        doubts = np.where(absent, np.int32(unconfirmed), _or_none(doubts, found))
    if node.acts:
        act = table.column("act", found.at)
        wanted = np.isin(act, [WORDS["act"].index(word) for word in node.acts])
        kept &= absent | wanted | (act == 0)
        missing = panel.reasons.missing(Missing.ATTRIBUTE_MISSING, "act")
        gap = np.where((act == 0) & ~absent, np.int32(missing), np.int32(0))
        doubts = panel.reasons.union(_or_none(doubts, found), gap)
    found = found.with_doubts(doubts)
    return found if kept.all() else found[np.flatnonzero(kept)]


def _asked_by_name(found: Members, status: str, panel: Panel) -> Members:
    """The rows of one status alone; what is planned may lie after the as-of moment."""
    table = panel.table
    kept = table.column("status", found.at) == WORDS["status"].index(status)
    if status != PLANNED:
        kept &= table.column("start_lo", found.at) <= panel.subjects.as_of
    return found if kept.all() else found[np.flatnonzero(kept)]


def _or_none(doubts: Ids | None, found: Members) -> Ids:
    return np.zeros(len(found), np.int32) if doubts is None else doubts
