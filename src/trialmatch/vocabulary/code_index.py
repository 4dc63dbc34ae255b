"""Which of many code sets a coding falls in, without asking each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.vocabulary.codesystems import BY_NAME


class CodeIndex:
    """Code sets by number, found by their codes."""

    def __init__(self, sets: Sequence[CodeSet]) -> None:
        """Index these sets; their numbers are their positions."""
        self._including = _Patterns((n, p) for n, codes in enumerate(sets) for p in codes.include)
        self._excepting = _Patterns((n, p) for n, codes in enumerate(sets) for p in codes.exclude)

    def including(self, system: str, code: str) -> set[int]:
        """The sets that name the coding, exceptions aside."""
        return self._including.covering(system, code)

    def excepting(self, system: str, code: str) -> set[int]:
        """The sets that name the coding among their exceptions."""
        return self._excepting.covering(system, code)


class _Patterns:
    """Patterns by the text that a code must begin with, or be."""

    def __init__(self, patterns: Iterable[tuple[int, CodePattern]]) -> None:
        self._whole: dict[tuple[str, str], set[int]] = {}
        self._prefix: dict[tuple[str, str], set[int]] = {}
        self._others: dict[str, list[tuple[int, CodePattern]]] = {}
        for number, pattern in patterns:
            if pattern.last or "[" in pattern.first:
                self._others.setdefault(pattern.system, []).append((number, pattern))
            else:
                place = self._prefix if _by_prefix(pattern.system) else self._whole
                place.setdefault((pattern.system, pattern.first), set()).add(number)

    def covering(self, system: str, code: str) -> set[int]:
        found = set(self._whole.get((system, code), ()))
        if _by_prefix(system):
            for length in range(len(code) + 1):
                found |= self._prefix.get((system, code[:length]), set())
        return found | {n for n, pattern in self._others.get(system, ()) if pattern.covers(code)}


def _by_prefix(system: str) -> bool:
    known = BY_NAME.get(system)
    return known is not None and known.hierarchical_by_prefix
