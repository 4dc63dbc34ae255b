"""What the reference says of the measures in a folder of shared criteria files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from pathlib import Path

from trialmatch.clauses.contract.scope import Measure
from trialmatch.compiler.opening import open_file
from trialmatch.plan.scale import Relation
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.vocabulary.conversions import Conversion

# Units nearer to each other than this are mixed up without a range that could tell.
FAR_APART = 10
_TOP = """# Measures

*Generated from the files in [criteria/shared](../../criteria/shared); not written by hand.*

A measure says by which codes a result is found, in which unit its numbers are read, which other
units results come in and how these are turned into the first, and which numbers are believed. A
file gets the measures of a shared file by `use "../shared/blood.criteria"`, and those of all
laboratory files by `use "../shared/laboratory.criteria"`. Units that convert by themselves, such
as mg/L and g/dL, need not be listed and are read too.

**Plausible** is what is believed: a result outside it makes the answer unknown. These are no
reference ranges: they are wide, since patients are ill, and were chosen to hold what has been seen
in patients and to tell results whose unit is wrong. **Mix-ups not told** are units more than ten
times apart of which a number in the one is still plausible when read as in the other.

The codes are those of common use. A site whose laboratory uses others adds them in a file of its
own; `screen` names every measure without a row in the data.
"""


@dataclass(frozen=True, slots=True)
class MeasureFile:
    """The measures that one file declares, and what its first comment says they are."""

    path: Path
    about: str
    measures: tuple[Measure, ...]


def measure_files(folder: Path) -> Iterator[MeasureFile]:
    """Every file of a folder that declares measures."""
    for path in sorted(folder.glob("*.criteria")):
        opened = open_file(path)
        names = [each.name.text for each in opened.tree.measures]
        if names:
            about = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
            yield MeasureFile(path, about, tuple(opened.scope.measures[name] for name in names))


def measures_page(folder: Path) -> str:
    """The page of the reference about all measures of a folder."""
    return "\n".join([_TOP, *(_section(each) for each in measure_files(folder))])


def write_page(folder: Path, page: Path) -> None:
    """Write the page anew: `make reference` does."""
    page.write_text(measures_page(folder), encoding="utf-8")


def all_units(measure: Measure) -> tuple[str, ...]:
    """Every unit that a measure names, its own first."""
    return tuple(unit for unit in (measure.unit, *measure.also, *measure.reported) if unit)


def unnoticed_mix_ups(measure: Measure) -> Iterator[tuple[str, str]]:
    """Units far apart of which a number in the one is believed when read as in the other.

    The number is one in the middle of what is plausible: by ratio, as results mostly spread, or
    the half of it from 0 on. Of units of one size the first stands for all.
    """
    if measure.low is None or measure.high is None:
        return
    low, high = float(measure.low), float(measure.high)
    middle = (low * high) ** 0.5 if low > 0 else high / 2
    for true, written in permutations(_sizes(measure).items(), 2):
        one, other = true[0], written[0]
        apart = float(other.factor / one.factor)
        read = float(other.of(one.backwards().of(Fraction(middle))))
        if max(apart, 1 / apart) > FAR_APART and low <= read <= high:
            yield true[1], written[1]


def _sizes(measure: Measure) -> dict[Conversion, str]:
    """The first unit of each size."""
    found: dict[Conversion, str] = {}
    for unit in all_units(measure):
        conversion = measure.scale().from_unit(unit)
        if conversion is not None:
            found.setdefault(conversion, unit)
    return found


def _section(file: MeasureFile) -> str:
    name = file.path.name
    head = f"## {file.about.rstrip('.')}\n\nIn [{name}](../../criteria/shared/{name}).\n"
    table = [
        "| measure | codes | read in | also come in | plausible | mix-ups not told | from |",
        "|---|---|---|---|---|---|---|",
        *(_row(each) for each in file.measures),
    ]
    return "\n".join([head, *table, ""])


def _row(measure: Measure) -> str:
    cells = (
        f"`{measure.name}`",
        _codes(measure.codes) or "given by the site",
        _read_in(measure),
        _others(measure),
        _plausible(measure),
        _mix_ups(measure),
        measure.source,
    )
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"


def _codes(codes: CodeSet) -> str:
    systems = dict.fromkeys(each.system for each in codes.include)
    return ", ".join(
        f"{system} " + " ".join(each.first for each in codes.include if each.system == system)
        for system in systems
    )


def _read_in(measure: Measure) -> str:
    if measure.in_words:
        return "positive or negative, in words"
    if measure.steps:
        return "a step of " + " < ".join(each.label for each in measure.steps)
    if measure.score:
        return f"a {measure.what}, without unit"
    return " or ".join(f"`{unit}`" for unit in (measure.unit, *measure.also))


def _others(measure: Measure) -> str:
    said = [", ".join(f"`{unit}`" for unit in measure.reported)]
    if measure.molar_mass is not None:
        said.append(f"molar mass {measure.molar_mass} g/mol")
    said += [_rule(each) for each in measure.relations]
    return "; ".join(each for each in said if each)


def _rule(relation: Relation) -> str:
    offset = f" + {relation.offset}" if relation.offset else ""
    return f"`{relation.unit} = {relation.factor} x {relation.of}{offset}`"


def _mix_ups(measure: Measure) -> str:
    found = dict.fromkeys(tuple(sorted(pair)) for pair in unnoticed_mix_ups(measure))
    return ", ".join(f"`{one}` with `{other}`" for one, other in found)


def _plausible(measure: Measure) -> str:
    if measure.low is None or measure.high is None:
        return ""
    return f"{measure.low:f} to {measure.high:f}"
