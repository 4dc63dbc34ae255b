"""The page: what it says, what it never shows, and what it can do without."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.page import write_html
from trialmatch.results.answers import Assessment, State
from trialmatch.results.release import Level


def page(given: ListInput, folder: Path) -> str:
    write_html(given, folder / "list.html")
    return (folder / "list.html").read_text(encoding="utf-8")


def rows(html: str) -> int:
    return html.count("<tr data-state=")


def test_the_head_says_of_what_and_on_what_basis(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(synthetic=False), tmp_path)
    for said in (
        "Early treatment after myocardial infarction",
        "version 3.0",
        "Reference 2026/123",
        "valid to <time>2027-12-31</time>",
        "Recruitment",
        "9f3c1de0aa1b4c5d",
        "2026-03-02-a1b2c3",
        "Pseudonymous rows are personal data",
        "https://example.org/protocol",
        "dementia (diagnosis)",
        "no observation periods",
    ):
        assert said in html


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "5,000 read, 4,980 kept, 12 set aside, 8 not asked for"),
        ("nb", "lagt til side, 8 ikke spurt etter"),
    ],
)
def test_rows_not_asked_for_are_told_from_those_set_aside(
    made_up: ModuleType, tmp_path: Path, lang: str, said: str
) -> None:
    assert said in page(made_up.list_input(lang=lang), tmp_path)


def test_made_up_data_say_so(made_up: ModuleType, tmp_path: Path) -> None:
    assert "Synthetic data" in page(made_up.list_input(), tmp_path)
    assert "Synthetic data" not in page(made_up.list_input(synthetic=False), tmp_path)


def test_a_replay_and_a_missing_cut_off_are_said(made_up: ModuleType, tmp_path: Path) -> None:
    known_then = "not what was known then"
    later = made_up.AS_OF.hi + 1440
    assert known_then in page(made_up.list_input(cut_off=later), tmp_path)
    assert known_then not in page(made_up.list_input(), tmp_path)
    assert "does not declare its data cut-off" in page(made_up.list_input(cut_off=None), tmp_path)


@pytest.mark.parametrize("lang", ["en", "nb"])
def test_the_page_names_its_language(made_up: ModuleType, tmp_path: Path, lang: str) -> None:
    html = page(made_up.list_input(lang=lang), tmp_path)
    assert f'<html lang="{lang}">' in html
    assert ("oppfylt" in html) == (lang == "nb")


def test_nothing_is_fetched_from_anywhere(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(), tmp_path)
    assert "default-src 'none'" in unescape(html)
    assert re.findall(r"""(?:src|href)=["']?[^"'#\s>]+""", html) == []
    assert "url(" not in html
    assert "@import" not in html
    assert 'style="' not in html


def test_every_row_is_there_without_a_script(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(), tmp_path)
    assert rows(html) == 25
    before_script = html.split("<script>")[0]
    assert "no result of egfr" in before_script
    assert "order or find egfr" in before_script
    assert "I21.4 Acute subendocardial myocardial infarction" in before_script


def test_those_ruled_out_and_the_dead_are_counted_and_not_shown(
    made_up: ModuleType, tmp_path: Path
) -> None:
    html = page(made_up.list_input(level=Level.IDENTIFIED), tmp_path)
    out = [
        assessment.subject.patient
        for assessment in made_up.screening().assessments
        if assessment.state is State.INELIGIBLE
    ]
    assert out
    assert not any(f">{patient}<" in html for patient in out)
    assert "Not screened: dead</dt><dd>7" in html


def test_a_pseudonymous_page_shows_no_identity(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(), tmp_path)
    assert "patient-" not in html
    assert "Name 1" not in html
    assert "row-1" not in html


def test_an_identified_page_names_persons_and_says_so(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(level=Level.IDENTIFIED, synthetic=False), tmp_path)
    assert "This list names persons" in html
    assert "Name 0" in html


def test_counts_only_shows_no_row_and_says_why(made_up: ModuleType, tmp_path: Path) -> None:
    given = made_up.list_input(level=Level.COUNTS, synthetic=False)
    html = page(given, tmp_path)
    assert rows(html) == 0
    assert "no legal basis is recorded" in html
    assert "Lets through" not in html
    assert given.explainer.asked == 0


def test_the_first_by_rank_are_shown_and_the_others_counted(
    made_up: ModuleType, tmp_path: Path
) -> None:
    given = replace(made_up.list_input(), limit=7)
    html = page(given, tmp_path)
    assert rows(html) == 7
    assert given.explainer.asked == 7
    assert "The first 7 of 25 are shown" in html
    assert "The other 18 rank after the last one shown: candidate" in html


def test_relative_dates_show_no_date_of_a_row(made_up: ModuleType, tmp_path: Path) -> None:
    of = made_up.screening(criteria=made_up.registry())
    html = page(replace(made_up.list_input(of), relative_dates=True), tmp_path)
    listed = html[html.index('<table class="list') :]
    assert re.findall(r"\d{4}-\d\d", listed.split("</table>")[0]) == []
    assert "days before index" in listed


def test_markup_in_data_and_criteria_stays_text(made_up: ModuleType, tmp_path: Path) -> None:
    attack = '<img src=x onerror="alert(1)">'
    bad = replace(made_up.CRITERIA[0], title=attack, text=attack)
    criteria: EligibilityCriteria = replace(
        made_up.TRIAL, title=attack, criteria=(bad, *made_up.CRITERIA[1:])
    )
    given = made_up.list_input(made_up.screening(criteria=criteria), level=Level.IDENTIFIED)
    given = replace(given, identities=dict.fromkeys(given.identities, (attack, attack)))
    html = page(given, tmp_path)
    assert "<img" not in html
    assert "&lt;img" in html


def test_an_unconfirmed_event_is_named_as_missing(made_up: ModuleType, tmp_path: Path) -> None:
    of = made_up.screening(8, made_up.registry())
    first: Assessment = of.assessments[0]
    subject = replace(first.subject, unconfirmed=True)
    unsure = replace(first, subject=subject, state=State.UNCLEAR)
    html = page(made_up.list_input(replace(of, assessments=(unsure,))), tmp_path)
    assert "not ruled out: missing event unconfirmed" in html
    assert "confirm or refute the event" in html


def test_a_list_of_nobody_says_so(made_up: ModuleType, tmp_path: Path) -> None:
    html = page(made_up.list_input(made_up.screening(0)), tmp_path)
    assert "Nobody is left" in html


def test_five_thousand_subjects_and_twenty_criteria_make_a_page_in_seconds(
    made_up: ModuleType, tmp_path: Path
) -> None:
    criteria = replace(made_up.TRIAL, criteria=(made_up.CRITERIA * 3)[:20])
    given = made_up.list_input(made_up.screening(5000, criteria))
    began = time.perf_counter()
    html = page(given, tmp_path)
    assert time.perf_counter() - began < 20
    assert rows(html) == 250
    assert len(html.encode()) < 5_000_000
