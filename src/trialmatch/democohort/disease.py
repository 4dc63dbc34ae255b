"""The shape of the catalogue: a disease, its contacts with the hospital, and its drugs.

Lists of codes are written as text, each code with its weight or chance behind it. Seven age
bands carry the shares: under 6, 6-17, 18-34, 35-49, 50-64, 65-79, and 80 and over.
"""

from __future__ import annotations

from dataclasses import dataclass

BAND_LIMITS = (6, 18, 35, 50, 65, 80)
Bands = tuple[float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Contact:
    """One sort of contact that a disease leads to.

    `first` is the mean number near the onset, `within` so many days of it; `yearly` the mean
    number a year afterwards. `also`, `procedures`, `given` and `scores` name what happens each
    with a chance of its own, `labs` the panels with the mean number of draws; of `operation`
    at most one happens. `shifts` moves measures by standard deviations, `rising` by so much
    more from draw to draw.
    """

    kind: str
    department: str
    first: float = 0.0
    yearly: float = 0.0
    within: tuple[int, int] = (0, 0)
    nights: float = 0.0
    codes: str = ""
    also: str = ""
    operation: str = ""
    procedures: str = ""
    labs: str = ""
    shifts: str = ""
    rising: str = ""
    given: str = ""
    scores: str = ""
    transfer: float = 0.0


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug of which a share of the patients gets one, dispensed so many times a year."""

    codes: str
    share: float = 1.0
    yearly: float = 1.0
    days: int = 90


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease or other reason to meet the hospital.

    `percent` is the share of people of each age band; `female` and `male` multiply it, and so
    does each of `risks` where the person has that other disease, which stands earlier in the
    catalogue. `ages` bounds the onset, unless it is `from_birth`; `recent` puts it into so many
    last days. A lasting disease is noted again at other contacts.
    """

    name: str
    percent: Bands
    codes: str
    female: float = 1.0
    male: float = 1.0
    ages: tuple[int, int] = (0, 120)
    risks: tuple[tuple[str, float], ...] = ()
    lasting: bool = True
    from_birth: bool = False
    recent: int = 0
    shifts: str = ""
    contacts: tuple[Contact, ...] = ()
    drugs: tuple[Drug, ...] = ()
