"""Row ids: keyed, stable, and different for each study."""

from __future__ import annotations

import pytest

from trialmatch.results import row_ids as module
from trialmatch.results.answers import Subject
from trialmatch.results.row_ids import row_ids
from trialmatch.vocabulary.calendar import Moment

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
AT = Moment(0, 0)
A, B = Subject("a", AT), Subject("b", AT)


def test_a_subject_keeps_its_id_from_run_to_run() -> None:
    assert row_ids(KEY, "TRIAL", [A])["a"] == row_ids(KEY, "TRIAL", [B, A])["a"]


def test_another_study_and_another_site_give_other_ids() -> None:
    ids = {row_ids(k, c, [A])["a"] for k in (KEY, OTHER) for c in ("TRIAL", "OTHER")}
    assert len(ids) == 4


def test_an_id_has_ten_characters_in_two_groups() -> None:
    shown = row_ids(KEY, "TRIAL", [A])["a"]
    assert [len(part) for part in shown.split("-")] == [5, 5]


def test_two_events_of_a_patient_have_two_ids() -> None:
    events = [Subject("a", AT, "1"), Subject("a", AT, "2")]
    assert len(set(row_ids(KEY, "TRIAL", events).values())) == 2


def test_a_slash_in_an_identifier_does_not_make_two_subjects_one() -> None:
    one, two = Subject("a/b", AT, "c"), Subject("a", AT, "b/c")
    first = row_ids(KEY, "TRIAL", [one])[one.key]
    assert first != row_ids(KEY, "TRIAL", [two])[two.key]


def test_ids_that_begin_alike_are_shown_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN", 1)
    subjects = [Subject(str(n), AT) for n in range(100)]
    ids = row_ids(KEY, "TRIAL", subjects)
    assert len(set(ids.values())) == 100
    assert max(len(text) for text in ids.values()) > 1
