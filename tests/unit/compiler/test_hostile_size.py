"""Texts made to cost time are answered with a diagnostic after a bounded amount of work.

Work is counted in calls, which are the same on every machine; a second holds several millions.
"""

from __future__ import annotations

import cProfile

import pytest

from trialmatch.compiler import Compiled, compile_text
from trialmatch.language.source import MAX_BYTES

MOST_CALLS = 9_000_000
HEADER = (
    'trial T "T"\n  screen each patient\ncodes a = ICD10 I21\nmeasure m = LOINC 1988-5 in mg/L\n'
)


def _filled(start: str, *pieces: str) -> str:
    """As many pieces as a file may hold; `#` in them is their number."""
    text, nth = [start], 0
    room = MAX_BYTES - len(start)
    while True:
        piece = pieces[nth % len(pieces)].replace("#", str(nth))
        room -= len(piece)
        if room < 0:
            return "".join(text)
        text.append(piece)
        nth += 1


def _multiplied(first: str, each: str, times: int) -> str:
    """Definitions that each name the one above several times."""
    lines = [f"define d0 = {first}\n"]
    lines += [f"define d{n} = {each.replace('#', f'd{n - 1}')}\n" for n in range(1, times)]
    return HEADER + "".join(lines) + f"include\n  I1: d{times - 1}\n"


def _values(each: str, times: int, end: str = "") -> str:
    """Values that are each made of the one above."""
    lines = [f"let v0 = latest m in mg/L{end}\n"]
    made = [each.replace("#", f"v{n - 1}") for n in range(1, times)]
    lines += [f"let v{n} = {one} in mg/L{end}\n" for n, one in enumerate(made, start=1)]
    return HEADER + "".join(lines) + f"include\n  I1: v{times - 1} > 1 mg/L\n"


IN = HEADER + "include\n"
TEXTS = {
    "criteria without end": _filled(
        IN, "  I#: age >= 18 years and (female or not age < 9 years)\n"
    ),
    "unknown names": _filled(IN, "  I#: diagnosis name_# or procedure other_#\n"),
    "names that are nearly known": _filled(HEADER, "codes name_# = ICD10 I22\n")
    + IN[len(HEADER) :],
    "one name again and again": _filled(HEADER, "codes name = ICD10 I21\n"),
    "codes of no shape": _filled(HEADER + "codes b = ICD10", "\n   Q#!"),
    "codes without end": _filled(HEADER + "codes b = ICD10", "\n   I10 I11.# I12"),
    "one criterion without end": _filled(IN + "  I1: female", "\n    or age >= 18 years"),
    "brackets in every criterion": _filled(IN, f"  I#: {'(' * 16}female{')' * 16}\n"),
    "brackets ten thousand deep": f"{IN}  I1: {'(' * 10_000}female{')' * 10_000}\n",
    "not, not, not": _filled(IN, f"  I#: {'not ' * 16}female\n"),
    "numbers of many conditions": _filled(IN, f"  I#: at least 2 of (female{' | male' * 90})\n"),
    "files to be used": _filled(HEADER, 'use "x#.criteria"\n'),
    "code sets of the site": _filled(HEADER, "codes s# = to be given by the site\n"),
    "versions": _filled(IN, "  I1: female\n    valid from 20#-01-01 to 20#-12-31\n"),
    "identifiers said twice": _filled(IN, "  I1: female\n"),
    "titles": _filled(IN, '  I# "æøå": manual "Æ"\n'),
    "windows": _filled(IN, "  I#: diagnosis a within # days before index\n"),
    "quotes": _filled(IN, '  I#: manual "\n'),
    "bars": "|" * (MAX_BYTES - 1),
    "definitions in a row": _filled(HEADER, "define d# = female\n"),
    "definitions of definitions": _multiplied("female", "# or not #", 60),
    "events of events": _multiplied(
        "diagnosis a", "event # with event # within 3 days after it", 30
    ),
    "windows on windows": _multiplied("diagnosis a", "event # within 3 days after first #", 30),
    "values of values": _values("# * # / #", 40),
    "values in ranges": _values("#", 40, ", plausible 0 to 9"),
    "values on conditions": _values("(# if female else #)", 40),
    "formulas in formulas": f"{HEADER}let v = {'sqrt((1 * ' * 8}latest m{'))' * 8} as number\n",
    "formulas that never end": f"{HEADER}let v = {'1 + (' * 16}latest m as number\n",
    "limits on limits": f"{IN}  I1: {'latest m > 3 mg/L (5 mg/L if (' * 8}male{'))' * 8}\n",
    "numbers of numbers": f"{IN}  I1: {'exactly 1 of (' * 60}female{' | male)' * 60}\n",
}


def _with_work(text: str) -> tuple[Compiled, int]:
    profile = cProfile.Profile()
    profile.enable()
    found = compile_text(text, "a/b/t.criteria", lambda path: f"codes {path[4:-9]} = ICD10 I21\n")
    profile.disable()
    stats = profile.getstats()
    return found, sum(each.callcount - each.reccallcount for each in stats)


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_the_largest_text_of_its_sort_costs_a_bounded_amount_of_work(text: str) -> None:
    found, calls = _with_work(text)
    assert calls <= MOST_CALLS
    assert len(found.diagnostics) <= 500


@pytest.mark.parametrize(
    "text", ["a" * 10_000_000, "include\n  I1: female\n" * 500_000, "name_1 name_2\n" * 700_000]
)
def test_ten_megabytes_are_not_even_read(text: str) -> None:
    found, calls = _with_work(text)
    (only,) = found.diagnostics
    assert only.rule == "file-too-big"
    assert calls < 1_000


def test_a_thousand_mistakes_are_told_up_to_a_bound() -> None:
    found = compile_text(_filled(IN, "  I#: ag >= 18 years\n"))
    assert 200 <= len(found.diagnostics) <= 202


def test_a_criterion_longer_than_anybody_reads_is_not_parsed() -> None:
    long = f"{IN}  I1: female" + "\n    or female" * 2_000
    assert {each.rule for each in compile_text(long).diagnostics} >= {"criterion-too-long"}


@pytest.mark.parametrize("name", ["definitions of definitions", "events of events"])
def test_definitions_that_multiply_are_told_where_they_become_too_many(name: str) -> None:
    found = next(d for d in compile_text(TEXTS[name]).diagnostics if d.severity.value == "error")
    assert found.rule == "too-many-questions"
    assert found.span is not None
    assert found.span.line > 5


def test_criteria_that_ask_too_much_together_are_told_once() -> None:
    definitions = _multiplied("female", "# or #", 11)
    text = definitions + "".join(f"  J{n}: d10\n" for n in range(40))
    (found,) = (d for d in compile_text(text).diagnostics if d.severity.value == "error")
    assert found.rule == "too-many-questions"
    assert "20,000" in found.message


def test_used_files_are_bounded_together() -> None:
    files = {f"a/b/x{n}.criteria": f"# {'-' * 1_900}\n" * 120 for n in range(5)}
    text = HEADER + "".join(f'use "x{n}.criteria"\n' for n in range(5)) + "include\n  I1: female\n"
    found = compile_text(text, "a/b/t.criteria", files.__getitem__)
    assert {each.rule for each in found.diagnostics if each.severity.value == "error"} == {
        "file-too-big"
    }
