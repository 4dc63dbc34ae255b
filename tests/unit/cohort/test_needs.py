"""What is needed of a source, and the groups in which lines are handed over."""

from __future__ import annotations

from trialmatch.cohort.needs import Groups, NeededRows, Needs
from trialmatch.vocabulary.codesets import CodeSet, pattern

HEART = CodeSet("heart", (pattern("ICD10", "I"),))
INFARCTION = CodeSet("infarction", (pattern("ICD10", "I21"),))
NOT_OLD = CodeSet("not old", (pattern("ICD10", "I21"),), (pattern("ICD10", "I252"),))

I21, I50, I252, J45 = (("diagnosis", "ICD10", code) for code in ("I214", "I50", "I252", "J45"))
NO_CODE = ("diagnosis", "", "")


def diagnoses(codes: CodeSet | None, since: int | None = None, *columns: str) -> NeededRows:
    return NeededRows("diagnosis", codes, frozenset(columns), since)


def of(groups: Groups, codes: CodeSet | None) -> set[tuple[str, str, str]]:
    """The codings that a code set's groups hold."""
    numbers = groups.of_rows.get(("diagnosis", codes), ())
    return {coding for coding, group in groups.of_coding.items() if group in numbers}


def test_a_kind_s_columns_are_those_of_all_that_is_asked_of_it() -> None:
    needs = Needs(
        (
            diagnoses(HEART, None, "status", "position"),
            diagnoses(INFARCTION, None, "end_lo"),
            NeededRows("visit", None, frozenset({"contact"})),
        )
    )
    assert needs.kinds == {"diagnosis", "visit"}
    assert needs.columns("diagnosis") == {"status", "position", "end_lo"}
    assert needs.columns("visit") == {"contact"}
    assert needs.columns("procedure") == set()


def test_the_first_day_is_the_earliest_and_none_where_anything_needs_all() -> None:
    assert Needs((diagnoses(HEART, 10), diagnoses(INFARCTION, 5))).since("diagnosis") == 5
    assert Needs((diagnoses(HEART, 10), diagnoses(INFARCTION))).since("diagnosis") is None
    assert Needs((diagnoses(HEART, 0),)).since("diagnosis") == 0
    assert Needs(()).since("diagnosis") is None


def test_a_group_is_needed_from_the_first_day_that_any_of_its_code_sets_is() -> None:
    groups = Needs((diagnoses(HEART, 10), diagnoses(INFARCTION, 5))).groups([I21, I50])
    assert (groups.since_of(I21), groups.since_of(I50)) == (5, 10)
    groups = Needs((diagnoses(HEART, 10), diagnoses(INFARCTION))).groups([I21, I50])
    assert (groups.since_of(I21), groups.since_of(I50)) == (None, 10)


def test_codings_that_the_same_sets_ask_for_are_one_group() -> None:
    needs = Needs((diagnoses(HEART), diagnoses(INFARCTION)))
    groups = needs.groups([I21, I50, ("diagnosis", "ICD10", "I219"), J45])
    assert groups.of_coding[I21] == groups.of_coding["diagnosis", "ICD10", "I219"]
    assert groups.of_coding[I21] != groups.of_coding[I50]
    assert J45 not in groups.of_coding


def test_a_code_set_is_some_whole_groups() -> None:
    needs = Needs((diagnoses(HEART), diagnoses(INFARCTION)))
    groups = needs.groups([I21, I50])
    assert of(groups, HEART) == {I21, I50}
    assert of(groups, INFARCTION) == {I21}
    assert set(groups.kinds.values()) == {"diagnosis"}


def test_where_every_row_is_needed_those_without_a_code_are_too() -> None:
    groups = Needs((diagnoses(None), diagnoses(INFARCTION))).groups([I21, J45, NO_CODE])
    assert of(groups, None) == {I21, J45, NO_CODE}
    assert of(groups, INFARCTION) == {I21}
    assert NO_CODE not in Needs((diagnoses(HEART),)).groups([NO_CODE]).of_coding


def test_exceptions_are_handed_over_and_are_in_no_set() -> None:
    groups = Needs((diagnoses(NOT_OLD),)).groups([I21, I252, I50])
    assert of(groups, NOT_OLD) == {I21}
    (excepted,) = groups.excepted["diagnosis", NOT_OLD]
    assert groups.of_coding[I252] == excepted
    assert I50 not in groups.of_coding


def test_the_same_code_of_two_kinds_is_in_two_groups() -> None:
    needs = Needs((diagnoses(HEART), NeededRows("observation", HEART)))
    groups = needs.groups([I21, ("observation", "ICD10", "I214")])
    assert len(set(groups.of_coding.values())) == 2
    assert sorted(groups.kinds.values()) == ["diagnosis", "observation"]


def test_codings_of_a_kind_that_nobody_asks_about_are_left_out() -> None:
    groups = Needs((diagnoses(HEART),)).groups([("procedure", "ICD10", "I214")])
    assert (groups.of_coding, groups.kinds) == ({}, {})


def test_the_order_in_which_codings_are_seen_has_no_part_in_their_groups() -> None:
    needs = Needs((diagnoses(HEART), diagnoses(INFARCTION), diagnoses(NOT_OLD)))
    codings = [I21, I50, I252]
    assert needs.groups(codings).of_coding == needs.groups(codings[::-1]).of_coding


def test_groups_in_which_a_column_is_needed_hold_exceptions_too() -> None:
    needs = Needs((diagnoses(NOT_OLD, None, "row"), NeededRows("visit", None)))
    groups = needs.groups([I21, I252, ("visit", "", "")])
    numbers = {groups.of_coding[I21], groups.of_coding[I252]}
    assert needs.groups_with("row", groups) == numbers
    assert needs.groups_with("contact", groups) == set()
