"""Code sets: prefixes, ranges and bounded patterns, with exceptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from trialmatch.vocabulary.codesystems import BY_NAME, canonical_code, canonical_system


@dataclass(frozen=True, slots=True, order=True)
class CodePattern:
    """Codes of one system, in canonical form.

    `first` alone is one code and, where prefixes count, all below it. With `last` it is a
    range over prefixes (C00 to C97): every code that lies in it with all codes below it. With
    brackets, `NFB[0-9][0-2]`, it is a bounded pattern whose brackets hold the characters
    allowed at that place.
    """

    system: str
    first: str
    last: str = ""

    def covers(self, code: str) -> bool:
        """Whether a code in canonical form falls under the pattern."""
        if self.last:
            return self._ranges_over(code)
        if "[" in self.first:
            return _bounded(self.first).match(code) is not None
        known = BY_NAME.get(self.system)
        if known is not None and known.hierarchical_by_prefix:
            return code.startswith(self.first)
        return code == self.first

    def _ranges_over(self, code: str) -> bool:
        reaches_beyond = len(code) < len(self.last) and self.last.startswith(code)
        below_last = code[: len(self.last)] <= self.last
        return self.first <= code[: len(self.first)] and below_last and not reaches_beyond

    def __str__(self) -> str:
        """As a criteria file says it, without the system."""
        return f"{self.first}-{self.last}" if self.last else self.first


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named set of codes: every pattern of `include` but none of `exclude` (meaning 12)."""

    name: str
    include: tuple[CodePattern, ...]
    exclude: tuple[CodePattern, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compute the hash once: a set is looked up for every row of every subject."""
        object.__setattr__(self, "_hash", hash((self.name, self.include, self.exclude)))

    def __hash__(self) -> int:
        """The hash of name and patterns."""
        return self._hash

    @property
    def systems(self) -> frozenset[str]:
        """The code systems whose codes can be in the set."""
        return frozenset(pattern.system for pattern in self.include)

    def includes(self, system: str, code: str) -> bool:
        """Whether one coding is named by the set, exceptions aside."""
        return any(p.system == system and p.covers(code) for p in self.include)

    def excepts(self, system: str, code: str) -> bool:
        """Whether one coding is among the exceptions."""
        return any(p.system == system and p.covers(code) for p in self.exclude)

    def holds(self, codings: tuple[tuple[str, str], ...]) -> bool:
        """Whether a row with these codings (system, canonical code) is in the set.

        A row is in it if some coding is included and none excepted.
        """
        return _holds(self, codings)

    def __str__(self) -> str:
        """The codes as a person reads them."""
        text = _grouped(self.include)
        return f"{text} except {_grouped(self.exclude)}" if self.exclude else text


def pattern(system: str, first: str, last: str = "") -> CodePattern:
    """A pattern from text as written, brought to canonical form.

    A range may be written with the digits of its end alone, JFB20 to 64. Raises ValueError for
    a range that runs backwards and for brackets that are none.
    """
    start, end = canonical_code(system, first), canonical_code(system, last)
    if end.isdecimal() and not start.isdecimal():
        end = start[: -len(end)] + end
    if end and end < start[: len(end)]:
        raise ValueError("the range runs backwards")
    if "[" in start or "]" in start:
        _bounded(start)
    return CodePattern(system, start, end)


def read_group(text: str) -> tuple[CodePattern, ...]:
    """The patterns of one group as a site writes it: a code system and its codes.

    Only codes that have a hierarchy can be ranges: LOINC 62238-1 is one code. Raises ValueError
    for an unknown system, for no codes and for what is no pattern.
    """
    system, *codes = text.split() or [""]
    known = BY_NAME.get(canonical_system(system))
    if known is None or not codes:
        raise ValueError("a group is a code system and its codes")
    ranges = known.hierarchical_by_prefix
    parts = [code.split("-", 1) if ranges and "[" not in code else [code] for code in codes]
    return tuple(pattern(known.name, *each) for each in parts)


@lru_cache(maxsize=1 << 18)
def _holds(codes: CodeSet, codings: tuple[tuple[str, str], ...]) -> bool:
    if any(codes.excepts(system, code) for system, code in codings):
        return False
    return any(codes.includes(system, code) for system, code in codings)


@lru_cache(maxsize=4096)
def _bounded(text: str) -> re.Pattern[str]:
    parts = re.split(r"(\[[0-9A-Z]+(?:-[0-9A-Z]+)*\])", text)
    if any("[" in part or "]" in part for part in parts[::2]):
        raise ValueError("brackets hold digits, letters and ranges of them, as in [0-9]")
    try:
        return re.compile(
            "".join(re.escape(part) if n % 2 == 0 else part for n, part in enumerate(parts))
        )
    except re.error:
        raise ValueError("a range in brackets runs backwards") from None


def _grouped(patterns: tuple[CodePattern, ...]) -> str:
    groups: dict[str, list[str]] = {}
    for each in patterns:
        groups.setdefault(each.system, []).append(str(each))
    return ", ".join(f"{system} {' '.join(codes)}" for system, codes in groups.items())
