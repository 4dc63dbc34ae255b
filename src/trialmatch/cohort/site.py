"""What a site declares beside its data in `site.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from trialmatch.cohort.basis import BASIS_KINDS, Basis
from trialmatch.cohort.declaring import Findings, as_moment, as_zone
from trialmatch.cohort.holdings import FORMS, HeldKind
from trialmatch.cohort.kinds import SOURCE_KINDS
from trialmatch.diagnostics import UsageError
from trialmatch.vocabulary.calendar import Moment, day_number
from trialmatch.vocabulary.codesets import CodePattern, CodeSet, read_group
from trialmatch.vocabulary.codesystems import canonical_system

FILE_NAME = "site.toml"
DEFAULT_ZONE = "Europe/Oslo"

_TOP = {"format": int, "source": dict, "release": dict, "basis": dict, "codes": dict}
_SOURCE = {"name": str, "synthetic": bool, "cut_off": object, "zone": str, "holds": dict}
_HELD = {"systems": list, "since": date, "forms": list}
_BASIS = {"kind": str, "reference": str, "valid_to": date}


@dataclass(frozen=True, slots=True)
class Site:
    """What a site says of its data; everything has a careful default.

    `cut_off` is the last minute that the extract covers. `holds` is None where the kinds and
    code systems are to be read off the data. `basis` is by the name of the criteria. `codes`
    are the code sets that criteria leave to the site, by name.
    """

    name: str = ""
    synthetic: bool = False
    cut_off: Moment | None = None
    zone: str = DEFAULT_ZONE
    holds: Mapping[str, HeldKind] | None = None
    key_file: Path | None = None
    basis: Mapping[str, Basis] = field(default_factory=dict)
    codes: Mapping[str, CodeSet] = field(default_factory=dict)

    @classmethod
    def beside(cls, folder: Path) -> Site:
        """The site that `site.toml` in the folder declares; the defaults where there is none."""
        path = folder / FILE_NAME
        return cls.read(path) if path.is_file() else cls()

    @classmethod
    def read(cls, path: Path) -> Site:
        """Read one site file. Raises UsageError with everything wrong in it at once."""
        found = Findings(str(path))
        site = _site(_toml(path, found), path.parent, found)
        found.stop_if_any()
        return site

    def with_declared(
        self, *, cut_off: str | date | None = None, synthetic: bool | None = None
    ) -> Site:
        """The same site with what the caller says of the data; None leaves it as it is."""
        found = Findings("")
        site = self
        if cut_off is not None:
            site = replace(site, cut_off=as_moment(cut_off, self.zone, "data cut-off", found))
        if synthetic is not None:
            site = replace(site, synthetic=synthetic)
        found.stop_if_any()
        return site


def _toml(path: Path, found: Findings) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        found.add("cannot-read", f"the file cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        found.add("cannot-read", "the file is not UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        found.add("bad-toml", f"this is not TOML: {error}")
    raise UsageError(found.diagnostics)


def _site(content: Mapping[str, object], folder: Path, found: Findings) -> Site:
    top = found.known(content, _TOP, "")
    if top.get("format", 1) != 1:
        found.add("unknown-format", "this version reads format 1 alone", instead="format = 1")
    source = found.known(top.get("source", {}), _SOURCE, "source")
    zone = as_zone(source.get("zone", DEFAULT_ZONE), DEFAULT_ZONE, found)
    cut_off = source.get("cut_off")
    key_file = found.known(top.get("release", {}), {"key_file": str}, "release").get("key_file")
    return Site(
        name=str(source.get("name", "")),
        synthetic=bool(source.get("synthetic", False)),
        cut_off=None if cut_off is None else as_moment(cut_off, zone, "source.cut_off", found),
        zone=zone,
        holds=_holds(source["holds"], found) if "holds" in source else None,
        key_file=None if key_file is None else folder / str(key_file),
        basis=_bases(top.get("basis", {}), found),
        codes=_code_sets(top.get("codes", {}), found),
    )


def _code_sets(declared: object, found: Findings) -> dict[str, CodeSet]:
    entries = declared if isinstance(declared, dict) else {}
    return {name: _code_set(str(name), entry, found) for name, entry in entries.items()}


def _code_set(name: str, groups: object, found: Findings) -> CodeSet:
    """Each group is a code system and its codes, as a criteria file writes them."""
    patterns: list[CodePattern] = []
    for group in groups if isinstance(groups, list) else [groups]:
        try:
            patterns += read_group(str(group))
        except ValueError as error:
            why = f"codes.{name} is a list of groups, each a code system and its codes: {error}"
            found.add("bad-codes", why, instead=f'{name} = ["ICD10 I21 I22"]')
    return CodeSet(name, tuple(patterns))


def _holds(declared: object, found: Findings) -> dict[str, HeldKind]:
    kinds = found.known(declared, dict.fromkeys(SOURCE_KINDS, dict), "source.holds")
    return {kind: _held(value, f"source.holds.{kind}", found) for kind, value in kinds.items()}


def _held(declared: object, where: str, found: Findings) -> HeldKind:
    entry = found.known(declared, _HELD, where)
    systems = entry.get("systems")
    names = systems if isinstance(systems, list) else []
    if not all(isinstance(name, str) for name in names):
        found.add(
            "wrong-type", f"{where}.systems is a list of names", instead='systems = ["ICD10"]'
        )
    since = entry.get("since")
    return HeldKind(
        None if systems is None else frozenset(canonical_system(str(name)) for name in names),
        day_number(since) if isinstance(since, date) else None,
        forms=_forms(entry["forms"], f"{where}.forms", found) if "forms" in entry else None,
    )


def _forms(declared: object, where: str, found: Findings) -> frozenset[str]:
    words = declared if isinstance(declared, list) else []
    for word in words:
        found.one_of(str(word), FORMS, where)
    return frozenset(map(str, words))


def _bases(declared: object, found: Findings) -> dict[str, Basis]:
    entries = declared if isinstance(declared, dict) else {}
    return {name: _basis(entry, f"basis.{name}", found) for name, entry in entries.items()}


def _basis(declared: object, where: str, found: Findings) -> Basis:
    entry = found.known(declared, _BASIS, where)
    for key in ("kind", "reference"):
        if isinstance(declared, dict) and key not in declared:
            found.add("missing-key", f"{where} does not say its `{key}`", instead=f'{key} = "…"')
    kind = str(entry.get("kind", ""))
    if kind:
        found.one_of(kind, BASIS_KINDS, f"{where}.kind")
    valid_to = entry.get("valid_to")
    return Basis(
        kind,
        str(entry.get("reference", "")),
        day_number(valid_to) if isinstance(valid_to, date) else None,
    )
