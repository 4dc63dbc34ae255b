"""Nodes as a person reads them: one line each, shared ones by their number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from trialmatch.plan import algebra
from trialmatch.plan.algebra import Node
from trialmatch.plan.window import Bound, Window
from trialmatch.vocabulary.calendar import to_date


class Describing:
    """Describes nodes; those in `numbers`, by identity, stand as their number."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        """Let these nodes stand as their numbers."""
        self._numbers = numbers

    def node(self, node: Node) -> str:
        """A node in the place where it is used."""
        number = self._numbers.get(id(node))
        return self.content(node) if number is None else f"#{number}"

    def content(self, node: Node) -> str:
        """What a node is made of."""
        match node:
            case algebra.Rows():
                return self._rows(node)
            case algebra.Truth():
                return self._truth(node)
            case algebra.Value():
                return self._value(node)
        return type(node).__name__

    def _rows(self, rows: algebra.Rows) -> str:
        match rows:
            case algebra.Events(kinds=kinds, codes=codes, acts=acts, lasting=lasting):
                words = [
                    rows.status,
                    *sorted(acts),
                    " or ".join(kinds),
                    codes.name if codes else "",
                ]
                words.append("" if lasting is None else _lasting(lasting))
                return " ".join(word for word in words if word)
            case algebra.OwnEvent():
                return "the subject's own event"
            case algebra.Where(rows=inner, test=test):
                return f"{self.node(inner)} where {self.node(test)}"
            case algebra.Within(rows=inner, window=window, by=by):
                start = "" if by is algebra.By.OVERLAP else f"{by.name.lower()} "
                return f"{self.node(inner)} {start}in {self._window(window)}"
            case algebra.Joined(rows=inner, others=others, link=link, match=match):
                joined = {"SEMI": "with", "ANTI": "without", "PAIRS": "paired with"}[match.name]
                return f"({self.node(inner)} {joined} {self.node(others)}, {_link(link)})"
            case algebra.Merged(rows=inner, gap=gap):
                return f"({self.node(inner)} merged over {gap})"
            case algebra.Spaced(rows=inner, apart=apart):
                return f"({self.node(inner)} at least {apart} apart)"
            case algebra.Take(rows=inner, order=order, n=n):
                several = f" {n}{' at its end' if rows.the_last else ''}" if n > 1 else ""
                empty = ", empty ones too" if rows.empty_too else ""
                return f"{order.name.lower()}{several} of ({self.node(inner)}{empty})"
        return type(rows).__name__

    def _truth(self, truth: algebra.Truth) -> str:
        match truth:
            case algebra.AllOf(parts=()):
                return "anything"
            case algebra.AnyOf(parts=()):
                return "nothing"
            case algebra.AllOf(parts=parts):
                return f"({' and '.join(map(self.node, parts))})"
            case algebra.AnyOf(parts=parts):
                return f"({' or '.join(map(self.node, parts))})"
            case algebra.AtLeast(n=n, parts=parts):
                return f"at least {n} of ({'; '.join(map(self.node, parts))})"
            case algebra.Negate(part=part):
                return f"not {self.node(part)}"
            case algebra.Spread(part=part):
                return f"of the patient: {self.node(part)}"
            case algebra.Exists(rows=rows):
                return f"exists {self.node(rows)}"
            case algebra.ForAny(rows=rows, name=name, test=test):
                return f"for any {self.node(rows)} as {name}: {self.node(test)}"
            case algebra.Observed(kinds=kinds, codes=codes, window=window):
                name = codes.name if codes else " or ".join(kinds)
                name = " ".join([*sorted(truth.forms), name])
                return f"{name} observed in {self._window(window)}"
            case algebra.Compare(left=left, op=op, right=right):
                return f"{self.node(left)} {op.value} {self._limit(right)}"
        return type(truth).__name__

    def _limit(self, limit: algebra.Value | Decimal | str | frozenset[str]) -> str:
        if isinstance(limit, Node):
            return self.node(limit)
        return " or ".join(sorted(limit)) if isinstance(limit, frozenset) else str(limit)

    def _value(self, value: algebra.Value) -> str:
        match value:
            case algebra.Number(scale=scale) | algebra.RangeLimit(scale=scale):
                limit = f" {value.end.value}" if isinstance(value, algebra.RangeLimit) else ""
                return f"{scale.name}{limit}{f' in {scale.unit}' if scale.unit else ''}"
            case algebra.Field(name=name):
                return name.replace("_", " ")
            case algebra.Attribute(fact=fact):
                return fact.value
            case algebra.NamedTime(name=name, edge=edge):
                return name if edge is algebra.Edge.START else f"end of {name}"
            case algebra.Constant(number=number):
                return str(number)
            case algebra.Lacking(reason=reason):
                return f"nothing ({reason.missing.value})"
            case algebra.RowTime(edge=edge):
                return edge.value
            case algebra.Elapsed(start=start, end=end, unit=unit):
                return f"{unit.value}s from {self.node(start)} to {self.node(end)}"
            case algebra.Arithmetic(operation=operation, left=left, right=right):
                return f"({self.node(left)} {operation.value} {self.node(right)})"
            case algebra.Reduce(rows=rows, value=algebra.Word()):
                return f"answer to ({self.node(rows)})"
            case algebra.Reduce(rows=rows, value=of, how=how):
                what = "" if of is None else f" {self.node(of)}"
                return f"{how.name.lower().replace('_', ' ')}{what} of ({self.node(rows)})"
            case algebra.Choose(condition=condition, then=then, otherwise=otherwise):
                branches = f"{self.node(then)} else {self.node(otherwise)}"
                return f"(if {self.node(condition)}: {branches})"
            case algebra.Lookup(of=of, name=name):
                return f"{name} of {self.node(of)}"
            case algebra.OfPartner(value=inner):
                return f"the partner's {self.node(inner)}"
        return type(value).__name__.lower()

    def _window(self, window: Window) -> str:
        lower = "the beginning" if window.lower is None else self._bound(window.lower)
        upper = "the end" if window.upper is None else self._bound(window.upper)
        return f"[{lower}, {upper}]"

    def _bound(self, bound: Bound) -> str:
        anchor = "index" if bound.anchor is None else self.node(bound.anchor)
        if bound.day is not None:
            anchor = to_date(bound.day).isoformat()
        sign = "+" if bound.sign > 0 else "-"
        shift = "" if bound.shift is None else f" {sign} {bound.shift}"
        days = "" if bound.days is None else f" {sign} {self.node(bound.days)} days"
        return f"{anchor}{shift}{days}{' excluded' if bound.exclusive else ''}"


def _lasting(lasting: algebra.Lasting) -> str:
    grace = f" with {lasting.grace} days of grace" if lasting.grace else ""
    if lasting.days is None:
        return f"without a known end{grace}"
    return f"for {'at most ' if lasting.at_most else ''}{lasting.days} days{grace}"


def _link(link: algebra.Link) -> str:
    match link:
        case algebra.SameContact():
            return "same contact"
        case algebra.During():
            return "inside its extent"
    return "near in time"
