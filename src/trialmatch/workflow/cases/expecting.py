"""What a case expects: `expect: {I1: met, E1: unknown (unconfirmed)}` and `state: unclear`."""

from __future__ import annotations

import re

import yaml

from trialmatch.verdict import Missing, Verdict
from trialmatch.workflow.cases.model import (
    VERDICT_WORDS,
    Expectation,
    ExpectedAnswer,
    Outcome,
)
from trialmatch.workflow.cases.yaml import Entry, YamlText

_VERDICTS: dict[str, Verdict | None] = {
    **{word: verdict for verdict, word in VERDICT_WORDS.items()},
    "not applicable": None,
}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_REASONS = {missing.value: missing for missing in Missing}
_ANSWER = re.compile(r"(?P<word>[^()]*?)\s*(?:\((?P<reason>[^()]*)\))?")


def read_expectation(
    source: YamlText, node: yaml.Node, found: dict[str, Entry], event: str
) -> Expectation | None:
    """What is expected of one subject; None where nothing is."""
    answers = []
    for entry in source.entries(found["expect"].value) if "expect" in found else []:
        answer = _answer(source, entry)
        answers += [answer] if answer is not None else []
    outcome = None
    if "state" in found:
        outcome = _OUTCOMES.get(source.one_of(found["state"].value, "state", _OUTCOMES))
    if not ("expect" in found or "state" in found):
        return None
    return Expectation(event, tuple(answers), outcome, source.span(node))


def _answer(source: YamlText, entry: Entry) -> ExpectedAnswer | None:
    text = source.words(entry.value)
    match = _ANSWER.fullmatch(text or "")
    if match is None or match["word"] not in _VERDICTS:
        source.unknown(entry.value, "verdict", text or "", _VERDICTS)
        return None
    missing = _missing(source, entry, match["word"], match["reason"])
    criterion = source.words(entry.at) or ""
    return ExpectedAnswer(criterion, _VERDICTS[match["word"]], missing, source.span(entry.at))


def _missing(source: YamlText, entry: Entry, word: str, reason: str | None) -> Missing | None:
    """The reason in brackets after `unknown`."""
    if reason is None:
        return None
    if word != "unknown":
        source.problem(entry.value, "reason-not-needed", f"`{word}` takes no reason")
    elif reason not in _REASONS:
        source.unknown(entry.value, "reason", reason, _REASONS)
    return _REASONS.get(reason)
