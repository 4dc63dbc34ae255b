"""Files that are not what they seem: other encodings, devices, folders, links and circles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trialmatch.compiler import Compiled, compile_file, compile_text
from trialmatch.compiler.reading import NotReadable, read_from_disk
from trialmatch.plan.criteria import Criterion

HEADER = 'trial T "T"\n  screen each patient\n'
WHOLE = HEADER + "codes mi = ICD10 I21\ninclude\n  I1: diagnosis mi\n"


def _rules(compiled: Compiled) -> list[str]:
    return [each.rule for each in compiled.diagnostics]


def _written(folder: Path, content: bytes, name: str = "t.criteria") -> Path:
    path = folder / "criteria" / "trials" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(
    tmp_path: Path, end: str, mark: str
) -> None:
    path = _written(tmp_path, (mark + WHOLE.replace("\n", end)).encode())
    compiled = compile_file(path)
    assert compiled.criteria is not None
    assert [each.hash for each in compiled.criteria.criteria] == [
        each.hash for each in _criteria(WHOLE)
    ]


def _criteria(text: str) -> tuple[Criterion, ...]:
    criteria = compile_text(text).criteria
    assert criteria is not None
    return criteria.criteria


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode("utf-16"),
        WHOLE.encode("utf-32"),
        WHOLE.replace('T"', 'Blodsukker på avdeling"', 1).encode("latin-1"),
        b"trial \xc3\x28",
        b"trial \xed\xa0\x80",
        b"\xff" * 1_000,
    ],
    ids=["utf-16", "utf-32", "latin-1", "broken", "surrogate", "no text"],
)
def test_another_encoding_is_named_with_the_place_of_the_first_wrong_byte(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(NotReadable) as refused:
        read_from_disk(str(_written(tmp_path, content)))
    assert refused.value.rule == "not-utf-8"
    assert "byte " in str(refused.value)


def test_a_text_in_utf_16_without_a_mark_is_told_by_what_is_not_shown(tmp_path: Path) -> None:
    path = _written(tmp_path, WHOLE.encode("utf-16-le"))
    assert "control-character" in _rules(compile_file(path))


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "number 0"),
        ("\x1b", "number 27"),
        ("\u200f", "right-to-left mark"),
        ("\u202e", "right-to-left override"),
        ("\u2066", "left-to-right isolate"),
        ("\u00ad", "soft hyphen"),
        ("\U000e0041", "tag latin capital letter a"),
        ("\ud800", "number 55296"),
    ],
)
@pytest.mark.parametrize("before", ["  I1", "diagnosis", "# a comment"])
def test_what_is_not_shown_is_told_wherever_it_stands(
    character: str, name: str, before: str
) -> None:
    text = WHOLE.replace("include", "# a comment\ninclude")
    text = text.replace(before, before + character, 1)
    found = next(d for d in compile_text(text).diagnostics if d.rule == "control-character")
    assert name in found.message
    assert found.span is not None
    assert text.splitlines()[found.span.line - 1][found.span.column - 1] == character


@pytest.mark.parametrize("space", ["\u00a0", "\u200b", "\u200d", "\u2009", "\u3000", "\ufeff"])
def test_spaces_of_word_processors_count_as_spaces(space: str) -> None:
    assert _criteria(WHOLE.replace("diagnosis mi", f"diagnosis{space}mi"))


def test_names_and_titles_may_have_norwegian_letters() -> None:
    text = WHOLE.replace("mi", "hjerneslag_på_østlandet").replace('"T"', '"Ærlig, åpen, øvrig"')
    assert _criteria(text)


def test_a_letter_in_two_parts_is_the_letter() -> None:
    composed, apart = "p\u00e5", "pa\u030a"
    assert _criteria(WHOLE.replace("ICD10", "ICD10").replace("mi", composed))
    found = compile_text(WHOLE.replace(" mi = ", f" {apart} = ").replace("diagnosis mi", "female"))
    assert found.criteria is None
    assert found.diagnostics


@pytest.mark.parametrize("what", ["folder", "pipe", "nothing", "circle of links"])
def test_what_is_no_file_is_told_where_it_is_used(tmp_path: Path, what: str) -> None:
    path = _written(tmp_path, f'{HEADER}use "s.criteria"\ninclude\n  I1: female\n'.encode())
    used = path.with_name("s.criteria")
    if what == "folder":
        used.mkdir()
    elif what == "pipe":
        os.mkfifo(used)
    elif what == "circle of links":
        used.symlink_to(used)
    assert _rules(compile_file(path)) in (["not-found"], ["not-readable"], ["use-path"])


@pytest.mark.parametrize(
    "target",
    [
        "/dev/zero",
        "/dev/stdin",
        "../../../secret.criteria",
        "~/secret.criteria",
        "\\\\\\\\server\\\\share.criteria",
        "C:/secret.criteria",
        "file:///etc/passwd",
        "..",
        "",
        ".",
        "/",
        "a" * 1_900,
        "a/" * 900,
        "s.criteria\u0000.txt",
        "\ud800.criteria",
    ],
)
def test_a_path_to_anything_but_a_criteria_file_is_told(tmp_path: Path, target: str) -> None:
    text = f'{HEADER}use "{target}"\ninclude\n  I1: female\n'
    path = _written(tmp_path, WHOLE.encode())
    (tmp_path / "secret.criteria").write_text("codes secret = ICD10 I21\n", encoding="utf-8")
    compiled = compile_text(text, str(path))
    assert compiled.criteria is None
    assert compiled.diagnostics
    assert not any("secret = " in each.message for each in compiled.diagnostics)


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "s.criteria").write_text("codes secret = ICD10 I21\n", encoding="utf-8")
    named = "s.criteria" if link == "file" else "inner/s.criteria"
    path = _written(tmp_path, f'{HEADER}use "{named}"\ninclude\n  I1: female\n'.encode())
    if link == "file":
        path.with_name("s.criteria").symlink_to(outside / "s.criteria")
    else:
        path.with_name("inner").symlink_to(outside)
    assert _rules(compile_file(path)) == ["use-path"]


@pytest.mark.parametrize("size", [2, 3, 7])
def test_a_circle_of_files_is_told_with_all_its_files(tmp_path: Path, size: int) -> None:
    for n in range(1, size):
        text = f'use "{(n + 1) % size or "t"}.criteria"\ncodes c{n} = ICD10 I21\n'
        _written(tmp_path, text.encode(), f"{n}.criteria")
    path = _written(tmp_path, f'{HEADER}use "1.criteria"\ninclude\n  I1: female\n'.encode())
    found = compile_file(path).diagnostics
    assert "use-cycle" in [each.rule for each in found]


@pytest.mark.parametrize(
    "criterion",
    [
        "age >= 99999999999999999999 years",
        f"age >= {'9' * 1_900} years",
        "age >= 0.000000000000000000001 years",
        "latest m > 1e999999 mg/L",
        "latest m > 1e-999999 mg/L",
        f"latest m > 0.{'0' * 1_800}1 mg/L",
        f"latest m > {'9' * 1_800} mg/L",
        "latest m > 1 m99999999",
        "latest m > 1 10*999999",
        "latest m > -1 mg/L",
        "latest m > \u0663 mg/L",
        "latest m > \u00bd mg/L",
        "diagnosis mi within 999999999 years before index",
        "diagnosis mi within 99999999999999999999999 minutes before index",
        "diagnosis mi within -1 days before index",
        "diagnosis mi since 0000-00-00",
        "diagnosis mi since 2026-02-30",
        "diagnosis mi since 9999-12-31",
        "diagnosis mi since 10000-01-01",
        "diagnosis mi since 0001-01-01",
        "diagnosis mi before 2026-13-01",
        "at least 99999999999999999999 diagnosis mi",
        "at least 99999999999999999999 of (female | male)",
    ],
)
def test_numbers_and_dates_beyond_all_measure_are_answered(criterion: str) -> None:
    declared = "codes mi = ICD10 I21\nmeasure m = LOINC 1988-5 in mg/L\n"
    compiled = compile_text(f"{HEADER}{declared}include\n  I1: {criterion}\n")
    assert compiled.criteria is not None or compiled.diagnostics


@pytest.mark.parametrize(
    "line",
    [
        "codes c = ICD10 " + "I" * 1_900,
        "codes c = NCSP " + "NFB[0-9]" * 200,
        "codes c = NCSP NFB[" + "0" * 1_500 + "]",
        "codes c = NCSP NFB[9-0]",
        "codes c = ICD10 Z99-A00",
        "codes c = ICD10 A00-Z99 except " + " ".join(f"B{n}" for n in range(400)),
        "codes c = LOINC " + "9" * 1_900,
        "codes c = SNOMED " + "1" * 1_900,
        "measure c = LOINC 1-8 in " + "mg/" * 600 + "L",
        "measure c = LOINC 1-8 in " + "(" * 600 + "m" + ")" * 600,
        "measure c = LOINC 1-8 in {" + "a" * 1_800 + "}",
        "measure c = LOINC 1-8 in m" + "9" * 1_800,
        "measure c = LOINC 1-8 in mg/L, plausible 9 to 1",
        f"measure c = LOINC 1-8 in mg/L, plausible 0 to {'9' * 1_800}",
        "codes c = ICD10 I21, assume active for 99999999999999999999 days",
        "drugs c = ATC B01AF01 half-life 99999999999999999999 hours",
    ],
)
def test_declarations_beyond_all_measure_are_answered(line: str) -> None:
    compiled = compile_text(f"{HEADER}{line}\ninclude\n  I1: female\n")
    assert compiled.criteria is not None or compiled.diagnostics
