"""Which rows of a subject are definite members of some `Rows`, and which are possible ones."""

from __future__ import annotations

from collections.abc import Iterator

from trialmatch.cohort.records import Row
from trialmatch.cohort.status import Certainty, certainty, counts_as
from trialmatch.engines.reference.asking import Asking
from trialmatch.engines.reference.extents import lasting_as_said
from trialmatch.engines.reference.joining import joined
from trialmatch.engines.reference.member import Member
from trialmatch.engines.reference.merging import eras
from trialmatch.engines.reference.picking import taken
from trialmatch.engines.reference.placing import View, may_be_own, placed, view, why_unsure
from trialmatch.engines.reference.sameness import equal_rows_once
from trialmatch.engines.reference.spacing import each_by_itself, spaced
from trialmatch.engines.reference.subject import SubjectRecord
from trialmatch.engines.reference.windows import of_each_row
from trialmatch.plan import algebra
from trialmatch.verdict import Missing, Reason, Verdict

_UNCONFIRMED = (Reason.of(Missing.UNCONFIRMED),)


def members(rows: algebra.Rows, ask: Asking) -> list[Member]:
    """The members of a node for one subject, definite and possible ones."""
    match rows:
        case algebra.Events():
            return list(_events(rows, ask.subject))
        case algebra.OwnEvent():
            return [] if ask.subject.own is None else [_by_status(ask.subject.own)]
        case algebra.Where():
            return list(_where(rows, ask))
        case algebra.Within():
            return list(_within(rows, ask))
        case algebra.Joined():
            return joined(rows, ask)
        case algebra.Merged(rows=inner, gap=gap):
            return eras(ask.members(inner), gap, ask.subject)
        case algebra.Spaced(rows=inner, apart=apart):
            return each_by_itself(ask.members(inner), apart)
        case algebra.Take():
            return taken(rows, ask)
    raise TypeError(f"no such node: {type(rows).__name__}")


def counted(rows: algebra.Rows, ask: Asking) -> list[Member]:
    """The members where only their number matters, not which rows they are."""
    if isinstance(rows, algebra.Spaced):
        return equal_rows_once(spaced(ask.members(rows.rows), rows.apart), rows)
    return equal_rows_once(ask.members(rows), rows)


def _events(node: algebra.Events, subject: SubjectRecord) -> Iterator[Member]:
    for kind in node.kinds:
        for row in subject.rows(kind):
            if node.codes is not None and not node.codes.holds(row.codings):
                continue
            counts = counts_as(row.status, node.status)
            if counts is Certainty.NEVER:
                continue
            shown = row if node.lasting is None else lasting_as_said(row, node.lasting)
            member = Member(shown) if counts is Certainty.DEFINITE else Member(shown, _UNCONFIRMED)
            if row.result is not None and row.result.absent:
                yield member.doubted(*_UNCONFIRMED)
            elif not node.acts or row.act in node.acts:
                yield member
            elif not row.act:
                yield member.doubted(Reason.of(Missing.ATTRIBUTE_MISSING, "act"))


def _by_status(row: Row) -> Member:
    # A row asked for by name that never counts is what the subject is.
    definite = certainty(row.status) is not Certainty.POSSIBLE
    return Member(row) if definite else Member(row, _UNCONFIRMED)


def _where(node: algebra.Where, ask: Asking) -> Iterator[Member]:
    for member in ask.members(node.rows):
        decision = ask.decide(node.test, member)
        if decision.verdict is Verdict.MET:
            yield member
        elif decision.verdict is Verdict.UNKNOWN:
            yield member.doubted(*decision.reasons)


def _within(node: algebra.Within, ask: Asking) -> Iterator[Member]:
    seen = None if of_each_row(node.window) else view(node.window, ask)
    for member in ask.members(node.rows):
        shown = seen or view(node.window, ask, member)
        place = placed(member.row, shown, node.by, ask.subject)
        if place.surely:
            yield member
        elif place.perhaps:
            yield member.doubted(*_gap(member.row, node, shown, ask.subject))


def _gap(row: Row, node: algebra.Within, seen: View, subject: SubjectRecord) -> tuple[Reason, ...]:
    """Why a row may only perhaps lie in a window."""
    if seen.opening.doubts:
        return seen.opening.doubts
    after = row.start.first_day > subject.index.last_day
    if after and seen.own_end is not None and may_be_own(row, subject, seen.own_end):
        return (Reason.of(Missing.LINK_UNCERTAIN),)
    return (Reason.of(why_unsure(row, node.by, subject)),)
