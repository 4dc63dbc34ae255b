from __future__ import annotations

from trialmatch.vocabulary.near_names import nearest, slip_of


def test_a_slip_of_the_keyboard_finds_the_word() -> None:
    assert nearest("diagnosos", ["diagnosis", "procedure", "medication"]) == ("diagnosis",)


def test_letter_case_does_not_count() -> None:
    assert nearest("ICD10", ["icd10", "ATC"]) == ("icd10",)


def test_a_part_of_a_longer_name_finds_it() -> None:
    assert nearest("infarction", ["myocardial_infarction", "stroke"]) == ("myocardial_infarction",)


def test_nothing_is_suggested_where_nothing_is_alike() -> None:
    assert nearest("xyz", ["diagnosis", "stroke"]) == ()


def test_the_word_itself_is_no_suggestion() -> None:
    assert nearest("stroke", ["stroke"]) == ()


def test_equally_near_names_come_by_the_alphabet_and_at_most_three() -> None:
    names = ["abcde", "abcdd", "abcdc", "abcdb"]
    assert nearest("abcdx", names) == ("abcdb", "abcdc", "abcdd")
    assert nearest("abcdx", reversed(names)) == ("abcdb", "abcdc", "abcdd")


def test_only_a_slip_of_a_letter_or_two_is_taken_for_one() -> None:
    columns = ["status", "start", "contact_type"]
    assert slip_of("statuss", columns) == "status"
    assert slip_of("contact_typ", columns) == "contact_type"
    assert slip_of("start_of_stay", columns) is None
    assert slip_of("ward", columns) is None
