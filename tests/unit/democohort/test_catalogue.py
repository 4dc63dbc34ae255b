"""The catalogue: every name in it is known, every code has the shape of its system."""

from __future__ import annotations

import re

import pytest

from trialmatch.democohort.catalogue import DISEASES, MEASURES, PANELS, SCORES
from trialmatch.democohort.catalogue.prevention import IMPLANTS, VACCINES
from trialmatch.democohort.draws import weights
from trialmatch.democohort.tables import tables

ICD10 = re.compile(r"[A-Z]\d\d(\.\d)?")
ATC = re.compile(r"[A-Z]\d\d[A-Z]{2}(\d\d)?")
PROCEDURE = re.compile(r"[A-Z]{3}(\d\d|\d[A-Z]{2})|[A-Z]{4}\d\d")
NAMES = {disease.name: place for place, disease in enumerate(DISEASES)}


def test_names_are_given_once() -> None:
    for names in (
        NAMES,
        [m.name for m in MEASURES],
        [p for p, _ in PANELS],
        [s.name for s in SCORES],
    ):
        assert len(set(names)) == len(list(names))
    assert len(NAMES) == len(DISEASES)


def test_risks_name_diseases_that_are_drawn_before() -> None:
    for place, disease in enumerate(DISEASES):
        for other, _ in disease.risks:
            assert NAMES[other] < place, disease.name


def test_every_named_panel_measure_and_score_is_in_its_table() -> None:
    table = tables()
    assert table.panels.all == tuple(name for name, _ in PANELS)
    assert table.measures.all == tuple(measure.name for measure in MEASURES)
    assert table.scores.all == tuple(score.name for score in SCORES)


@pytest.mark.parametrize(
    ("kind", "shape"), [("icd", ICD10), ("atc", ATC), ("operations", PROCEDURE)]
)
def test_codes_have_the_shape_of_their_system(kind: str, shape: re.Pattern[str]) -> None:
    codes = getattr(tables(), kind).all
    assert len(codes) > 60
    assert [code for code in codes if not shape.fullmatch(code)] == []


def test_laboratory_codes_name_their_system() -> None:
    for measure in MEASURES:
        for way in measure.reported:
            assert re.fullmatch(r"LOINC \d+-\d|NPU NPU\d{5}", way.code), measure.name


def test_every_measure_is_part_of_a_panel() -> None:
    drawn = {name for _, text in PANELS for name, _ in weights(text)}
    assert {measure.name for measure in MEASURES} - drawn == set()


def test_implants_and_vaccines_fit_the_catalogue() -> None:
    assert {implant.disease for implant in IMPLANTS} <= set(NAMES)
    assert all(ATC.fullmatch(vaccine.code) for vaccine in VACCINES)
    assert all(vaccine.first < vaccine.last for vaccine in VACCINES)
