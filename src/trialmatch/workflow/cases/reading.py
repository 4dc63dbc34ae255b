"""Reading cases: YAML beside a criteria file, with every problem of the file in one run."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from trialmatch.cohort.assembly import by_kind
from trialmatch.cohort.holdings import Holdings
from trialmatch.cohort.records import PatientRecord, Row
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.cases.answering import read_answers
from trialmatch.workflow.cases.coding import read_code_sets
from trialmatch.workflow.cases.expecting import read_expectation
from trialmatch.workflow.cases.holding import read_codes, read_holdings
from trialmatch.workflow.cases.model import Case, CaseFile, Expectation, ExpectedCode
from trialmatch.workflow.cases.records import read_moment, read_row
from trialmatch.workflow.cases.yaml import Entry, YamlText

_FILE_KEYS = ("as_of", "holds", "codes", "code_sets", "cases")
_PATIENT_KEYS = ("born", "sex", "died", "dead", "observed", "records")
_CASE_KEYS = ("name", *_PATIENT_KEYS, "as_of", "holds", "answers", "expect", "state", "subjects")
_SEXES = ("female", "male", "other", "unknown", "")
# The subjects of patient-years are named by their year.
_YEAR = re.compile(r"[12]\d{3}")
_PERIOD = re.compile(r"(\S+)\s+to\s+(\S+)")

Entries = dict[str, Entry]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What holds for every case of a file unless the case says otherwise."""

    as_of: Moment | None
    holds: yaml.Node | None


def read_cases(path: Path) -> CaseFile:
    """Read a cases file.

    Raises UsageError if it cannot be read at all, CriteriaError with all its mistakes.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        diagnostic = Diagnostic(str(path), "no-such-file", "the cases cannot be read", why or "")
        raise UsageError([diagnostic]) from None
    return parse_cases(text, str(path))


def parse_cases(text: str, path: str = "") -> CaseFile:
    """Read cases given as text; raises CriteriaError with all mistakes."""
    source = YamlText(text, path)
    root = source.root()
    cases: tuple[Case, ...] = ()
    codes: dict[str, CodeSet] = {}
    code_sets: tuple[ExpectedCode, ...] = ()
    if root is not None:
        found = source.known_entries(root, _FILE_KEYS)
        code_sets = read_code_sets(source, found.get("code_sets"))
        cases = _cases(source, root, found)
        codes = read_codes(source, found["codes"].value) if "codes" in found else codes
    elif not source.problems:
        source.problems.append(Diagnostic(path, "no-cases", "there are no cases here"))
    source.finish()
    return CaseFile(path, text, cases, codes, code_sets)


def _cases(source: YamlText, root: yaml.Node, found: Entries) -> tuple[Case, ...]:
    frame = _frame(source, found, _Frame(None, None))
    nodes = source.items(found["cases"].value) if "cases" in found else []
    if not nodes and "code_sets" not in found:
        source.problem(root, "no-cases", "there are no `cases` here")
    read = [_case(source, node, frame) for node in nodes]
    _names_differ(source, read, nodes)
    return tuple(case for case in read if case is not None)


def _names_differ(source: YamlText, read: list[Case | None], nodes: list[yaml.Node]) -> None:
    source.inside = ""
    names = Counter(case.name for case in read if case is not None)
    for case, node in zip(read, nodes, strict=True):
        if case is not None and names[case.name] > 1:
            source.problem(node, "name-twice", f'several cases are called "{case.name}"')


def _frame(source: YamlText, found: Entries, outer: _Frame) -> _Frame:
    """The as-of moment, at a date's end, and the holdings: one's own or those outside."""
    moment = read_moment(source, found["as_of"].value) if "as_of" in found else None
    return _Frame(
        Moment(moment.hi, moment.hi) if moment else outer.as_of,
        found["holds"].value if "holds" in found else outer.holds,
    )


def _case(source: YamlText, node: yaml.Node, outer: _Frame) -> Case | None:
    source.inside = ""
    entries = source.entries(node)
    source.inside = next((source.words(e.value) or "" for e in entries if e.key == "name"), "")
    found = source.known_only(entries, _CASE_KEYS)
    if not source.inside:
        source.problem(node, "no-name", "this case has no `name`")
    frame = _frame(source, found, outer)
    rows = _rows(source, found)
    expectations = _expectations(source, node, found, rows)
    record = _record(source, found, rows)
    answers = read_answers(source, found.get("answers"))
    if frame.as_of is None:
        source.problem(node, "no-as-of", "it is not said as of when", instead="as of: 2026-03-01")
        return None
    holdings = _holdings(source, frame, frame.as_of, record)
    return Case(source.inside, record, holdings, frame.as_of, expectations, answers)


def _holdings(source: YamlText, frame: _Frame, as_of: Moment, record: PatientRecord) -> Holdings:
    holdings = read_holdings(source, frame.holds, as_of)
    return replace(holdings, periods_declared=record.periods is not None)


def _rows(source: YamlText, found: Entries) -> list[Row]:
    if "records" not in found:
        return []
    nodes = source.items(found["records"].value)
    rows = [read_row(source, node, number) for number, node in enumerate(nodes, start=1)]
    kept = [row for row in rows if row is not None]
    times = Counter((row.kind, row.id) for row in kept)
    for row, node in zip(rows, nodes, strict=True):
        if row is not None and times[row.kind, row.id] > 1:
            message = f"several records of this kind have the id `{row.id}`"
            source.problem(node, "id-twice", message)
    return kept


def _record(source: YamlText, found: Entries, rows: list[Row]) -> PatientRecord:
    died = read_moment(source, found["died"].value) if "died" in found else None
    dead = "dead" in found and source.one_of(found["dead"].value, "answer", ("true", "false"))
    return PatientRecord(
        patient="case",
        birth=read_moment(source, found["born"].value) if "born" in found else None,
        sex=source.one_of(found["sex"].value, "sex", _SEXES) if "sex" in found else "",
        death=died,
        deceased=died is not None or dead == "true",
        rows=by_kind(rows),
        periods=_periods(source, found),
    )


def _periods(source: YamlText, found: Entries) -> tuple[tuple[int, int], ...] | None:
    """Declared observation periods; None where the case declares none."""
    if "observed" not in found:
        return None
    nodes = source.items(found["observed"].value)
    periods = [source.read(node, "period", _period) for node in nodes]
    return tuple(sorted(period for period in periods if period is not None))


def _period(text: str) -> tuple[int, int]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError("not a period in the form 2010-01-01 to 2026-03-01")
    first, last = parse_moment(match[1]).first_day, parse_moment(match[2]).last_day
    if last < first:
        raise ValueError("the period ends before it begins")
    return first, last


def _expectations(
    source: YamlText, node: yaml.Node, found: Entries, rows: list[Row]
) -> tuple[Expectation, ...]:
    own = read_expectation(source, node, found, "")
    expectations = [own] if own is not None else []
    for entry in source.entries(found["subjects"].value) if "subjects" in found else []:
        event = source.words(entry.at) or ""
        ids = [row.id for row in rows]
        if event not in ids and not _YEAR.fullmatch(event):
            source.unknown(entry.at, "id of a record", event, ids)
        parts = source.known_entries(entry.value, ("expect", "state"))
        expectation = read_expectation(source, entry.value, parts, event)
        expectations += [expectation] if expectation is not None else []
    if not expectations:
        source.problem(node, "nothing-expected", "this case expects nothing: no verdict, no state")
    return tuple(expectations)
