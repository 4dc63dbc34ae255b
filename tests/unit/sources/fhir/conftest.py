"""A folder of FHIR files written by the test, and what was read of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from trialmatch.cohort.site import Site
from trialmatch.cohort.tables import CohortTables
from trialmatch.sources import open_source

Resource = Mapping[str, object]
SNOMED = "http://snomed.info/sct"


class Export:
    """Resources by type, written as one NDJSON file each; patient p is always there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("Patient", {"id": "p", "birthDate": "1960-05-03", "gender": "female"})

    def write(self, type_: str, *resources: Resource, file: str = "") -> Export:
        lines = (json.dumps({"resourceType": type_, **each}) for each in resources)
        self.folder.joinpath(file or f"{type_}.ndjson").write_text("\n".join(lines))
        return self

    def load(self, site: Site | None = None) -> CohortTables:
        return open_source(self.folder, format="fhir", site=site)

    def events(self, type_: str, *resources: Resource) -> list[dict[str, Any]]:
        """The lines that these resources come to."""
        self.write(type_, *resources)
        return list(self.load().events.to_pylist())

    def set_aside(self, type_: str, *resources: Resource) -> dict[str, int]:
        """The reasons why these resources are set aside."""
        self.write(type_, *resources)
        report = self.load().report
        assert all(file.balanced() for file in report.files)
        (found,) = (file for file in report.files if file.name == f"{type_}.ndjson")
        assert found.read == len(resources)
        return dict(found.set_aside)


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return Export(tmp_path)


@pytest.fixture
def concept() -> Callable[..., dict[str, object]]:
    """`concept("1", "2")` has two SNOMED CT codings."""

    def make(*codes: str, text: str = "") -> dict[str, object]:
        codings = [{"system": SNOMED, "code": code, "display": f"d{code}"} for code in codes]
        return {"coding": codings, **({"text": text} if text else {})}

    return make
