"""The manual's chapters are run: every case of every chapter, on every engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from trialmatch.compiler import compile_text
from trialmatch.diagnostics import CriteriaError, Severity, render
from trialmatch.engines import columnar, reference
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.workflow.cases import Case, Engine, check_names, parse_cases, run_case

HERE = Path(__file__).parent
CHAPTERS = sorted(HERE.glob("*.md"))
LIBRARY = HERE.parents[1] / "criteria"
INDEX = HERE.parents[1] / "docs" / "reference" / "README.md"


class Columnar:
    """The columnar engine; what its answers rest on is always told by the reference engine."""

    screen = staticmethod(columnar.screen)
    explain = staticmethod(reference.explain)


ENGINES: dict[str, Engine] = {"reference": reference, "columnar": Columnar()}
_BLOCK = re.compile(r"^```(criteria|cases)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block, with the line of the chapter that it begins on."""

    word: str
    text: str
    line: int


@dataclass(frozen=True)
class Pair:
    """Criteria and the cases that follow them."""

    chapter: str
    criteria: Block
    cases: Block

    @property
    def where(self) -> str:
        """The chapter and the line of the cases."""
        return f"{self.chapter}.md from line {self.cases.line}"


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [
        Block(match[1], match[2], text.count("\n", 0, match.start()) + 2)
        for match in _BLOCK.finditer(text)
    ]


def pairs(path: Path) -> Iterator[Pair]:
    criteria: Block | None = None
    for block in blocks(path):
        if block.word == "criteria":
            criteria = block
        elif criteria is not None:
            yield Pair(path.stem, criteria, block)


ALL_PAIRS = [pair for path in CHAPTERS for pair in pairs(path)]


def every_case() -> Iterator[object]:
    """Cases as test parameters; a block that cannot be read is left to a test of its own."""
    for pair in ALL_PAIRS:
        try:
            found = parse_cases(pair.cases.text, pair.where)
        except CriteriaError:
            continue
        for case in found.cases:
            yield pytest.param(pair, case, id=f"{pair.chapter}: {case.name}")


@lru_cache
def compiled(text: str, where: str) -> EligibilityCriteria:
    # A chapter may use files of the library, as one of its own files does.
    found = compile_text(text, str(LIBRARY / "manual" / where))
    errors = [d for d in found.diagnostics if d.severity is Severity.ERROR]
    assert not errors, "\n".join(render(error) for error in errors)
    assert found.criteria is not None
    return found.criteria


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("pair", "case"), list(every_case()))
def test_the_case_comes_out_as_the_chapter_says(pair: Pair, case: Case, engine: str) -> None:
    criteria = compiled(pair.criteria.text, pair.chapter)
    failures = run_case(criteria, case, ENGINES[engine])
    assert not failures, "\n".join(str(failure) for failure in failures)


@pytest.mark.parametrize("pair", ALL_PAIRS, ids=lambda pair: pair.where)
def test_the_block_can_be_read_and_names_criteria_that_there_are(pair: Pair) -> None:
    check_names(
        compiled(pair.criteria.text, pair.chapter), parse_cases(pair.cases.text, pair.where)
    )


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_chapter_has_criteria_and_cases_for_each(path: Path) -> None:
    words = [block.word for block in blocks(path)]
    assert words, "a chapter without blocks proves nothing"
    assert words[0] == "criteria"
    assert words[-1] == "cases"
    assert ("criteria", "criteria") not in set(pairwise(words))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_fence_of_the_chapter_is_run_or_plain_text(path: Path) -> None:
    fences = re.findall(r"^ *```(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(fences[::2]) <= {"criteria", "cases", "text"}
    assert set(fences[1::2]) <= {""}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_cases_of_one_chapter_differ_in_name(path: Path) -> None:
    names = [c.name for p in pairs(path) for c in parse_cases(p.cases.text).cases]
    assert len(names) == len(set(names))


def test_the_index_of_the_reference_names_every_chapter_once() -> None:
    links = re.findall(r"\]\(\.\./\.\./tests/spec/([a-z-]+)\.md\)", INDEX.read_text("utf-8"))
    assert sorted(links) == [path.stem for path in CHAPTERS]
