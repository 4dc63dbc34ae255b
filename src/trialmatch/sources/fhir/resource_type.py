"""What is said of one FHIR resource type so that it can be read in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialmatch.sources.fhir.datatypes import REFERENCE


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One type whose resources become one row each.

    `columns` are duckdb types by FHIR element, `fields` SQL over them by column of the
    cohort schema, `codings` SQL for the list of codings and `words` for their text.
    `refusals` are SQL conditions with the reason why such a resource cannot be used. `joins`
    is SQL after FROM, where `r` is the resource.
    """

    name: str
    kinds: tuple[str, ...]
    columns: Mapping[str, str]
    fields: Mapping[str, str]
    codings: str = "usable(r.code.coding)"
    words: str = "words_of(r.code)"
    refusals: tuple[tuple[str, str], ...] = ()
    joins: str = ""
    subject: str = "subject"
    all_columns: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Add the elements that every resource has."""
        every = {
            "resourceType": "VARCHAR",
            "id": "VARCHAR",
            "meta": "STRUCT(lastUpdated VARCHAR)",
            "modifierExtension": "JSON",
            "implicitRules": "VARCHAR",
        }
        subject = {self.subject: REFERENCE} if self.subject else {}
        object.__setattr__(self, "all_columns", {**every, **subject, **self.columns})
