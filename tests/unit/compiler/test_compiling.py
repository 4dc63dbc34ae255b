from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from trialmatch.cohort.basis import Basis
from trialmatch.compiler import compile_file, compile_text
from trialmatch.diagnostics import Severity
from trialmatch.plan.algebra import Compare, Events, Field, Joined, Op, Where
from trialmatch.plan.criteria import (
    EligibilityCriteria,
    EventDomain,
    PatientDomain,
    Purpose,
    SourceReference,
)
from trialmatch.vocabulary.calendar import parse_moment

CRITERIA = "include\n  I1: age >= 18 years\n"


def _compiled(text: str) -> EligibilityCriteria:
    compiled = compile_text(text, "t.criteria")
    assert compiled.criteria is not None, [each.message for each in compiled.diagnostics]
    return compiled.criteria


def _rules(text: str) -> list[str]:
    return [each.rule for each in compile_text(text).diagnostics]


def _day(text: str) -> int:
    return parse_moment(text).first_day


def test_a_header_comes_to_what_it_says() -> None:
    criteria = _compiled(
        'registry stroke "A registry"\n'
        '  protocol "3.0" dated 2026-03-01\n'
        "  target 1200 participants\n"
        '  basis statutory "A regulation" valid to 2027-12-31\n'
        '  source "https://example.org/one", read 2026-11-22\n'
        '  source "https://example.org/two", read 2026-11-23\n'
        "  screen each patient including the dead\n" + CRITERIA
    )
    assert (criteria.id, criteria.title, criteria.purpose) == (
        "stroke",
        "A registry",
        Purpose.REGISTRY,
    )
    assert (criteria.protocol, criteria.protocol_date) == ("3.0", "2026-03-01")
    assert (criteria.target, criteria.target_unit) == (1200, "participants")
    assert criteria.basis == Basis("statutory", "A regulation", _day("2027-12-31"))
    assert criteria.sources == (
        SourceReference("https://example.org/one", "2026-11-22"),
        SourceReference("https://example.org/two", "2026-11-23"),
    )
    assert criteria.domain == PatientDomain(including_dead=True)
    assert criteria.path == "t.criteria"


def test_the_dead_are_left_out_unless_the_file_says_otherwise() -> None:
    criteria = _compiled(f'trial T "T"\n  screen each patient\n{CRITERIA}')
    assert criteria.domain == PatientDomain(including_dead=False)


def test_events_can_be_the_subjects() -> None:
    criteria = _compiled(
        'trial T "T"\n  screen first stay with main diagnosis mi from 2012-01-01 to 2012-12-31\n'
        "codes mi = ICD10 I21\n" + CRITERIA
    )
    domain = criteria.domain
    assert isinstance(domain, EventDomain)
    assert domain.name == "stay with main diagnosis mi"
    assert (domain.first_only, domain.since, domain.until) == (
        True,
        _day("2012-01-01"),
        _day("2012-12-31"),
    )
    assert isinstance(domain.rows, Joined)
    assert domain.rows.rows == Where(
        Events(("visit",)), Compare(Field("contact_type"), Op.EQ, "inpatient")
    )


def test_a_shared_file_comes_to_no_criteria_and_no_diagnostics() -> None:
    compiled = compile_text("codes mi = ICD10 I21\n")
    assert (compiled.criteria, compiled.diagnostics) == (None, ())


def test_warnings_and_notes_stop_nothing() -> None:
    compiled = compile_text(
        'trial T "T"\n  screen each patient\ncodes mi = ICD10 I21\ncodes never = ICD10 I22\n'
        "include\n  I1: no diagnosis mi after index\n"
    )
    assert compiled.criteria is not None
    assert {each.rule: each.severity for each in compiled.diagnostics} == {
        "unused-name": Severity.WARNING,
        "looks-ahead": Severity.NOTE,
    }


def test_all_problems_come_in_one_run_sorted_by_place() -> None:
    rules = _rules(
        'trial T "T"\n  protocol "1" dated 2026-02-30\n  screen each patiant\n'
        "codes mi = ICD10 21\ninclude\n  I1: diagnosis mii\n  I2: age 3\n  I2: female\n"
    )
    assert rules == [
        "invalid-date",
        "syntax",
        "code-shape",
        "unknown-name",
        "syntax",
        "duplicate-id",
    ]


def test_a_name_whose_own_line_is_broken_raises_no_second_diagnostic() -> None:
    text = (
        'trial T "T"\n  screen each patient\ncodes mi ICD10 I21\n'
        "include\n  I1: diagnosis mi\n  I2: diagnosis mi before index\n"
    )
    assert _rules(text) == ["syntax"]


def test_a_broken_screen_line_raises_no_second_diagnostic() -> None:
    text = (
        'trial T "T"\n  screen each sty\ncodes mi = ICD10 I21\n'
        "include\n  I1: diagnosis mi in the same stay\n"
    )
    assert _rules(text) == ["syntax"]


def test_the_hash_of_a_criterion_is_of_its_words_alone() -> None:
    one = _compiled(f'trial T "T"\n  screen each patient\n{CRITERIA}')
    other = _compiled(
        'trial U "U"\n  screen each patient\nexclude\n  E9 "Adult":   age  >=  18 years # x\n'
    )
    assert one.criteria[0].hash == other.criteria[0].hash
    assert one.hash != other.hash


def test_the_hash_of_a_file_covers_the_files_it_uses() -> None:
    def compiled(code: str) -> str:
        text = f'trial T "T"\n  screen each patient\nuse "s.criteria"\n{CRITERIA}'
        found = compile_text(text, "a/b/t.criteria", lambda _: f"codes mi = ICD10 {code}\n")
        assert found.criteria is not None
        return found.criteria.hash

    assert compiled("I21") == compiled("I21")
    assert compiled("I21") != compiled("I22")


def test_a_file_is_compiled_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    path.write_text(f'trial T "T"\r\n  screen each patient\r\n{CRITERIA}', encoding="utf-8-sig")
    compiled = compile_file(path)
    assert compiled.criteria is not None
    assert compiled.criteria.path == str(path)


def test_a_file_that_is_not_there_is_a_diagnostic(tmp_path: Path) -> None:
    (found,) = compile_file(tmp_path / "none.criteria").diagnostics
    assert found.rule == "not-found"


def test_a_folder_is_no_criteria_file(tmp_path: Path) -> None:
    (found,) = compile_file(tmp_path).diagnostics
    assert found.rule == "not-found"


def test_a_file_in_another_encoding_is_a_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "t.criteria"
    path.write_bytes('trial T "Blødning"\n'.encode("latin-1"))
    (found,) = compile_file(path).diagnostics
    assert found.rule == "not-utf-8"


def test_the_compiler_is_imported_without_a_parser() -> None:
    code = "import sys, trialmatch.compiler; print('pyparsing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
