from __future__ import annotations

import os
from pathlib import Path

import pytest

from trialmatch.workflow.formatting import layouts

UNTIDY = "codes a=ICD10 I61\n"
TIDY = "codes a = ICD10 I61\n"


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    path = tmp_path / "a.criteria"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


def test_a_file_is_replaced_by_its_layout_and_keeps_its_mode(untidy: Path) -> None:
    untidy.chmod(0o640)
    (found,) = layouts([untidy])
    found.write()
    assert untidy.read_text(encoding="utf-8") == TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in untidy.parent.iterdir()] == ["a.criteria"]


def test_a_linked_file_is_written_where_it_lies(untidy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.criteria"
    link.symlink_to(untidy)
    (found,) = layouts([link])
    found.write()
    assert link.is_symlink()
    assert untidy.read_text(encoding="utf-8") == TIDY


def test_nothing_is_left_of_a_write_that_fails(
    untidy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    (found,) = layouts([untidy])
    with pytest.raises(OSError, match="no space"):
        found.write()
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert [each.name for each in untidy.parent.iterdir()] == ["a.criteria"]


def test_a_file_with_a_syntax_error_is_told_of_and_left_alone(untidy: Path) -> None:
    untidy.write_text(UNTIDY + "codes b ICD10\n", encoding="utf-8")
    (found,) = layouts([untidy])
    assert found.after is None
    assert not found.differs
    assert [each.span.line for each in found.diagnostics if each.span] == [2]


def test_a_name_that_is_not_declared_is_no_matter_of_layout(untidy: Path) -> None:
    untidy.write_text("include\n  I1: diagnosis nowhere\n", encoding="utf-8")
    (found,) = layouts([untidy])
    assert found.after is not None


def test_the_change_is_shown_as_a_diff(untidy: Path) -> None:
    (found,) = layouts([untidy])
    assert found.diff().splitlines()[2:] == ["@@ -1 +1 @@", f"-{UNTIDY[:-1]}", f"+{TIDY[:-1]}"]


def test_a_file_that_is_no_text_is_told_of(untidy: Path) -> None:
    untidy.write_bytes(b"\xff\xfe\x00")
    (found,) = layouts([untidy])
    assert [each.rule for each in found.diagnostics] == ["not-utf-8"]
