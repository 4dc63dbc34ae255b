"""What a source holds at all: without it, no row says nothing (meaning 17 and 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trialmatch.cohort.status import BY_NAME_ALONE, Certainty, certainty
from trialmatch.vocabulary.codesets import CodeSet

# How a medication is known, and what is asked for by name.
ACTS = ("ordered", "dispensed", "given", "reported")
FORMS = (*ACTS, *BY_NAME_ALONE)
# The forms of rows that there are of each kind.
Forms = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class HeldKind:
    """One kind that the source holds.

    `systems` is None where any code system may occur; they are `declared` by the site or read
    off the rows. `since` is the first day number from which the source has collected it, None
    where that is not declared. `forms` are the acts of medication, and the statuses asked for by
    name, of which there are rows; None where there may be rows of any.
    """

    systems: frozenset[str] | None = None
    since: int | None = None
    declared: bool = True
    forms: frozenset[str] | None = None

    def holds_any(self, systems: frozenset[str]) -> bool:
        """Whether a code of one of these systems could be here."""
        return self.systems is None or bool(self.systems & systems)

    def holds_forms(self, forms: frozenset[str]) -> bool:
        """Whether a row of one of these forms could be here, where forms are asked for."""
        return not forms or self.forms is None or bool(self.forms & forms)


def forms_of(found: Iterable[tuple[str, str, str]], kinds: frozenset[str]) -> Forms:
    """The forms of rows by kind, from each (kind, act, status) that there is of these kinds.

    A medication of which it is not said how it is known may be of any act.
    """
    forms: dict[str, set[str]] = {kind: set() for kind in kinds}
    for kind, act, status in found:
        if status in BY_NAME_ALONE:
            forms[kind].add(status)
        elif kind == "medication" and certainty(status) is not Certainty.NEVER:
            forms[kind] |= {act} if act in ACTS else set(ACTS)
    return {kind: frozenset(found) for kind, found in forms.items()}


def by_name(forms: frozenset[str]) -> bool:
    """Whether rows are asked for that never count otherwise, nor as seen."""
    return not forms.isdisjoint(BY_NAME_ALONE)


def in_form(forms: frozenset[str], kind: str) -> str:
    """A kind in some of its forms, as `given medication`."""
    return " ".join([*sorted(forms), kind])


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
