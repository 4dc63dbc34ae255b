"""What `measure` declares, as said."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from trialmatch.diagnostics import Span
from trialmatch.language.scales import StepPhrase
from trialmatch.language.tree import Amount, CodeGroup, Name, Word


@dataclass(frozen=True, slots=True)
class RelationPhrase:
    """`where unit = factor x of + offset`: how numbers of two units hang together."""

    unit: Word
    factor: Amount
    of: Word
    offset: Decimal
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeasureStatement:
    """`measure name = … in unit or unit, plausible a to b`; a score or a ratio has no units.

    `molar_mass` is in grams a mole, `rounded` a number of decimals, `reported` the other units
    that results come in. A measure `given_by_site` has no codes here. One `in_words` has results
    that are positive or negative; it may add words that mean so. One on an ordered scale has
    `steps`, from the lowest to the highest. A daily dose of medicines has `factors`, one for each
    group of codes: how much of the dose that is spoken of a unit of it stands for. Where `origins`
    are said, only results from these count. A `static` one is a biomarker, which may be
    `part_of` another.
    """

    name: Name
    groups: tuple[CodeGroup, ...]
    units: tuple[Word, ...]
    plausible: tuple[Amount, ...]
    span: Span = field(compare=False, repr=False)
    molar_mass: Amount | None = None
    relations: tuple[RelationPhrase, ...] = ()
    rounded: Amount | None = None
    sources: tuple[Word, ...] = ()
    ratio: bool = False
    given_by_site: bool = False
    reported: tuple[Word, ...] = ()
    in_words: bool = False
    positive: tuple[Word, ...] = ()
    negative: tuple[Word, ...] = ()
    steps: tuple[StepPhrase, ...] = ()
    factors: tuple[Amount, ...] = ()
    origins: tuple[Word, ...] = ()
    static: bool = False
    part_of: Name | None = None
