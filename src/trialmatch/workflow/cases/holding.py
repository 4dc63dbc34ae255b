"""What the source of some cases holds; by default every kind and every code system."""

from __future__ import annotations

import yaml

from trialmatch.cohort.holdings import FORMS, HeldKind, Holdings
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.vocabulary import codesystems
from trialmatch.vocabulary.calendar import Moment
from trialmatch.vocabulary.codesets import CodeSet, read_group
from trialmatch.workflow.cases.records import read_coding, read_moment
from trialmatch.workflow.cases.yaml import Entry, YamlText

Seen = dict[tuple[str, str, str], int]


def read_holdings(source: YamlText, node: yaml.Node | None, as_of: Moment) -> Holdings:
    """The holdings of a `holds` section; those of no section hold everything to the as-of."""
    found = source.known_entries(node, ("cut_off", "kinds", "seen")) if node is not None else {}
    return Holdings(
        name="cases",
        kinds=_kinds(source, found.get("kinds")),
        cut_off=_cut_off(source, found.get("cut_off"), as_of),
        synthetic=True,
        seen=_seen(source, found.get("seen")),
    )


def read_codes(source: YamlText, node: yaml.Node) -> dict[str, CodeSet]:
    """The made-up codes of a `codes` section, each set a list of groups as in a site file."""
    found = {}
    for entry in source.entries(node):
        groups = [source.read(item, "codes", read_group) for item in source.items(entry.value)]
        patterns = tuple(each for group in groups if group is not None for each in group)
        found[entry.key] = CodeSet(entry.key, patterns)
    return found


def _cut_off(source: YamlText, entry: Entry | None, as_of: Moment) -> int | None:
    """The last minute covered: the end of a date; None for `unknown`."""
    if entry is None:
        return as_of.hi
    if source.words(entry.value) == "unknown":
        return None
    moment = read_moment(source, entry.value)
    return as_of.hi if moment is None else moment.hi


def _kinds(source: YamlText, entry: Entry | None) -> dict[str, HeldKind]:
    if entry is None:
        return {kind: HeldKind() for kind in SOURCE_KINDS}
    kinds = source.known_entries(entry.value, SOURCE_KINDS)
    return {kind: _kind(source, held.value) for kind, held in kinds.items()}


def _kind(source: YamlText, node: yaml.Node) -> HeldKind:
    found = source.known_entries(node, ("systems", "since", "forms"))
    since = read_moment(source, found["since"].value) if "since" in found else None
    return HeldKind(
        systems=_systems(source, found["systems"].value) if "systems" in found else None,
        since=since.first_day if since else None,
        forms=_forms(source, found["forms"].value) if "forms" in found else None,
    )


def _forms(source: YamlText, node: yaml.Node) -> frozenset[str]:
    forms = set()
    for item in source.items(node):
        word = source.words(item) or ""
        if word in FORMS:
            forms.add(word)
        else:
            source.unknown(item, "form of rows", word, FORMS)
    return frozenset(forms)


def _systems(source: YamlText, node: yaml.Node) -> frozenset[str]:
    systems = set()
    for item in source.items(node):
        name = source.words(item) or ""
        system = codesystems.canonical_system(name)
        if system in codesystems.BY_NAME:
            systems.add(system)
        else:
            source.unknown(item, "code system", name, codesystems.BY_NAME)
    return frozenset(systems)


def _seen(source: YamlText, entry: Entry | None) -> Seen | None:
    """The codes that the whole cohort has a row of, by kind; None where it is not said."""
    if entry is None:
        return None
    seen: Seen = {}
    for kind, codes in source.known_entries(entry.value, SOURCE_KINDS).items():
        for item in source.items(codes.value):
            coding = read_coding(source, item, source.words(item) or "")
            if coding is not None:
                seen[(kind, *coding)] = 1
    return seen
