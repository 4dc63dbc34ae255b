"""What the reference says of the registries and programmes in a folder of criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from trialmatch.clauses.manual import Manual
from trialmatch.clauses.review import Review
from trialmatch.compiler.opening import Opened, open_file
from trialmatch.language.header_tree import ScreenLine
from trialmatch.language.tree import CriterionStatement, Expression, If, When, clauses_in
from trialmatch.plan.criteria import EligibilityCriteria, Purpose, Side, SourceReference

_TOP = """# Registries and programmes

*Generated from the files in [criteria](../../criteria); not written by hand.*

Registries change their criteria from year to year: whoever uses a file checks it against the
source named in it. **Left to the site** are code sets that no source gives; nobody can be screened
with the file until the site gives them under `[codes]` in its `site.toml`, and `trialmatch check`
reports each. Where a file carries no legal basis, or one that is not statutory, lists show counts
alone until the site states its own. Programmes are examples without a source, for the site to
adapt.
"""
_HEADINGS = {
    Purpose.REGISTRY: "Registries",
    Purpose.PROGRAMME: "Programmes",
}
_SIDES = {Side.INCLUDE: "counts", Side.EXCLUDE: "leaves out"}
THE_RECORD = "the record"
A_PERSON = "a person"
_A_PERSON_WHERE = "a person, where the record calls for it"
_BOTH = "the record and a person"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One file with what it compiles to; `name` is its path within the folder."""

    name: str
    opened: Opened
    criteria: EligibilityCriteria

    @property
    def about(self) -> tuple[str, ...]:
        """What the comment at the top of the file says, a text a paragraph."""
        lines = takewhile(lambda line: line.startswith("#"), self.opened.source.text.split("\n"))
        said = "\n".join(line[1:].strip() for line in lines)
        return tuple(" ".join(part.split()) for part in said.split("\n\n") if part.strip())

    @property
    def subjects(self) -> str:
        """The file's `screen` line as it is written."""
        header = self.opened.tree.header
        lines = header.lines if header else ()
        span = next(line.span for _, line in lines if isinstance(line, ScreenLine))
        return " ".join(self.opened.source.text[span.start : span.end].split())


def shipped(folder: Path) -> list[Shipped]:
    """Every file of a folder that screens somebody, by name."""
    found = list[Shipped]()
    for path in sorted(folder.rglob("*.criteria")):
        opened = open_file(path)
        if opened.compiled.criteria is not None:
            name = path.relative_to(folder).with_suffix("").as_posix()
            found.append(Shipped(name, opened, opened.compiled.criteria))
    return found


def registries_page(folder: Path) -> str:
    """The page of the reference about the registries and programmes of a folder."""
    files = shipped(folder)
    parts = [_TOP]
    for purpose, heading in _HEADINGS.items():
        of_this = [each for each in files if each.criteria.purpose is purpose]
        parts += [f"## {heading}\n", *_table(of_this), ""]
        parts += [_section(each) for each in of_this]
    return "\n".join(parts).rstrip("\n") + "\n"


def write_page(folder: Path, page: Path) -> None:
    """Write the page anew: `make reference` does."""
    page.write_text(registries_page(folder), encoding="utf-8")


def answered_by(criterion: CriterionStatement) -> str:
    """Who answers a criterion: the record, a person, or a person where the record calls for it."""
    match criterion.expression:
        case When(body=body, condition=condition) | If(body=body, condition=condition):
            if _asks(body) == {True} and True not in _asks(condition):
                return _A_PERSON_WHERE
        case _:
            pass
    asks = _asks(criterion.expression)
    return _BOTH if len(asks) > 1 else A_PERSON if True in asks else THE_RECORD


def _asks(expression: Expression) -> set[bool]:
    """Whether the clauses of an expression ask a person."""
    return {isinstance(each, Manual | Review) for each in clauses_in(expression)}


def _table(files: list[Shipped]) -> Iterator[str]:
    yield "| file | title | a subject is | criteria | legal basis | source | left to the site |"
    yield "|---|---|---|---|---|---|---|"
    for each in files:
        yield f"| {' | '.join(_cells(each))} |"


def _cells(file: Shipped) -> Iterator[str]:
    criteria = file.criteria
    yield f"[{file.name}](../../criteria/{file.name}.criteria)"
    yield criteria.title
    yield f"`{file.subjects.removeprefix('screen ')}`"
    yield str(len(criteria.criteria))
    yield criteria.basis.kind if criteria.basis else "none"
    yield "<br>".join(f"{_link(each.address)}{_read(each)}" for each in criteria.sources) or "none"
    yield "<br>".join(f"`{name}`" for name in criteria.by_site)


def _section(file: Shipped) -> str:
    criteria = file.criteria
    parts = [f"### {criteria.title}\n", *(f"{each}\n" for each in file.about)]
    if criteria.basis is not None:
        parts.append(f"Legal basis: {criteria.basis.kind}, {criteria.basis.reference}.\n")
    parts += [f"- {_link(each.address)}{_read(each)}" for each in criteria.sources]
    parts += [""] if criteria.sources else []
    parts += ["| criterion | what | in force | answered by |", "|---|---|---|---|"]
    parts += [_row(each) for each in file.opened.tree.criteria]
    return "\n".join([*parts, ""])


def _link(address: str) -> str:
    """An address as a link, unless part of it is left out."""
    return f"<{address}>" if address.startswith("https://") and "…" not in address else address


def _read(source: SourceReference) -> str:
    return f", read {source.read}" if source.read else ""


def _row(criterion: CriterionStatement) -> str:
    what = criterion.title or criterion.text
    return (
        f"| {criterion.id.text} {_SIDES[criterion.side]} | {what} | {_in_force(criterion)} "
        f"| {answered_by(criterion)} |"
    )


def _in_force(criterion: CriterionStatement) -> str:
    valid = criterion.valid
    if valid is None:
        return ""
    since = f"from {valid.since.text}" if valid.since else ""
    until = f"to {valid.until.text}" if valid.until else ""
    return " ".join(part for part in (since, until) if part)
