"""Rows by their partners: those that have one, those that have none, and the pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from trialmatch.engines.columnar.linking import Links, linked
from trialmatch.engines.columnar.members import Members, expanded, mixed
from trialmatch.engines.columnar.segments import any_of
from trialmatch.engines.columnar.truths import unpacked
from trialmatch.plan import algebra

if TYPE_CHECKING:
    from trialmatch.engines.columnar.answering import Answering
    from trialmatch.engines.columnar.reasons import Ids
    from trialmatch.engines.columnar.table import Array


def joined(node: algebra.Joined, ask: Answering) -> Members:
    """The members that a join makes of some rows."""
    found, others = ask.members(node.rows), ask.members(node.others)
    links = _links(node, found, others, ask)
    if node.match is algebra.Match.PAIRS:
        return _pairs(found, others, links, ask)
    size = len(found)
    sure = (links.doubts == 0) & others.certain[links.other]
    has_sure = any_of(sure, links.row, size)
    doubts = ask.panel.reasons.union(links.doubts, others.doubted[links.other])
    why = ask.panel.reasons.gathered(doubts, links.row, size)
    has_any = any_of(np.ones(len(links.row), np.bool_), links.row, size)
    if node.match is algebra.Match.SEMI:
        why[has_sure] = 0
        kept = has_any
    else:
        why = _of_silence(node, found, why, has_any, ask)
        kept = ~has_sure
    doubted = found.with_doubts(ask.panel.reasons.union(found.doubted, why))
    return doubted[np.flatnonzero(kept)]


def _of_silence(
    node: algebra.Joined, found: Members, why: Ids, has_any: Array, ask: Answering
) -> Ids:
    """Rows without a partner: possible where one may be that was not recorded."""
    if node.observed is None:
        return why
    silence = ask.truth(node.observed)
    unknown = unpacked(silence.unknown, silence.size)[found.subject]
    told = np.full(len(found), 2, np.int32)
    if silence.reasons is not None:
        told = silence.reasons[found.subject]
    return np.where(unknown & ~has_any, told, why).astype(np.int32)


def _pairs(found: Members, others: Members, links: Links, ask: Answering) -> Members:
    order = np.argsort(links.row, kind="stable")
    row, other, doubts = links.row[order], links.other[order], links.doubts[order]
    union = ask.panel.reasons.union
    doubts = union(union(doubts, others.doubted[other]), found.doubted[row])
    put_together = None if others.extents is None else others.extents[other]
    paired = replace(found[row], partner=others.line[other], partner_extents=put_together)
    return paired.with_doubts(doubts)


def _links(node: algebra.Joined, found: Members, others: Members, ask: Answering) -> Links:
    """Every row with every other row of the same subject that may be its partner."""
    row, other = _candidates(node, found, others, ask)
    if not node.itself and len(row):
        differ = ~_same_row(found, row, others, other, ask)
        row, other = row[differ], other[differ]
    return linked(node.link, found, others, row, other, ask)


def _candidates(
    node: algebra.Joined, found: Members, others: Members, ask: Answering
) -> tuple[Array, Array]:
    """Positions of rows and others of one subject, and where contacts decide, of one contact."""
    if not isinstance(node.link, algebra.SameContact):
        return _crossed(found.subject.astype(np.int64), others.subject.astype(np.int64))
    table = ask.panel.table
    a, b = table.column("contact", found.at), table.column("contact", others.at)
    by_contact = _crossed_by_contact(found, others, a, b)
    # Where either has no contact, days and units may still agree.
    without, all_others = np.flatnonzero(a == 0), np.arange(len(others))
    first = _crossed_at(found, others, without, all_others)
    second = _crossed_at(found, others, np.flatnonzero(a != 0), np.flatnonzero(b == 0))
    parts = (by_contact, first, second)
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _crossed_by_contact(found: Members, others: Members, a: Array, b: Array) -> tuple[Array, Array]:
    with_a, with_b = np.flatnonzero(a != 0), np.flatnonzero(b != 0)
    left = mixed(found.subject[with_a], a[with_a])
    right = mixed(others.subject[with_b], b[with_b])
    row, other = _crossed(left, right)
    row, other = with_a[row], with_b[other]
    # Two contacts may by chance come to one number.
    same = a[row] == b[other]
    return (row, other) if same.all() else (row[same], other[same])


def _crossed_at(
    found: Members, others: Members, rows: Array, partners: Array
) -> tuple[Array, Array]:
    row, other = _crossed(
        found.subject[rows].astype(np.int64), others.subject[partners].astype(np.int64)
    )
    return rows[row], partners[other]


def _crossed(left: Array, right: Array) -> tuple[Array, Array]:
    """All pairs of positions whose keys are equal."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first = np.searchsorted(ordered, left, "left")
    count = np.searchsorted(ordered, left, "right") - first
    return np.repeat(np.arange(len(left)), count), order[expanded(first, count)]


def _same_row(found: Members, row: Array, others: Members, other: Array, ask: Answering) -> Array:
    table = ask.panel.table
    a, b = found.line[row], others.line[other]
    same_id = (table.column("row", a) == table.column("row", b)) & (table.column("row", a) > 0)
    return np.asarray((a == b) | (same_id & (table.kind[a] == table.kind[b])))
