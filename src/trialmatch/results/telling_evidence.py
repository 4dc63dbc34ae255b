"""Evidence in words: the rows that decide, the search that found nothing, the facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialmatch.results.evidence import Evidence, FactEvidence, RowEvidence, SearchEvidence
from trialmatch.results.telling_dates import DateTeller
from trialmatch.vocabulary.codesystems import BY_NAME
from trialmatch.wording import Wording

# Statuses that go without saying.
_PLAIN = frozenset({"", "confirmed", "final", "completed", "active"})
_ICD10 = re.compile(r"[A-Z]\d\d[0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class EvidenceTeller:
    """Tells the evidence of one subject.

    A `brief` teller leaves out what a page says once for all: the codes of sets and the data
    cut-off. `row_ids` adds the source's own identifiers, which only `explain` shows.
    """

    words: Wording
    dates: DateTeller
    brief: bool = False
    row_ids: bool = False

    def tell(self, evidence: Sequence[Evidence], total: int = 0) -> list[str]:
        """One sentence a fact or search, then one for all rows of a code, the newest first."""
        told = [self._other(item) for item in evidence if not isinstance(item, RowEvidence)]
        rows = [item for item in evidence if isinstance(item, RowEvidence)]
        told += self._rows(reversed(rows))
        if total > len(rows):
            told.append(self.words.count("evidence.more", total - len(rows)))
        return told

    def row(self, row: RowEvidence) -> str:
        """One row: code, text and value, when it was, and what qualifies it."""
        label = self._label(row)
        return f"{label}, {self._particulars(row)}" if label else self._particulars(row)

    def _rows(self, rows: Iterable[RowEvidence]) -> list[str]:
        groups: dict[str, list[RowEvidence]] = {}
        for row in rows:
            groups.setdefault(self._label(row), []).append(row)
        return [self._group(label, members) for label, members in groups.items()]

    def _group(self, label: str, rows: list[RowEvidence]) -> str:
        told = " · ".join(self._particulars(row) for row in rows)
        return f"{label}, {told}" if label else told

    def _label(self, row: RowEvidence) -> str:
        code = code_shown(row.system, row.code)
        if row.kind == "visit" and not code:
            code = self.words.say("kind.visit")
        return " ".join(part for part in (code, row.display) if part)

    def _particulars(self, row: RowEvidence) -> str:
        value = f"{row.value} {row.unit}".strip() if row.value else ""
        parts = [value, self.dates.extent(row.start, row.end)]
        for name, word in (
            ("position", row.position),
            ("act", row.act),
            ("contact_type", row.contact_type),
        ):
            if word:
                parts.append(self.words.or_as_it_is(name, word))
        if row.status not in _PLAIN:
            parts.append(self.words.or_as_it_is("status", row.status))
        if row.doubts:
            parts.append(self._doubts(row))
        if self.row_ids:
            parts.append(self.words.say("evidence.row_id", id=row.row))
        return ", ".join(part for part in parts if part)

    def _doubts(self, row: RowEvidence) -> str:
        short = [self.words.or_as_it_is("missing", f"{doubt}.short") for doubt in row.doubts]
        return self.words.say("evidence.uncertain", doubts=self.words.listing(short))

    def _other(self, item: SearchEvidence | FactEvidence) -> str:
        return self._search(item) if isinstance(item, SearchEvidence) else self._fact(item)

    def _search(self, search: SearchEvidence) -> str:
        last = search.last_day if search.last_day is not None else self.dates.index_day
        head = self.words.say(
            "evidence.search" if search.about else "evidence.search.any",
            kinds=kinds_shown(search.kinds, self.words),
            about=name_shown(search.about),
            when=self.dates.window(search.first_day, last),
        )
        return "; ".join([head, *self._reach(search)])

    def _reach(self, search: SearchEvidence) -> list[str]:
        say, parts = self.words.say, []
        if search.codes and not self.brief:
            parts.append(say("evidence.search.codes", codes=codes_shown(search.codes, self.words)))
        if search.nearest is not None:
            parts.append(say("evidence.search.nearest", row=self.row(search.nearest)))
        if search.record_start is not None:
            day = self.dates.day(search.record_start)
            parts.append(say("evidence.search.record_start", day=day))
        if search.cut_off is not None and not self.brief:
            parts.append(say("evidence.search.cut_off", day=self.dates.day(search.cut_off)))
        return parts

    def _fact(self, fact: FactEvidence) -> str:
        if fact.fact == "age":
            return self._age(fact)
        if fact.fact == "record":
            return self._record(fact)
        value = fact.value or self.words.say("sex.unknown")
        shown = self.words.or_as_it_is(fact.fact, value)
        key = f"evidence.{fact.fact}"
        return self.words.say(key, value=shown) if self.words.has(key) else shown

    def _record(self, fact: FactEvidence) -> str:
        if fact.value == "birth":
            return self.words.say("record.birth")
        return self.words.say("evidence.record", value=self._length(fact))

    def _age(self, fact: FactEvidence) -> str:
        if not fact.value:
            return self.words.say("evidence.age.unknown")
        return self.words.say("evidence.age", value=self._length(fact))

    def _length(self, fact: FactEvidence) -> str:
        form = "one" if fact.value == "1" else "many"
        number = fact.value or self.words.say("number.unknown")
        if " to " in number:
            lo, hi = number.split(" to ")
            number = self.words.say("number.range", lo=lo, hi=hi)
        return self.words.say(f"unit.{fact.unit}.{form}", n=number)


def code_shown(system: str, code: str) -> str:
    """A code as clinicians write it: ICD-10 with its dot."""
    if system == "ICD10" and _ICD10.fullmatch(code):
        return f"{code[:3]}.{code[3:]}"
    return code


def codes_shown(codes: str, words: Wording) -> str:
    """The codes of a set, systems by their titles and exceptions in the language."""
    shown, system = [], ""
    for token in codes.split(" "):
        bare = token.rstrip(",")
        if bare in BY_NAME:
            system = bare
            shown.append(token.replace(bare, BY_NAME[bare].title))
        elif bare == "except":
            shown.append(words.say("evidence.except"))
        else:
            ends = "-".join(code_shown(system, part) for part in bare.split("-"))
            shown.append(ends + token[len(bare) :])
    return " ".join(shown)


def kinds_shown(kinds: Iterable[str], words: Wording) -> str:
    """Kinds of rows by their words."""
    return words.say("kind.or").join(words.or_as_it_is("kind", kind) for kind in kinds)


def name_shown(name: str) -> str:
    """A name of the criteria file as a person reads it."""
    return name.replace("_", " ") if " " not in name else name
