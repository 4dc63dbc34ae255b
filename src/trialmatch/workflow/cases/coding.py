"""What code sets hold and lack: `code sets: {stroke: {holds: [ICD10 I64]}}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialmatch.diagnostics import CriteriaError
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.vocabulary.near_names import nearest
from trialmatch.workflow.cases.model import CaseFailure, CaseFile, ExpectedCode
from trialmatch.workflow.cases.records import read_coding
from trialmatch.workflow.cases.yaml import Entry, YamlText

_KEYS = ("holds", "lacks")


def read_code_sets(source: YamlText, entry: Entry | None) -> tuple[ExpectedCode, ...]:
    """The codes expected in and outside of each code set named."""
    if entry is None:
        return ()
    return tuple(
        expected for each in source.entries(entry.value) for expected in _of_set(source, each)
    )


def _of_set(source: YamlText, entry: Entry) -> Iterator[ExpectedCode]:
    name = source.words(entry.at) or ""
    for key, codes in source.known_entries(entry.value, _KEYS).items():
        for node in source.items(codes.value):
            coding = read_coding(source, node, source.words(node) or "")
            if coding is not None:
                yield ExpectedCode(name, coding, key == "holds", source.span(node))


def as_expected(codes: CodeSet, expected: ExpectedCode) -> bool:
    """Whether a set holds or lacks a code as expected."""
    return codes.holds((expected.coding,)) is expected.held


def check_codes(declared: Mapping[str, CodeSet], cases: CaseFile) -> tuple[CaseFailure, ...]:
    """The codes that are not where they are expected.

    Raises CriteriaError for names that the criteria file does not declare itself.
    """
    unknown = [each for each in cases.code_sets if each.name not in declared]
    if unknown:
        raise CriteriaError(
            cases.diagnostic(
                each.span,
                "unknown-name",
                f"the file declares no code set or measure `{each.name}`",
                " or ".join(nearest(each.name, tuple(declared))),
            )
            for each in unknown
        )
    return tuple(
        CaseFailure("code sets", "", each.name, str(each), "the opposite")
        for each in cases.code_sets
        if not as_expected(declared[each.name], each)
    )
