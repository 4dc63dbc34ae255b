"""A file takes its place whole, or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from trialmatch.reports.writing import replacing


def test_a_file_replaces_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    path.write_text("before")
    with replacing(path) as file:
        file.write("blåbær\n")
        assert path.read_text() == "before"
    assert path.read_bytes() == "blåbær\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_the_file_before_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "list.html"
    path.write_text("before")
    with pytest.raises(RuntimeError), replacing(path) as file:
        file.write("half")
        raise RuntimeError
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="files have other owners there")
def test_a_list_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "list.html") as file:
        file.write("rows")
    assert (tmp_path / "list.html").stat().st_mode & 0o077 == 0
