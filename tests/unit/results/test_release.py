"""What may leave: counts, pseudonymous rows or identified rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trialmatch.cohort.basis import Basis
from trialmatch.diagnostics import UsageError
from trialmatch.plan.criteria import EligibilityCriteria, PatientDomain, Purpose
from trialmatch.results.release import (
    PUBLIC_KEY,
    Level,
    Release,
    Withheld,
    decide,
    read_key,
)
from trialmatch.vocabulary.calendar import day_number

TODAY = date(2026, 3, 1)
TRIAL = EligibilityCriteria("TRIAL", "", Purpose.TRIAL, PatientDomain(), (), "")
STATUTORY = Basis("statutory", "Regulation")
REGISTRY = replace(TRIAL, id="REGISTRY", purpose=Purpose.REGISTRY, basis=STATUTORY)
DISPENSATION = Basis("dispensation", "Reference", day_number(TODAY))
KEY = bytes(range(32))


def decided(
    criteria: EligibilityCriteria = TRIAL,
    *,
    synthetic: bool = False,
    basis: Basis | None = DISPENSATION,
    purpose: str = "Recruitment",
    identified: bool = False,
    today: date = TODAY,
    key: bytes | None = KEY,
) -> Release:
    return decide(
        criteria,
        synthetic=synthetic,
        basis=basis,
        purpose=purpose,
        identified=identified,
        today=today,
        key=key,
    )


def test_basis_and_purpose_give_pseudonymous_rows() -> None:
    assert decided().level is Level.PSEUDONYMOUS


def test_names_are_shown_only_where_they_were_asked_for() -> None:
    assert decided(identified=True).level is Level.IDENTIFIED


def test_without_a_basis_there_are_counts_and_the_reason() -> None:
    release = decided(basis=None, identified=True)
    assert release.level is Level.COUNTS
    assert release.withheld == (Withheld.NO_BASIS,)


def test_a_basis_without_a_reference_is_none() -> None:
    assert decided(basis=Basis("consent", " ")).withheld == (Withheld.NO_BASIS,)


def test_a_basis_is_valid_on_its_last_day_and_not_on_the_next() -> None:
    assert decided(today=TODAY).shows_rows
    late = decided(today=date(2026, 3, 2))
    assert late.level is Level.COUNTS
    assert late.withheld == (Withheld.BASIS_EXPIRED,)


def test_without_a_purpose_there_are_counts() -> None:
    assert decided(purpose="  ").withheld == (Withheld.NO_PURPOSE,)


def test_every_hindrance_is_named() -> None:
    assert decided(basis=None, purpose="").withheld == (Withheld.NO_BASIS, Withheld.NO_PURPOSE)


def test_a_registry_may_rest_on_the_statutory_basis_in_its_file() -> None:
    release = decided(REGISTRY, basis=None)
    assert release.shows_rows
    assert release.basis == STATUTORY


def test_a_registry_cannot_grant_itself_another_kind_of_basis() -> None:
    consent = replace(REGISTRY, basis=Basis("consent", "Form"))
    assert decided(consent, basis=None).withheld == (Withheld.FILE_BASIS_NOT_STATUTORY,)


def test_what_the_site_declares_comes_before_the_file() -> None:
    assert decided(REGISTRY, basis=DISPENSATION).basis == DISPENSATION


@pytest.mark.parametrize("purpose", [Purpose.TRIAL, Purpose.PROGRAMME])
def test_a_trial_or_a_programme_does_not_carry_its_own_basis(purpose: Purpose) -> None:
    release = decided(replace(REGISTRY, purpose=purpose), basis=None)
    assert (release.level, release.withheld) == (Level.COUNTS, (Withheld.NO_BASIS,))


def test_a_trial_file_cannot_carry_its_own_basis() -> None:
    bold = replace(TRIAL, basis=STATUTORY)
    assert decided(bold, basis=None).level is Level.COUNTS


def test_synthetic_data_need_neither_basis_nor_purpose_nor_key() -> None:
    release = decided(synthetic=True, basis=None, purpose="", key=None)
    assert release.level is Level.PSEUDONYMOUS
    assert release.key == PUBLIC_KEY


def test_rows_of_real_data_without_a_key_are_refused_with_how_to_make_one() -> None:
    with pytest.raises(UsageError, match="no key for the row ids") as refused:
        decided(key=None)
    assert "secrets.token_bytes(32)" in refused.value.diagnostics[0].instead
    assert "key_file" in refused.value.diagnostics[0].instead


def test_counts_need_no_key() -> None:
    assert decided(basis=None, key=None).level is Level.COUNTS


def test_a_short_key_is_refused() -> None:
    with pytest.raises(UsageError, match="fewer than 32 bytes"):
        decided(key=b"short")


def test_a_key_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lists.key"
    path.write_bytes(KEY)
    assert read_key(path) == KEY


def test_a_key_file_that_is_missing_or_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_key(tmp_path / "lists.key")
    (tmp_path / "short.key").write_bytes(b"x")
    with pytest.raises(UsageError, match="fewer than 32"):
        read_key(tmp_path / "short.key")


def test_the_key_is_not_in_the_repr() -> None:
    assert "key" not in repr(decided())
