"""In which forms a source has rows of a kind."""

from __future__ import annotations

from trialmatch.cohort.holdings import ACTS, HeldKind, forms_of, in_form


def test_forms_are_the_acts_of_medication_and_what_is_asked_for_by_name() -> None:
    found = [
        ("medication", "ordered", ""),
        ("medication", "given", "entered-in-error"),
        ("procedure", "", "planned"),
        ("procedure", "given", ""),
    ]
    kinds = frozenset({"medication", "procedure", "diagnosis"})
    assert forms_of(found, kinds) == {
        "medication": {"ordered"},
        "procedure": {"planned"},
        "diagnosis": frozenset(),
    }


def test_a_medication_of_no_stated_act_may_be_of_any() -> None:
    found = [("medication", "", "active")]
    assert forms_of(found, frozenset({"medication"})) == {"medication": frozenset(ACTS)}


def test_forms_that_are_not_known_may_all_be_there() -> None:
    given = frozenset({"given"})
    assert HeldKind().holds_forms(given)
    assert not HeldKind(forms=frozenset()).holds_forms(given)
    assert HeldKind(forms=frozenset()).holds_forms(frozenset())


def test_a_kind_in_a_form_is_said_in_the_order_of_words() -> None:
    assert in_form(frozenset({"planned"}), "procedure") == "planned procedure"
