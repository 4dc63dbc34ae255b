"""Cases are read: what they say, and every mistake in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from trialmatch.cohort.records import Result
from trialmatch.diagnostics import CriteriaError, Diagnostic, UsageError
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.cases import Case, Outcome, parse_cases, read_cases

WHOLE = """
as of: 2026-03-01
cases:
  - name: adult with a recent infarction
    born: 1960-05
    sex: female
    observed: [2010-01-01 to 2026-03-01]
    records:
      - {visit: "", id: v1, start: 2026-02-20T10:00, end: 2026-02-24, contact type: inpatient}
      - {diagnosis: ICD10 I21.4 | SNOMED 22298006, start: 2026-02-20, position: main, contact: v1}
      - {measurement: LOINC 62238-1, start: 2026-02-20, value: "<25", unit: "mL/min/{1.73_m2}"}
    expect: {I1: met, E1: unknown (unconfirmed), E2: not applicable}
    state: unclear
"""


def one(text: str) -> Case:
    (case,) = parse_cases(text).cases
    return case


def case_with(records: str) -> Case:
    head = "as of: 2026-03-01\ncases:\n  - name: c\n    state: unclear\n    records:\n"
    return one(f"{head}      - {records}\n")


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(CriteriaError) as caught:
        parse_cases(text, "x.cases.yaml")
    return caught.value.diagnostics


def problem_with(records: str) -> Diagnostic:
    with pytest.raises(CriteriaError) as caught:
        case_with(records)
    (found,) = caught.value.diagnostics
    return found


def test_a_case_becomes_a_record() -> None:
    record = one(WHOLE).record
    assert record.birth == parse_moment("1960-05")
    assert record.sex == "female"
    assert record.periods == ((14610, 20513),)
    assert set(record.rows) == {"visit", "diagnosis", "measurement"}


def test_a_row_with_several_codings_is_one_row_with_canonical_codes() -> None:
    (diagnosis,) = one(WHOLE).record.rows["diagnosis"]
    assert diagnosis.codings == (("ICD10", "I214"), ("SNOMED", "22298006"))
    assert (diagnosis.position, diagnosis.contact) == ("main", "v1")


def test_an_empty_code_is_no_coding() -> None:
    (visit,) = one(WHOLE).record.rows["visit"]
    assert visit.codings == ()
    assert visit.end == parse_moment("2026-02-24")


def test_a_comparator_makes_a_bound() -> None:
    (row,) = one(WHOLE).record.rows["measurement"]
    assert row.result == Result(number=25.0, comparator="<", unit="mL/min/{1.73_m2}")


def test_an_as_of_date_is_the_end_of_that_day_and_the_cut_off() -> None:
    case = one(WHOLE)
    end = parse_moment("2026-03-01").hi
    assert case.as_of == Moment(end, end)
    assert case.holdings.cut_off == end


def test_by_default_every_kind_and_system_is_held_and_nothing_is_said_of_codes_seen() -> None:
    holdings = one(WHOLE).holdings
    assert {"diagnosis", "measurement", "visit", "allergy"} <= set(holdings.kinds)
    assert all(kind.systems is None and kind.since is None for kind in holdings.kinds.values())
    assert holdings.seen is None
    assert holdings.periods_declared


def test_holdings_can_be_stated() -> None:
    case = one(
        """
as of: 2026-03-01
holds:
  cut off: 2026-01-31
  kinds: {diagnosis: {systems: [ICD-10], since: 2012-01-01}, measurement: {}}
  seen: {diagnosis: [ICD10 I21.4]}
cases: [{name: c, state: eligible}]
"""
    )
    held = case.holdings.kinds["diagnosis"]
    assert set(case.holdings.kinds) == {"diagnosis", "measurement"}
    assert held.systems == frozenset({"ICD10"})
    assert held.since == parse_moment("2012-01-01").first_day
    assert case.holdings.cut_off == parse_moment("2026-01-31").hi
    assert case.holdings.seen == {("diagnosis", "ICD10", "I214"): 1}


def test_a_case_may_have_its_own_as_of_and_holdings() -> None:
    text = """
as of: 2026-03-01
cases:
  - {name: a, state: eligible}
  - {name: b, as of: 2025-03-01, holds: {cut off: unknown, kinds: {visit: {}}}, state: eligible}
"""
    a, b = parse_cases(text).cases
    assert (a.as_of.hi, b.as_of.hi) == (
        parse_moment("2026-03-01").hi,
        parse_moment("2025-03-01").hi,
    )
    assert b.holdings.cut_off is None
    assert set(b.holdings.kinds) == {"visit"}


@pytest.mark.parametrize("word", ["no", "007", "1e3", "null", "12:30", "2026-01-01"])
def test_words_stay_text(word: str) -> None:
    case = case_with(f"{{visit: '', id: {word}, start: 2026-01-01}}")
    assert case.record.rows["visit"][0].id == word


def test_equal_results_and_rows_without_id_are_told_apart() -> None:
    lab = "{measurement: LOINC 1, start: 2026-01-01, value: 5, unit: mmol/L}"
    case = case_with(f"{lab}\n      - {lab}")
    assert len(case.record.rows["measurement"]) == 2
    visit = "{visit: '', start: 2026-01-01}"
    assert len(case_with(f"{visit}\n      - {visit}").record.rows["visit"]) == 2


def test_what_is_expected_is_read() -> None:
    (expectation,) = one(WHOLE).expectations
    assert [str(answer) for answer in expectation.answers] == [
        "met",
        "unknown (unconfirmed)",
        "not applicable",
    ]
    assert expectation.outcome is Outcome.UNCLEAR


def test_events_are_expected_by_the_id_of_their_row() -> None:
    case = one(
        """
as of: 2026-03-01
cases:
  - name: two
    records:
      - {visit: "", id: v1, start: 2026-01-01}
      - {visit: "", id: v2, start: 2026-02-01}
    subjects:
      v1: {expect: {I1: met}, state: candidate}
      v2: {state: no subject}
"""
    )
    assert [e.event for e in case.expectations] == ["v1", "v2"]


@pytest.mark.parametrize(
    ("records", "rule", "instead"),
    [
        ("{diagnoses: ICD10 I21, start: 2026-01-01}", "unknown-kind-of-record", "diagnosis"),
        ("{diagnosis: ICD11 I21, start: 2026-01-01}", "unknown-code-system", "ICD10"),
        ("{diagnosis: ICD10 I21, strat: 2026-01-01, start: 2026}", "unknown-key", "start"),
        (
            "{diagnosis: ICD10 I21, start: 2026, status: provisonal}",
            "unknown-status",
            "provisional",
        ),
        ("{diagnosis: ICD10 I21, start: 2026, position: first}", "unknown-position", ""),
        ("{visit: '', start: 2026, contact type: inpatent}", "unknown-contact-type", "inpatient"),
        ("{diagnosis: ICD10 I21, start: 2026-02-30}", "bad-date", ""),
        ("{diagnosis: ICD10 I21, start: 1.2.2026}", "bad-date", ""),
        ("{diagnosis: ICD10 I21}", "no-start", ""),
        ("{diagnosis: ICD10, start: 2026-01-01}", "no-code", ""),
        ("{visit: '', start: 2026-01-02, end: 2026-01-01}", "end-before-start", ""),
        ("{measurement: LOINC 1, start: 2026, value: high}", "bad-value", ""),
        ("{measurement: LOINC 1, start: 2026, value: '5,4'}", "bad-value", ""),
        ("{diagnosis: ICD10 I21, start: 2026, value: 5}", "no-result-here", ""),
        ("{medication: ATC A, start: 2026, days supply: nan}", "bad-number", ""),
    ],
)
def test_a_wrong_record_is_named_with_what_to_write(records: str, rule: str, instead: str) -> None:
    found = problem_with(records)
    assert found.rule == rule
    assert instead in found.instead.split(" or ") or not instead
    assert 'case "c"' in found.message


def test_a_problem_points_at_the_smallest_wrong_place() -> None:
    (found,) = problems(WHOLE.replace("position: main", "position: mian"))
    assert found.path == "x.cases.yaml"
    assert found.span is not None
    assert found.line[found.span.column - 1 :].startswith("mian")
    assert found.span.length == len("mian")
    assert found.instead == "main"


def test_all_problems_are_found_in_one_run() -> None:
    text = """
as of: 2026-13-01
holds: {kinds: {labs: {}}, cutoff: 2026-01-01}
cases:
  - {name: a, born: yesterday, state: fine}
  - {name: b, sex: woman, observed: [2012-01-01], expect: {I1: maybe}}
  - {name: c, as of: 2026-01-01}
  - {name: c, as of: 2026-01-01, state: dead}
"""
    rules = [each.rule for each in problems(text)]
    assert rules.count("bad-date") == 2
    assert {"unknown-state", "unknown-sex", "bad-period", "unknown-verdict"} <= set(rules)
    assert {"nothing-expected", "name-twice", "unknown-key", "no-as-of"} <= set(rules)


def test_the_same_key_or_id_twice_is_a_problem() -> None:
    assert problem_with("{visit: '', start: 2026, start: 2025}").rule == "key-twice"
    row = "{visit: '', id: v1, start: 2026}"
    with pytest.raises(CriteriaError) as caught:
        case_with(f"{row}\n      - {row}")
    assert {each.rule for each in caught.value.diagnostics} == {"id-twice"}


def test_an_expectation_for_no_record_of_the_case_is_a_problem() -> None:
    text = """
as of: 2026-03-01
cases:
  - name: c
    records: [{visit: "", id: v1, start: 2026-01-01}]
    subjects: {v2: {state: unclear}}
"""
    (found,) = problems(text)
    assert (found.rule, found.instead) == ("unknown-id-of-a-record", "v1")


def test_a_reason_is_only_for_unknown_and_of_the_known_list() -> None:
    text = "as of: 2026\ncases: [{name: c, expect: {A: met (no result), B: unknown (no resalt)}}]"
    first, second = problems(text)
    assert first.rule == "reason-not-needed"
    assert second.instead == "no result"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("cases: [", "not-yaml"),
        ("", "no-cases"),
        ("as of: 2026-01-01", "no-cases"),
        ("cases: &a [*a]", "alias"),
        ("a: " + "[" * 40 + "]" * 40, "too-deep"),
        ("#" * 1_000_001, "too-large"),
        ("- a", "not-a-mapping"),
    ],
)
def test_what_is_no_case_file_is_refused(text: str, rule: str) -> None:
    assert problems(text)[0].rule == rule


def test_a_python_object_in_the_yaml_is_never_made() -> None:
    text = WHOLE.replace("sex: female", "sex: !!python/object/apply:os.getcwd []")
    assert problems(text)[0].rule == "not-a-word"


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_cases(tmp_path / "x.cases.yaml")


def test_a_file_is_read_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "x.cases.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    assert read_cases(path).path == str(path)
