"""The site file of the demo cohort: what the shipped criteria leave to a site is given there."""

from __future__ import annotations

from pathlib import Path

from trialmatch.cohort.site import Site
from trialmatch.compiler import compile_file
from trialmatch.democohort.site import CODES, site_text

CRITERIA = Path(__file__).resolve().parents[3] / "criteria"


def test_the_demo_gives_every_code_set_that_the_shipped_criteria_leave_to_a_site() -> None:
    compiled = [compile_file(path).criteria for path in sorted(CRITERIA.rglob("*.criteria"))]
    left = {name for each in compiled if each is not None for name in each.by_site}
    assert left == set(CODES)


def test_the_code_sets_can_be_read_from_the_site_file(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(site_text(), encoding="utf-8")
    assert set(Site.read(path).codes) == set(CODES)
