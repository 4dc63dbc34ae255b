"""Records of cases as rows: `{diagnosis: ICD10 I21.4, start: 2026-02-20}`."""

from __future__ import annotations

import math
import re

import yaml

from trialmatch.cohort.kinds import BY_NAME, DOSE, SOURCE_KINDS
from trialmatch.cohort.records import Result, Row
from trialmatch.cohort.schema import ATTRIBUTES, EVENT_FILE
from trialmatch.cohort.status import STATUSES
from trialmatch.vocabulary import codesystems
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.cases.yaml import Entry, YamlText

Coding = tuple[str, str]

_NOT_KEYS = frozenset({"patient", "kind", "system", "code"})
_RESULT_KEYS = frozenset(
    [
        "value",
        "unit",
        "value_text",
        "value_system",
        "value_code",
        "range_low",
        "range_high",
        "absent",
    ]
)
_KEYS = frozenset(column.name for column in EVENT_FILE) - _NOT_KEYS
_WORDS = {
    "status": frozenset(STATUSES),
    "act": frozenset({"ordered", "dispensed", "given", "reported"}),
    "position": frozenset({"main", "secondary"}),
    "contact_type": frozenset({"inpatient", "outpatient", "emergency", "day", "virtual", "home"}),
}
_VALUE = re.compile(r"(<=|>=|<|>)?\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)")


def read_row(yaml_text: YamlText, node: yaml.Node, number: int) -> Row | None:
    """One record as a row; None, with the problems noted, where it cannot be one."""
    entries = yaml_text.entries(node)
    if not entries:
        return None
    first, rest = entries[0], entries[1:]
    if first.key not in SOURCE_KINDS:
        yaml_text.unknown(first.at, "kind of record", first.key, SOURCE_KINDS)
        return None
    found = yaml_text.known_only(rest, _KEYS)
    codings = _codings(yaml_text, first.value)
    if "start" not in found:
        yaml_text.problem(first.at, "no-start", "this record has no `start`")
        return None
    start = read_moment(yaml_text, found["start"].value)
    return None if start is None else _row(yaml_text, first.key, found, codings, start, number)


def _row(
    yaml_text: YamlText,
    kind: str,
    found: dict[str, Entry],
    codings: tuple[Coding, ...],
    start: Moment,
    number: int,
) -> Row:
    def word(key: str) -> str:
        if key not in found:
            return ""
        if key in _WORDS:
            return yaml_text.one_of(found[key].value, key.replace("_", " "), _WORDS[key])
        return yaml_text.words(found[key].value) or ""

    return Row(
        kind=kind,
        id=word("id") or f"record {number}",
        codings=codings,
        start=start,
        end=_end(yaml_text, found, start),
        display=word("display"),
        status=word("status"),
        act=word("act"),
        position=word("position"),
        contact=word("contact"),
        contact_type=word("contact_type"),
        department=word("department"),
        institution=word("institution"),
        result=_result(yaml_text, kind, found),
        days_supply=_number(yaml_text, found, "days_supply"),
        attributes=tuple((name, word(name).lower()) for name in ATTRIBUTES if word(name)),
    )


def read_moment(yaml_text: YamlText, node: yaml.Node) -> Moment | None:
    """A date, to the precision written."""
    return yaml_text.read(node, "date", parse_moment)


def _end(yaml_text: YamlText, found: dict[str, Entry], start: Moment) -> Moment | None:
    if "end" not in found:
        return None
    end = read_moment(yaml_text, found["end"].value)
    if end is not None and end.hi < start.lo:
        yaml_text.problem(found["end"].value, "end-before-start", "`end` lies before `start`")
    return end


def _codings(yaml_text: YamlText, node: yaml.Node) -> tuple[Coding, ...]:
    """`ICD10 I21.4 | SNOMED 22298006`: several codings of one row; empty for none."""
    text = yaml_text.words(node) or ""
    parts = [part.strip() for part in text.split("|") if part.strip()]
    codings = (read_coding(yaml_text, node, part) for part in parts)
    return tuple(sorted({coding for coding in codings if coding is not None}))


def read_coding(yaml_text: YamlText, node: yaml.Node, text: str) -> Coding | None:
    """`SYSTEM CODE` with the system known and the code in its canonical form."""
    name, _, code = text.strip().partition(" ")
    system = codesystems.canonical_system(name)
    if system not in codesystems.BY_NAME:
        yaml_text.unknown(node, "code system", name, codesystems.BY_NAME)
        return None
    if not code.strip():
        yaml_text.problem(node, "no-code", f"there is no code after `{name}`")
        return None
    return system, codesystems.canonical_code(system, code)


def _result(yaml_text: YamlText, kind: str, found: dict[str, Entry]) -> Result | None:
    if not BY_NAME[kind].merges_equal_rows:
        dose = DOSE if BY_NAME[kind].has_dose else frozenset()
        for key in sorted((_RESULT_KEYS - dose) & found.keys()):
            message = f"a {kind} has no result, so `{key.replace('_', ' ')}` says nothing here"
            yaml_text.problem(found[key].at, "no-result-here", message)
        if not dose & found.keys():
            return None
    comparator, number = _value(yaml_text, found)

    def word(key: str) -> str:
        return (yaml_text.words(found[key].value) or "") if key in found else ""

    system = codesystems.canonical_system(word("value_system"))
    return Result(
        number=number,
        comparator=comparator,
        unit=word("unit"),
        text=word("value_text"),
        system=system,
        code=codesystems.canonical_code(system, word("value_code")),
        range_low=_number(yaml_text, found, "range_low"),
        range_high=_number(yaml_text, found, "range_high"),
        absent=word("absent"),
    )


def _value(yaml_text: YamlText, found: dict[str, Entry]) -> tuple[str, float | None]:
    """A number, with the comparator before it where it is only a bound."""
    if "value" not in found:
        return "", None
    read = yaml_text.read(found["value"].value, "value", _parse_value)
    return read or ("", None)


def _parse_value(text: str) -> tuple[str, float | None]:
    match = _VALUE.fullmatch(text)
    if match is None:
        raise ValueError("not a number such as 25, 4.5 or <5; words go to `value text`")
    return match[1] or "", _finite(match[2])


def _number(yaml_text: YamlText, found: dict[str, Entry], key: str) -> float | None:
    return yaml_text.read(found[key].value, "number", _finite) if key in found else None


def _finite(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError("not a number such as 25 or 4.5") from None
    if not math.isfinite(number):
        raise ValueError("not a number such as 25 or 4.5")
    return number
