from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.cohort.basis import Basis
from trialmatch.cohort.holdings import HeldKind
from trialmatch.cohort.site import Site
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.vocabulary.calendar import parse_moment


def read(folder: Path, text: str) -> Site:
    folder.joinpath("site.toml").write_text(text, encoding="utf-8")
    return Site.beside(folder)


def problems(folder: Path, text: str) -> list[Diagnostic]:
    with pytest.raises(UsageError) as raised:
        read(folder, text)
    return list(raised.value.diagnostics)


def test_a_folder_without_site_file_declares_nothing_and_is_not_synthetic(tmp_path: Path) -> None:
    assert Site.beside(tmp_path) == Site()
    assert not Site().synthetic
    assert Site().cut_off is None


def test_everything_that_a_site_can_declare_is_read(tmp_path: Path) -> None:
    site = read(
        tmp_path,
        """
        format = 1
        [source]
        name = "Demo cohort"
        synthetic = true
        cut_off = 2026-11-01
        zone = "Europe/London"
        [source.holds]
        diagnosis = { systems = ["ICD-10"], since = 2012-01-01 }
        medication = { forms = ["ordered", "planned"] }
        measurement = {}
        [release]
        key_file = "lists.key"
        [basis.EXAMPLE_MI]
        kind = "dispensation"
        reference = "2026/1"
        valid_to = 2027-12-31
        """,
    )
    last_minute = parse_moment("2026-11-01T23:59")
    assert site == Site(
        name="Demo cohort",
        synthetic=True,
        cut_off=last_minute,
        zone="Europe/London",
        holds={
            "diagnosis": HeldKind(frozenset({"ICD10"}), parse_moment("2012-01-01").first_day),
            "medication": HeldKind(forms=frozenset({"ordered", "planned"})),
            "measurement": HeldKind(None, None),
        },
        key_file=tmp_path / "lists.key",
        basis={"EXAMPLE_MI": Basis("dispensation", "2026/1", parse_moment("2027-12-31").first_day)},
    )


@pytest.mark.parametrize(
    ("written", "last_minute"),
    [
        ("2026-11-01", "2026-11-01T23:59"),
        ('"2026-11"', "2026-11-30T23:59"),
        ("2026-11-01T10:15:00", "2026-11-01T10:15"),
        ("2026-07-01T10:15:00Z", "2026-07-01T12:15"),
    ],
)
def test_a_cut_off_is_the_last_minute_that_it_means(
    tmp_path: Path, written: str, last_minute: str
) -> None:
    site = read(tmp_path, f"[source]\ncut_off = {written}")
    assert site.cut_off == parse_moment(last_minute)


def test_all_mistakes_of_a_site_file_come_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        format = 2
        sorce = 1
        [source]
        nam = "x"
        synthetic = "yes"
        cut_off = "2026-13-01"
        zone = "Europe/Osol"
        [source.holds]
        diagnoses = {}
        diagnosis = { systems = ["ICD10", 3], sinc = 2012-01-01 }
        [basis.X]
        kind = "dispensasjon"
        """,
    )
    assert {(each.rule, each.instead) for each in found} == {
        ("unknown-format", "format = 1"),
        ("unknown-key", "source"),
        ("unknown-key", "name"),
        ("wrong-type", ""),
        ("bad-date", "2026-11-01"),
        ("unknown-zone", '"Europe/Oslo"'),
        ("unknown-key", "diagnosis"),
        ("wrong-type", 'systems = ["ICD10"]'),
        ("unknown-key", "since"),
        ("unknown-word", '"dispensation"'),
        ("missing-key", 'reference = "…"'),
    }
    assert all(each.path == str(tmp_path / "site.toml") for each in found)


def test_what_is_not_toml_says_where(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "[source\nname = 1")
    assert found.rule == "bad-toml"
    assert "line 1" in found.message


@pytest.mark.parametrize("text", ["source = 3", "[source]\nholds = 3", "[basis]\nX = 3"])
def test_a_value_where_a_table_belongs_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert "wrong-type" in {each.rule for each in problems(tmp_path, text)}


def test_the_caller_may_declare_what_the_file_does_not() -> None:
    site = Site(synthetic=True).with_declared(cut_off="2020-05")
    assert site.synthetic
    assert site.cut_off == parse_moment("2020-05-31T23:59")
    assert not site.with_declared(synthetic=False).synthetic


def test_a_cut_off_that_is_no_date_is_refused() -> None:
    with pytest.raises(UsageError):
        Site().with_declared(cut_off="yesterday")


def test_codes_that_criteria_leave_to_the_site_are_read(tmp_path: Path) -> None:
    site = read(tmp_path, '[codes]\nlocal = ["ICD10 G45 I60-I64", "SNOMED 230690007"]\n')
    codes = site.codes["local"]
    assert codes.holds((("ICD10", "I639"),))
    assert codes.holds((("SNOMED", "230690007"),))
    assert not codes.holds((("ICD10", "G40"),))


def test_codes_of_an_unknown_system_are_told_of(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, '[codes]\nlocal = ["G45"]\n')
    assert problem.rule == "bad-codes"


def test_a_loinc_code_that_a_site_gives_is_no_range(tmp_path: Path) -> None:
    codes = read(tmp_path, '[codes]\nlocal = ["LOINC 62238-1", "NCSP NFB[0-9][0-2]"]\n').codes[
        "local"
    ]
    assert codes.holds((("LOINC", "62238-1"),))
    assert codes.holds((("NCSP", "NFB42"),))
    assert not codes.holds((("NCSP", "NFB43"),))
