"""What a source holds at all: without it, no row says nothing (meaning 17 and 19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialmatch.vocabulary.codesets import CodeSet


@dataclass(frozen=True, slots=True)
class HeldKind:
    """One kind that the source holds.

    `systems` is None where any code system may occur; they are `declared` by the site or read
    off the rows. `since` is the first day number from which the source has collected it, None
    where that is not declared.
    """

    systems: frozenset[str] | None = None
    since: int | None = None
    declared: bool = True

    def holds_any(self, systems: frozenset[str]) -> bool:
        """Whether a code of one of these systems could be here."""
        return self.systems is None or bool(self.systems & systems)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is known of the source as a whole.

    `cut_off` is the last minute that the extract covers, None where not declared. `seen` has
    each (kind, system, code) of the whole cohort with a number of rows, which are all or as many
    as were looked at; None where it is not to be used, as for the small records of cases.
    """

    name: str
    kinds: Mapping[str, HeldKind]
    cut_off: int | None = None
    synthetic: bool = False
    periods_declared: bool = False
    seen: Mapping[tuple[str, str, str], int] | None = None
    _seen_cache: dict[tuple[str, CodeSet], int] = field(
        default_factory=dict, compare=False, repr=False
    )

    def rows_seen(self, kind: str, codes: CodeSet) -> int | None:
        """At least how many rows of the whole cohort fall in the set; None where not known."""
        if self.seen is None:
            return None
        key = (kind, codes)
        if key not in self._seen_cache:
            self._seen_cache[key] = sum(
                count
                for (held, system, code), count in self.seen.items()
                if held == kind and codes.holds(((system, code),))
            )
        return self._seen_cache[key]
