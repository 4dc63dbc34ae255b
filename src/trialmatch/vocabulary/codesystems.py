"""Code systems by their usual names, OIDs and URIs, and which of them have meaningful prefixes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """One code system.

    `hierarchical_by_prefix` is true where a shorter code covers the longer ones that begin
    with it (I21 covers I21.4); elsewhere only the whole code matches (meaning 12).
    """

    name: str
    title: str
    hierarchical_by_prefix: bool
    uris: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


SYSTEMS = (
    CodeSystem(
        "ICD10",
        "ICD-10",
        True,
        (
            "http://hl7.org/fhir/sid/icd-10",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "urn:oid:2.16.578.1.12.4.1.1.7110",
        ),
        ("ICD-10", "ICD10CM", "ICD-10-CM"),
    ),
    CodeSystem(
        "ICPC2",
        "ICPC-2",
        True,
        ("http://hl7.org/fhir/sid/icpc-2", "urn:oid:2.16.578.1.12.4.1.1.7170"),
        ("ICPC-2",),
    ),
    CodeSystem("ATC", "ATC", True, ("http://www.whocc.no/atc",)),
    CodeSystem("NCSP", "NCSP", True),
    CodeSystem("NCMP", "NCMP", True),
    CodeSystem("NCRP", "NCRP", True),
    CodeSystem("LOINC", "LOINC", False, ("http://loinc.org",)),
    CodeSystem("NPU", "NPU", False, ("urn:oid:1.2.208.176.2.1",)),
    CodeSystem(
        "SNOMED", "SNOMED CT", False, ("http://snomed.info/sct",), ("SNOMEDCT", "SNOMED-CT", "SCT")
    ),
    CodeSystem("RXNORM", "RxNorm", False, ("http://www.nlm.nih.gov/research/umls/rxnorm",)),
    CodeSystem("CVX", "CVX", False, ("http://hl7.org/fhir/sid/cvx",)),
    CodeSystem("STUDY", "study register", False, ("https://clinicaltrials.gov",), ("NCT", "EUCT")),
    CodeSystem("LOCAL", "the site's own codes", False),
    CodeSystem("OMOP", "OMOP concept", False, ("https://athena.ohdsi.org",)),
)
BY_NAME = {system.name: system for system in SYSTEMS}
_BY_KEY = {
    key.casefold(): system.name
    for system in SYSTEMS
    for uri in ("", *system.uris)
    for key in (system.name, system.title, *system.aliases, uri, uri.removeprefix("urn:oid:"))
    if key
}


@lru_cache(maxsize=4096)
def canonical_system(name: str) -> str:
    """The short name of a code system given by name, OID or URI; unknown ones stay as they are."""
    return _BY_KEY.get(name.strip().casefold(), name.strip())


@lru_cache(maxsize=1 << 18)
def canonical_code(system: str, code: str) -> str:
    """A code in the one form that is compared: where prefixes count, no dot and upper case."""
    text = code.strip()
    known = BY_NAME.get(system)
    if known is not None and known.hierarchical_by_prefix:
        return text.replace(".", "").replace(" ", "").upper()
    return text
