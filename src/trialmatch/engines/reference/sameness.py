"""Rows that are equal, counted once (meaning 9)."""

from __future__ import annotations

from collections.abc import Hashable

from trialmatch.cohort.kinds import BY_NAME
from trialmatch.cohort.records import Result, Row
from trialmatch.engines.reference.member import Member, doubts_of
from trialmatch.plan import algebra
from trialmatch.plan.naming import codes_of
from trialmatch.vocabulary.codesets import CodeSet


def equal_rows_once(found: list[Member], rows: algebra.Rows) -> list[Member]:
    """Of results equal in all that they say, one: a definite one if any is, else a possible one.

    Rows of other kinds are told apart by being themselves.
    """
    codes = codes_of(rows)
    equal: dict[Hashable, list[Member]] = {}
    for member in found:
        key = _content(member.row, codes) if _merges(member) else id(member)
        equal.setdefault(key, []).append(member)
    return [_one_of(same) for same in equal.values()]


def _merges(member: Member) -> bool:
    return BY_NAME[member.row.kind].merges_equal_rows and member.partner is None


def _one_of(same: list[Member]) -> Member:
    certain = [member for member in same if member.certain]
    first = min(certain or same, key=lambda member: member.row.id)
    return first if certain else first.doubted(*doubts_of(same))


def _content(row: Row, codes: CodeSet | None) -> Hashable:
    """What a result says: of which test, when, and what; wherever it was filed."""
    coding = next((c for c in row.codings if codes is None or codes.includes(*c)), None)
    result = row.result or Result()
    said = (result.number, result.comparator, result.unit, result.text)
    return coding, row.start, said, result.system, result.code, bool(result.absent)
