"""Reading a UCUM unit: its grammar, into an exact magnitude and what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from trialmatch.vocabulary import ucum_table as table

LONGEST = 100
DEEPEST = 8
_LARGEST_EXPONENT = 30
_LONGEST_INTEGER = 9

ANNOTATION = re.compile(r"\{[!-z|~]+\}")
_DECIMAL = re.compile(r"(?:^|[./(])\d+[.,]\d+(?![\d*^])", re.ASCII)
_TOKEN = re.compile(
    rf"(?P<annotation>{ANNOTATION.pattern})"
    r"|(?P<operator>[./()])"
    r"|(?P<ten>10[*^])(?P<power>[+-]?\d+)?"
    r"|(?P<integer>\d+)"
    r"|(?P<symbol>(?:[A-Za-z%'_]|\[[^\[\]{}\s]+\])+)(?P<exponent>[+-]?\d+)?",
    re.ASCII,
)
Powers = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ParsedUnit:
    """One unit: how large, and what it measures.

    `magnitude` is exact, in the bases of `dimension`. `arbitrary` names the units that are
    defined by a procedure or a scale of their own, with their exponents. `annotations` are the
    texts in braces in sorted order, those below the line with a slash before them. A base that
    cancels stays with exponent 0 where it tells mg/g from mmol/mol.
    """

    magnitude: Fraction
    dimension: Powers = ()
    annotations: tuple[str, ...] = ()
    arbitrary: Powers = ()

    def compares_with(self, other: ParsedUnit) -> bool:
        """Whether values in both are about the same and can be compared."""
        return (
            self.dimension == other.dimension
            and self.arbitrary == other.arbitrary
            and self.annotations == other.annotations
        )

    def times(self, other: ParsedUnit, power: int = 1) -> ParsedUnit:
        """This unit multiplied by a power of another."""
        sign = "/" if power < 0 else ""
        added = tuple(_turned(text, sign) for text in other.annotations)
        return ParsedUnit(
            self.magnitude * other.magnitude**power,
            _product(self.dimension, other.dimension, power),
            tuple(sorted(self.annotations + added)),
            _product(self.arbitrary, other.arbitrary, power),
        )


ONE = ParsedUnit(Fraction(1))


def read(unit: str) -> ParsedUnit:
    """Read a unit; raises ValueError with the reason for anything that is not one."""
    if not unit:
        raise ValueError("no unit is given, and that is not the unit 1")
    if len(unit) > LONGEST:
        raise ValueError(f"a unit has at most {LONGEST} characters")
    return _read(unit)


@lru_cache(maxsize=8192)
def _read(unit: str) -> ParsedUnit:
    special = _special(unit)
    if special is not None:
        return special
    if _DECIMAL.search(unit):
        raise ValueError("a unit has no decimal numbers; write 10*-1 or put them in braces")
    reader = _Reader()
    for token in _tokens(unit):
        reader.take(token)
    return reader.result()


def _tokens(unit: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(unit):
        match = _TOKEN.match(unit, position)
        if match is None:
            raise ValueError(f"{_shown(unit[position])} cannot stand here in a unit")
        yield match
        position = match.end()


class _Reader:
    """Takes tokens from left to right; brackets open a level on a stack, not a call."""

    def __init__(self) -> None:
        self.product, self.sign, self.last = ONE, 1, "start"
        self.outer: list[tuple[ParsedUnit, int]] = []
        self.leading_slash = False

    def take(self, token: re.Match[str]) -> None:
        """Take the next token, or say why it cannot stand here."""
        if token["annotation"]:
            self._annotate(token["annotation"])
        elif token["operator"]:
            self._operate(token["operator"])
        else:
            self._multiply(_component(token))

    def result(self) -> ParsedUnit:
        """The unit that was read."""
        if self.outer:
            raise ValueError("a bracket is not closed")
        self._need_term()
        return self.product

    def _annotate(self, text: str) -> None:
        if self.last == "annotation":
            raise ValueError("two texts in braces follow each other")
        self.product = self.product.times(ParsedUnit(ONE.magnitude, (), (text,)), self.sign)
        self.last = "annotation"

    def _multiply(self, factor: ParsedUnit) -> None:
        self._need_operator()
        self.product = self.product.times(factor, self.sign)
        self.last = "term"

    def _operate(self, sign: str) -> None:
        if sign == "(":
            self._open()
        elif sign == ")":
            self._close()
        else:
            self._divide_or_multiply(sign)

    def _divide_or_multiply(self, sign: str) -> None:
        if sign == "/" and self.last == "start" and not self.outer:
            self.leading_slash = True
        else:
            self._need_term()
        if sign == "." and self.leading_slash and not self.outer:
            raise ValueError("after a / in front, say by brackets what the . belongs to")
        self.sign, self.last = (-1 if sign == "/" else 1), "operator"

    def _open(self) -> None:
        self._need_operator()
        if len(self.outer) == DEEPEST:
            raise ValueError(f"brackets stand at most {DEEPEST} deep in a unit")
        self.outer.append((self.product, self.sign))
        self.product, self.sign, self.last = ONE, 1, "start"

    def _close(self) -> None:
        self._need_term()
        if not self.outer:
            raise ValueError("a bracket is closed that was not opened")
        inner, self.last = self.product, "operator"
        self.product, self.sign = self.outer.pop()
        self._multiply(inner)

    def _need_term(self) -> None:
        if self.last in ("start", "operator"):
            raise ValueError("a unit is missing before or after an operator or bracket")

    def _need_operator(self) -> None:
        if self.last in ("term", "annotation"):
            raise ValueError("between two units stands . or /")


def _component(token: re.Match[str]) -> ParsedUnit:
    if token["integer"]:
        return ParsedUnit(Fraction(_integer(token["integer"])))
    if token["ten"]:
        return ParsedUnit(Fraction(10) ** _exponent(token["power"]))
    return ONE.times(_symbol(token["symbol"]), _exponent(token["exponent"]))


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER or not text.strip("0"):
        raise ValueError(f"a number in a unit is above 0 and has up to {_LONGEST_INTEGER} digits")
    return int(text)


def _exponent(text: str | None) -> int:
    if text is None:
        return 1
    if len(text) > 4 or not 0 < abs(int(text)) <= _LARGEST_EXPONENT:
        raise ValueError(f"an exponent is not 0 and at most {_LARGEST_EXPONENT}, up or down")
    return int(text)


@lru_cache(maxsize=2048)
def _symbol(code: str) -> ParsedUnit:
    whole = _atom(code)
    if whole is not None:
        return whole
    for length in (1, 2):
        prefix, rest = table.PREFIXES.get(code[:length]), code[length:]
        atom = _atom(rest) if prefix is not None and _takes_prefix(rest) else None
        if prefix is not None and atom is not None:
            return ParsedUnit(prefix).times(atom)
    if _is_special(code):
        raise ValueError(f"{_shown(code)} is a scale of its own and stands alone")
    raise ValueError(f"there is no unit {_shown(code)}")


def _atom(code: str) -> ParsedUnit | None:
    code = table.OTHER_CODES.get(code, code)
    if code in table.BASES:
        return ParsedUnit(Fraction(1), ((code, 1),))
    if code in table.ARBITRARY:
        return ParsedUnit(Fraction(1), arbitrary=((code, 1),))
    definition = table.METRIC.get(code) or table.NOT_METRIC.get(code) or table.SHARES.get(code)
    if definition is None:
        return None
    number, unit = definition.split(" ")
    return ParsedUnit(Fraction(number)).times(_read(unit))


def _takes_prefix(code: str) -> bool:
    code = table.OTHER_CODES.get(code, code)
    return code in table.METRIC_BASES or code in table.METRIC or code in table.METRIC_ARBITRARY


def _special(unit: str) -> ParsedUnit | None:
    code, brace, text = unit.partition("{")
    if not _is_special(code) or (brace and not ANNOTATION.fullmatch(brace + text)):
        return None
    annotations = (brace + text,) if brace else ()
    return ParsedUnit(Fraction(1), (), annotations, ((code, 1),))


def _is_special(code: str) -> bool:
    return code in table.SPECIAL or any(
        code[:length] in table.PREFIXES and code[length:] in table.METRIC_SPECIAL
        for length in (1, 2)
    )


def _product(one: Powers, other: Powers, power: int) -> Powers:
    powers = dict(one)
    for code, exponent in other:
        powers[code] = powers.get(code, 0) + exponent * power
    return tuple(sorted((c, n) for c, n in powers.items() if n or _tells(c)))


def _tells(code: str) -> bool:
    return code in table.TELLING_BASES or code not in table.BASES


def _turned(annotation: str, sign: str) -> str:
    if not sign:
        return annotation
    return annotation[1:] if annotation.startswith("/") else sign + annotation


def _shown(text: str) -> str:
    return ascii(text[:20])
