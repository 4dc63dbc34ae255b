"""The catalogue as arrays: numbered diseases, contacts, codes, panels and shifts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from trialmatch.democohort.catalogue import DISEASES, MEASURES, PANELS, SCORES
from trialmatch.democohort.disease import Contact, Drug
from trialmatch.democohort.draws import Chances, Floats, Ints, WeightedLists, weights

Pairs = list[tuple[int, float]]


class Words:
    """Words numbered in the order in which they were first met."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Number these words first."""
        self._numbers: dict[str, int] = {}
        for word in words:
            self.number(word)

    def number(self, word: str) -> int:
        """The word's number."""
        return self._numbers.setdefault(word, len(self._numbers))

    def numbered(self, text: str) -> Pairs:
        """A list of words with weights, the words as numbers."""
        return [(self.number(word), weight) for word, weight in weights(text)]

    @property
    def all(self) -> tuple[str, ...]:
        """All words met, in order of number."""
        return tuple(self._numbers)


class Tables:
    """The catalogue, laid out once for the draws of all blocks.

    Contacts are numbered through all diseases, in the order of the catalogue, and so are
    drugs: those of a disease are `contact_count` from `first_contact` on.
    """

    def __init__(self) -> None:
        """Lay out all tables."""
        self.contacts: tuple[Contact, ...] = tuple(c for d in DISEASES for c in d.contacts)
        self.drugs: tuple[Drug, ...] = tuple(drug for d in DISEASES for drug in d.drugs)
        self.icd, self.atc, self.operations = Words(), Words(), Words()
        self.departments, self.kinds = Words(), Words()
        self.measures = Words(measure.name for measure in MEASURES)
        self.followers = [
            (self.measures.number(measure.follows[0]), place, measure.follows[1])
            for place, measure in enumerate(MEASURES)
            if measure.follows
        ]
        self.scores = Words(score.name for score in SCORES)
        self.panels = Words(name for name, _ in PANELS)
        self._diseases()
        self._contacts()
        self._diagnoses_and_procedures()
        self._laboratory()

    def _diseases(self) -> None:
        self.disease_codes = WeightedLists([self.icd.numbered(d.codes) for d in DISEASES])
        self.has_code = np.array([bool(d.codes) for d in DISEASES])
        self.lasting = np.array([d.lasting for d in DISEASES])
        self.from_birth = np.array([d.from_birth for d in DISEASES])
        self.recent = np.array([d.recent for d in DISEASES])
        self.disease_shifts = self._shift_table([d.shifts for d in DISEASES])
        self.first_contact, self.contact_count = _runs([len(d.contacts) for d in DISEASES])
        self.first_drug, self.drug_count = _runs([len(d.drugs) for d in DISEASES])

    def _contacts(self) -> None:
        rows = self.contacts
        self.kind = np.array([self.kinds.number(c.kind) for c in rows])
        self.department = np.array([self.departments.number(c.department) for c in rows])
        self.first = np.array([c.first for c in rows])
        self.yearly = np.array([c.yearly for c in rows])
        self.within = np.array([c.within for c in rows])
        self.nights = np.array([c.nights for c in rows])
        self.transfer = np.array([c.transfer for c in rows])

    def _diagnoses_and_procedures(self) -> None:
        rows, icd = self.contacts, self.icd
        of_disease = [d.codes for d in DISEASES for _ in d.contacts]
        mains = [icd.numbered(c.codes or codes) for c, codes in zip(rows, of_disease, strict=True)]
        self.main_codes = WeightedLists(mains)
        self.also = Chances([icd.numbered(c.also) for c in rows])
        self.one_operation = WeightedLists(
            [self.operations.numbered(c.operation) for c in rows], whole=1.0
        )
        self.procedures = Chances([self.operations.numbered(c.procedures) for c in rows])
        self.given = Chances([self.atc.numbered(c.given) for c in rows])
        self.drug_codes = WeightedLists([self.atc.numbered(drug.codes) for drug in self.drugs])
        self.drug_share = np.array([drug.share for drug in self.drugs])
        self.drug_yearly = np.array([drug.yearly for drug in self.drugs])
        self.drug_days = np.array([drug.days for drug in self.drugs])

    def _laboratory(self) -> None:
        rows = self.contacts
        self.panels_of = Chances([self.panels.numbered(c.labs) for c in rows])
        self.scores_of = Chances([self.scores.numbered(c.scores) for c in rows])
        self.measures_of = Chances([self.measures.numbered(text) for _, text in PANELS])
        self.shifts = self._shift_table([c.shifts for c in rows])
        self.rising = self._shift_table([c.rising for c in rows])

    def _shift_table(self, texts: list[str]) -> Floats:
        """One line a text such as `troponin 3, crp .8`, one column a measure."""
        table = np.zeros((len(texts), len(self.measures.all)))
        for line, text in enumerate(texts):
            for name, shift in weights(text):
                table[line, self.measures.all.index(name)] += shift
        for leader, follower, weight in self.followers:
            table[:, follower] += weight * table[:, leader]
        return table


def _runs(lengths: list[int]) -> tuple[Ints, Ints]:
    counts = np.array(lengths, dtype=np.int64)
    return np.cumsum(counts) - counts, counts


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The one set of tables."""
    return Tables()
