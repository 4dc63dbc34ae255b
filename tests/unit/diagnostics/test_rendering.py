"""Diagnostics as a person reads them."""

from __future__ import annotations

from trialmatch.diagnostics import (
    CriteriaError,
    DataError,
    Diagnostic,
    Severity,
    Span,
    UsageError,
    render,
    summary,
)

LINE = "  I1: latest efgr >= 20"
WRONG = Diagnostic(
    path="a.criteria",
    rule="unknown-name",
    message="there is no measure `efgr`",
    why="a name must be declared before it is used",
    instead="egfr",
    span=Span(start=13, end=17, line=4, column=14),
    line=LINE,
)


def test_a_diagnostic_shows_the_line_with_a_caret_under_the_wrong_word() -> None:
    assert render(WRONG) == (
        "a.criteria:4:14: error: there is no measure `efgr` [unknown-name]\n"
        "  4 |   I1: latest efgr >= 20\n"
        "    |              ^^^^\n"
        "  why: a name must be declared before it is used\n"
        "  write: egfr"
    )


def test_a_caret_never_runs_past_the_end_of_the_line() -> None:
    long = Diagnostic("a", "x", "m", span=Span(0, 500, 1, 20), line=LINE)
    caret = render(long).splitlines()[2]
    assert caret.count("^") == len(LINE) - 19


def test_a_tab_keeps_the_caret_in_its_column() -> None:
    tabbed = Diagnostic("a", "x", "m", span=Span(1, 4, 1, 2), line="\tabc")
    _, shown, caret = render(tabbed).splitlines()
    assert shown.index("a", 4) == caret.index("^")


def test_a_diagnostic_without_a_place_is_one_line() -> None:
    assert render(Diagnostic("", "no-file", "nothing there")) == "error: nothing there [no-file]"


def test_a_summary_counts_by_severity() -> None:
    note = Diagnostic("", "x", "m", severity=Severity.NOTE)
    assert summary([]) == "no findings"
    assert summary([WRONG, WRONG, note]) == "2 errors, 1 note"


def test_an_error_carries_every_finding_and_its_exit_code() -> None:
    error = CriteriaError([WRONG, WRONG])
    assert len(error.diagnostics) == 2
    assert str(error).count("efgr`") == 2
    assert [kind.exit_code for kind in (CriteriaError, UsageError, DataError)] == [1, 2, 3]


def test_a_diagnostic_as_a_mapping_holds_plain_values() -> None:
    assert WRONG.as_dict()["severity"] == "error"
    assert WRONG.as_dict()["span"] == {"start": 13, "end": 17, "line": 4, "column": 14}
