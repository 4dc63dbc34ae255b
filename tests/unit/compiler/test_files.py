from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from trialmatch.compiler import Compiled, compile_file, compile_text, files
from trialmatch.diagnostics import Diagnostic
from trialmatch.language.grammars import ClauseGrammar
from trialmatch.language.parser import parse
from trialmatch.language.source import SourceText
from trialmatch.language.tree import CriteriaFile

HEADER = 'trial T "T"\n  screen each patient\n'
CRITERIA = "include\n  I1: diagnosis mi\n"


def _with(texts: dict[str, str], path: str = "criteria/trials/t.criteria") -> Compiled:
    return compile_text(texts[path], path, texts.__getitem__)


def _rules(compiled: Compiled) -> list[tuple[str, str]]:
    return [(each.path, each.rule) for each in compiled.diagnostics]


def test_names_come_from_a_used_file_relative_to_the_using_one() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": f'{HEADER}use "../shared/s.criteria"\n{CRITERIA}',
            "criteria/shared/s.criteria": "codes mi = ICD10 I21\ncodes other = ICD10 I22\n",
        }
    )
    assert _rules(compiled) == []
    assert compiled.criteria is not None
    ((kind, codes),) = compiled.criteria.code_sets()
    assert (kind, codes.name) == ("diagnosis", "mi")


def test_names_come_through_a_chain_and_a_file_used_twice_is_one() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": f'{HEADER}use "a.criteria"\nuse "b.criteria"\n{CRITERIA}',
            "criteria/trials/a.criteria": 'use "c.criteria"\n',
            "criteria/trials/b.criteria": 'use "c.criteria"\n',
            "criteria/trials/c.criteria": "codes mi = ICD10 I21\n",
        }
    )
    assert _rules(compiled) == []


def test_a_mistake_in_a_used_file_is_told_at_its_own_place() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": f'{HEADER}use "s.criteria"\n{CRITERIA}',
            "criteria/trials/s.criteria": "codes mi = ICD10 21\n",
        }
    )
    assert _rules(compiled) == [("criteria/trials/s.criteria", "code-shape")]


def test_a_used_file_that_is_not_there_is_told_once_for_all_its_names() -> None:
    text = f'{HEADER}use "s.criteria"\n{CRITERIA}  I2: medication insulin\n'
    assert _rules(_with({"criteria/trials/t.criteria": text})) == [
        ("criteria/trials/t.criteria", "not-found")
    ]


def test_files_that_use_each_other_are_a_circle() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": f'{HEADER}use "s.criteria"\n{CRITERIA}',
            "criteria/trials/s.criteria": 'use "r.criteria"\ncodes mi = ICD10 I21\n',
            "criteria/trials/r.criteria": 'use "s.criteria"\n',
        }
    )
    assert _rules(compiled) == [("criteria/trials/r.criteria", "use-cycle")]


def test_a_file_that_uses_itself_is_a_circle() -> None:
    text = f'{HEADER}use "t.criteria"\ncodes mi = ICD10 I21\n{CRITERIA}'
    (found,) = _with({"criteria/trials/t.criteria": text}).diagnostics
    assert found.rule == "use-cycle"


def test_an_endless_chain_of_files_ends_in_a_diagnostic() -> None:
    def read(path: str) -> str:
        number = int(Path(path).stem) + 1
        return f'use "{number}.criteria"\n'

    compiled = compile_text('use "1.criteria"\n', "a/b/0.criteria", read)
    assert [each.rule for each in compiled.diagnostics] == ["use-chain"]


def test_a_name_declared_in_two_files_is_told_with_both_places() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": (
                f'{HEADER}use "s.criteria"\ncodes mi = ICD10 I22\n{CRITERIA}'
            ),
            "criteria/trials/s.criteria": "\ncodes mi = ICD10 I21\n",
        }
    )
    (found,) = compiled.diagnostics
    assert found.rule == "duplicate-name"
    assert "on line 2 of criteria/trials/s.criteria" in found.message


def test_a_file_with_criteria_of_its_own_cannot_be_used() -> None:
    compiled = _with(
        {
            "criteria/trials/t.criteria": f'{HEADER}use "s.criteria"\n{CRITERIA}',
            "criteria/trials/s.criteria": f"{HEADER}codes mi = ICD10 I21\n{CRITERIA}",
        }
    )
    assert _rules(compiled) == [("criteria/trials/t.criteria", "not-a-shared-file")]


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "~/x.criteria",
        "C:/x.criteria",
        "file:///etc/passwd",
        "https://example.org/x.criteria",
        "../../outside.criteria",
        "../shared/../../outside.criteria",
        "..\\\\shared\\\\s.criteria",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_without_reading(path: str) -> None:
    read: list[str] = []

    def remember(asked: str) -> str:
        read.append(asked)
        return ""

    text = f'{HEADER}use "{path}"\n{CRITERIA}'
    compiled = compile_text(text, "criteria/trials/t.criteria", remember)
    assert [each.rule for each in compiled.diagnostics] == ["use-path"]
    assert read == []


def test_outside_of_a_folder_of_criteria_two_levels_can_be_reached() -> None:
    read = {"a/shared/s.criteria": "codes mi = ICD10 I21\n"}.__getitem__
    inside = compile_text(f'{HEADER}use "../shared/s.criteria"\n{CRITERIA}', "a/b/t.criteria", read)
    outside = compile_text(f'{HEADER}use "../../s.criteria"\n{CRITERIA}', "a/b/t.criteria", read)
    assert inside.criteria is not None
    assert [each.rule for each in outside.diagnostics] == ["use-path"]


def test_a_link_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret\n", encoding="utf-8")
    folder = tmp_path / "criteria" / "trials"
    folder.mkdir(parents=True)
    os.symlink(secret, folder / "s.criteria")
    (folder / "t.criteria").write_text(f'{HEADER}use "s.criteria"\n{CRITERIA}', encoding="utf-8")
    (found,) = compile_file(folder / "t.criteria").diagnostics
    assert found.rule == "use-path"
    assert "secret" not in found.line


def test_a_used_file_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "s.criteria").write_text("#" * 250_001, encoding="utf-8")
    (tmp_path / "t.criteria").write_text(f'{HEADER}use "s.criteria"\n{CRITERIA}', encoding="utf-8")
    (found,) = compile_file(tmp_path / "t.criteria").diagnostics
    assert found.rule == "file-too-big"


def test_a_text_without_a_path_uses_no_file_from_disk() -> None:
    (found,) = compile_text('use "s.criteria"\n').diagnostics
    assert found.rule == "use-path"


def test_a_shared_file_is_parsed_once_for_all_files_that_use_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []

    def noting(
        source: SourceText, clauses: Sequence[ClauseGrammar]
    ) -> tuple[CriteriaFile, list[Diagnostic]]:
        parsed.append(source.path)
        return parse(source, clauses)

    monkeypatch.setattr(files, "parse", noting)
    for code in ("I61", "I61", "I63"):
        shared = f"# Parsed once.\ncodes mi = ICD10 {code}\n"
        texts = {
            "criteria/trials/t.criteria": f'{HEADER}use "../shared/s.criteria"\n{CRITERIA}',
            "criteria/shared/s.criteria": shared,
        }
        found = _with(texts).criteria
        assert found is not None and code in repr(found.criteria)
    assert parsed.count("criteria/shared/s.criteria") == 2
