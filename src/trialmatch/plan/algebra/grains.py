"""The four types of the algebra, which every node is one of."""

from __future__ import annotations


class Node:
    """Any node of the algebra."""

    __slots__ = ()


class Rows(Node):
    """Some rows of the subject's record, each definite or possible."""

    __slots__ = ()


class Value(Node):
    """A value: of each row of some rows, or one of the subject.

    A number or a time is an interval; a word is known or not. Where a node may be of either
    grain, it is of the rows' grain as soon as one of its operands is.
    """

    __slots__ = ()


class RowValue(Value):
    """A value of each row of some rows."""

    __slots__ = ()


class SubjectValue(Value):
    """One value of the subject."""

    __slots__ = ()


class Truth(Node):
    """A verdict: on the subject, or on each row where a `Where` asks it."""

    __slots__ = ()
