"""What the reference says of the trials' texts: how much of each is answered from the record."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from trialmatch.language.tree import CriterionStatement
from trialmatch.workflow.registry_reference import (
    A_PERSON,
    THE_RECORD,
    Shipped,
    answered_by,
    shipped,
)

_TOP = """# Trials and their texts

*Generated from the files in [criteria/trials](../../criteria/trials); not written by hand.*

Each trial's text was cut into lines, and each line labelled, before criteria were written for it:
**computable** from what records hold, **partly**, or **manual**. Its `.lines.tsv` holds the lines,
and the criteria that came of each. A computable line counts as **computed** where the record alone
answers one of its criteria or all; where all, it is computed **without a question**, and otherwise
a person is asked as well, mostly about codes that say nearly the same. A line that is partly
computable counts as **told in part** where the record answers one of its criteria, or decides
whether a person is asked. Every change by one step to such a part is noticed by a case
(`trialmatch test --mutate criteria/trials`).
"""
_COLUMNS = """\
| trial | lines | computable | computed | without a question | partly | told in part | manual |
|---|---|---|---|---|---|---|---|"""


class Label(StrEnum):
    """What a line of a trial's text was labelled before its criteria were written."""

    COMPUTABLE = "computable"
    PARTLY = "partly"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """One atomic line of a trial's text with the criteria that say it."""

    number: int
    text: str
    label: Label
    criteria: tuple[CriterionStatement, ...]

    @property
    def computed(self) -> bool:
        """Whether the record alone answers one of its criteria."""
        return any(answered_by(each) == THE_RECORD for each in self.criteria)

    @property
    def without_a_question(self) -> bool:
        """Whether the record alone answers all of it."""
        return all(answered_by(each) == THE_RECORD for each in self.criteria)

    @property
    def told_in_part(self) -> bool:
        """Whether the record answers some of it, or decides whether a person is asked."""
        return any(answered_by(each) != A_PERSON for each in self.criteria)


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's file with the lines of its text."""

    file: Shipped
    lines: tuple[ProtocolLine, ...]

    def labelled(self, label: Label) -> list[ProtocolLine]:
        """The lines of one label."""
        return [line for line in self.lines if line.label is label]


def trials(folder: Path) -> list[Trial]:
    """Every trial of a folder that stands cut into lines.

    Raises:
        KeyError: a line names a criterion that its file does not have.
        ValueError: a line has a label that is none of the three.
    """
    found = list[Trial]()
    for file in shipped(folder):
        path = folder / f"{file.name}.lines.tsv"
        if path.exists():
            by_id = {each.id.text: each for each in file.opened.tree.criteria}
            found.append(Trial(file, tuple(_lines(path, by_id))))
    return found


def _lines(path: Path, by_id: Mapping[str, CriterionStatement]) -> Iterator[ProtocolLine]:
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            criteria = tuple(by_id[name] for name in row["criteria"].split())
            yield ProtocolLine(int(row["line"]), row["text"], Label(row["label"]), criteria)


def write_page(folder: Path, page: Path) -> None:
    """Write the page anew: `make reference` does."""
    page.write_text(trials_page(folder), encoding="utf-8")


def trials_page(folder: Path) -> str:
    """The page of the reference about the trials of a folder."""
    found = trials(folder)
    table = [_row(_name(each), counts([each])) for each in found]
    table.append(_row("**all**", counts(found)))
    sections = [part for each in found for part in _section(each)]
    return "\n".join([_TOP, _COLUMNS, *table, "", *sections]).rstrip("\n") + "\n"


def counts(found: list[Trial]) -> tuple[int, ...]:
    """Lines; computable, of them computed and without a question; partly, told in part; manual."""
    computable = [line for each in found for line in each.labelled(Label.COMPUTABLE)]
    partly = [line for each in found for line in each.labelled(Label.PARTLY)]
    return (
        sum(len(each.lines) for each in found),
        len(computable),
        sum(line.computed for line in computable),
        sum(line.without_a_question for line in computable),
        len(partly),
        sum(line.told_in_part for line in partly),
        sum(len(each.labelled(Label.MANUAL)) for each in found),
    )


def _name(trial: Trial) -> str:
    name = trial.file.name
    return f"[{trial.file.criteria.title}](../../criteria/{name}.criteria)"


def _row(name: str, numbers: tuple[int, ...]) -> str:
    return f"| {' | '.join([name, *map(str, numbers)])} |"


def _section(trial: Trial) -> Iterator[str]:
    yield f"## {trial.file.criteria.title}\n"
    yield "| line | text | label | criteria |"
    yield "|---|---|---|---|"
    for line in trial.lines:
        said = "; ".join(f"{each.id.text} {answered_by(each)}" for each in line.criteria)
        yield f"| {line.number} | {line.text} | {line.label} | {said} |"
    yield ""
