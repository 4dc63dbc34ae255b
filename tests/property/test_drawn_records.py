"""Records drawn for mutants tell apart what differs: else no difference would say nothing.

The criteria are those of the manual, so that every ability has its part in this.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.test_spec import ALL_PAIRS, CHAPTERS

from trialmatch.compiler.opening import open_file
from trialmatch.vocabulary.calendar import Moment, parse_moment
from trialmatch.workflow.mutation import telling_apart
from trialmatch.workflow.mutation.mutant import Mutant
from trialmatch.workflow.mutation.mutants import mutants_of
from trialmatch.workflow.mutation.proving import asks_the_same

DAY = parse_moment("2026-03-01")
AS_OF = Moment(DAY.hi, DAY.hi)
# Of the mutants of a chapter so many in a hundred may go untold by a fifteenth of the records.
MOST = 5


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_drawn_records_tell_the_mutants_of_a_chapter_apart(
    chapter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_apart, "_PORTIONS", (600, 2_000, 6_000))
    texts = dict.fromkeys(pair.criteria.text for pair in ALL_PAIRS if pair.chapter == chapter.stem)
    mutants, untold = 0, list[str]()
    for nth, text in enumerate(texts):
        path = tmp_path / f"{nth}.criteria"
        path.write_text(text, encoding="utf-8")
        for told in _told(path):
            mutants += 1
            untold += [told] if told else []
    assert len(untold) * 100 <= mutants * MOST, "\n".join(untold)


def _told(path: Path) -> list[str]:
    """For each mutant of a file, nothing if a record tells it apart, else what it is."""
    opened = open_file(path)
    criteria = opened.compiled.criteria
    if criteria is None:
        return []
    before = {each.id: each for each in criteria.criteria}
    by_criterion: dict[str, list[Mutant]] = {}
    for each in mutants_of(opened):
        if not all(asks_the_same(before[one.id], one) for one in each.criteria):
            by_criterion.setdefault(each.of, []).append(each)
    found = list[str]()
    for mutants in by_criterion.values():
        told = telling_apart.told_apart(criteria, mutants, AS_OF, lambda _: None)
        for nth, each in enumerate(mutants):
            silent = nth not in told.witnesses and told.shows(each)
            found.append(f"{each.of}: {each.words}" if silent else "")
    return found
