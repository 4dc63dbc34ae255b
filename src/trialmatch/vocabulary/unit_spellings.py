"""Units as laboratories write them, and the UCUM code that each stands for.

Everything here is declared: whole spellings, spellings of what stands between the slashes, and
those that could mean two things and are no unit for that. A text that is none of these and no UCUM
code either is no unit. Letter case counts, since mmol is not Mmol; only a unit that is written in
capitals throughout, as some systems do, is read as the usual one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trialmatch.vocabulary.ucum_reading import LONGEST, read

# Letters of typesetting, before anything is looked up.
_TYPESET = str.maketrans(
    {
        "\N{GREEK SMALL LETTER MU}": "u",
        "\N{MICRO SIGN}": "u",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{MIDDLE DOT}": ".",
        "\N{DOT OPERATOR}": ".",
        "\N{DIVISION SLASH}": "/",
        "\N{FRACTION SLASH}": "/",
        "\N{MASCULINE ORDINAL INDICATOR}": "\N{DEGREE SIGN}",
        "\N{RING ABOVE}": "\N{DEGREE SIGN}",
        "\N{PER MILLE SIGN}": "[ppth]",
        "\N{SUPERSCRIPT MINUS}": "-",
        **{sign: str(digit) for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    }
)
_POWER_OF_TEN = "10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)"


def _table(text: str) -> dict[str, str]:
    """Lines of `unit: spelling; spelling`, turned round."""
    lines = (line.split(": ") for line in text.strip().splitlines())
    return {
        written.strip(): unit.strip()
        for unit, spellings in lines
        for written in spellings.split(";")
    }


# The whole unit. Some are UCUM codes of something that no laboratory reports: K is kelvin there,
# C coulomb and F farad.
WHOLE = _table(
    """
    10*3/uL: K/uL; k/uL; K/ul; K/mm3; K/cumm; Thou/uL; thou/uL; Thousand/uL; thousand/uL; Tsd/uL
    10*6/uL: M/uL; M/ul; M/mm3; M/cumm; Mill/uL; mill/uL; Million/uL; million/uL; Mio/uL
    10*9/L: Gpt/L; Gpt/l; mrd/L; mrd/l; Mrd/L
    10*12/L: Tpt/L; Tpt/l
    Cel: C; \N{DEGREE SIGN}C; deg C; degC; oC; Celsius; grader C
    [degF]: F; \N{DEGREE SIGN}F; deg F; degF; Fahrenheit
    mm[Hg]: mmHg; mm Hg; mmhg; MMHG; mm(Hg); mmHG; torr
    cm[H2O]: cmH2O; cm H2O; cmh2o
    {beats}/min: bpm; BPM; slag/min; slag pr min; beats/min; beats per minute; hjerteslag/min
    {breaths}/min: pust/min; breaths/min; resp/min; br/min
    %: percent; pct; prosent; vol%; %Hb; % Hb; % of total Hb; % HbA1c
    mmol/mol: mmol/mol Hb; mmol/mol HbA1c; mmol/mol hgb; mmol/molHb
    mg/mmol: mg/mmol krea; mg/mmol kreatinin; mg/mmol creat; mg/mmol creatinine; mg/mmolCr
    mg/g: mg/g krea; mg/g kreatinin; mg/g creat; mg/g creatinine; mg/gCr; mg/g crea
    {INR}: INR; inr; ratio INR
    {ratio}: ratio; Ratio
    {score}: score; Score; poeng; points; point
    [pH]: pH; ph
    /min: 1/min; per min; pr min
    d: day; days; dag; dager
    wk: week; weeks; uke; uker
    mo: month; months
    a: yr; year; years
    """
)

# What stands between the slashes.
PARTS = _table(
    """
    [IU]: IU; iu; IE; I.E.; I.U.; Int.Unit
    m[IU]: mIU; mIE; miu
    u[IU]: uIU; uIE; uiu
    k[IU]: kIU; kIE
    ug: mcg; ugm
    umol: mcmol; mikromol
    uL: mcL; mcl
    g: gm; gms; gram
    mL: cc; ccm
    L: liter; litre; lit
    meq: mEq; mekv
    ueq: uEq
    eq: Eq
    mosm: mOsm; mOsmol; mosmol
    osm: Osm; osmol
    mm[Hg]: mmHg; mm Hg
    s: sec; sek; secs; sekund; sekunder
    ms: msec; msek
    min: minute; minutt; minutes
    h: hr; hrs; hour; hours; time; timer
    d: day; days; dag; dgn; d\N{LATIN SMALL LETTER O WITH STROKE}gn
    (24.h): 24h; 24 h; 24t; 24hr; 24 hr; 24timer
    mm3: cumm; cmm; cu mm; mm^3
    m2: m^2; sqm
    cm5: cm^5
    {cells}: cells; celler; cell
    {beats}: beats; slag
    {breaths}: breaths; pust
    [lb_av]: lb; lbs
    [oz_av]: oz
    [in_i]: in; inch; inches
    [ft_i]: ft
    {FEU}: FEU
    """
)

# Common units; each is also read when written in capitals throughout.
IN_CAPITALS = {
    unit.replace("[", "").replace("]", "").upper(): unit
    for unit in (
        *("mg/dL", "mg/L", "mg/mL", "g/dL", "ug/dL", "ug/L", "ug/mL", "ng/dL", "ng/L", "ng/mL"),
        *("pg/mL", "pg/dL", "pg", "fL", "mmol/L", "umol/L", "nmol/L", "pmol/L", "mmol/mol"),
        *("meq/L", "mosm/kg", "mg/g", "mg/mmol", "mg", "ug", "kg", "mL", "cm", "mL/min", "L/min"),
        *("[IU]/L", "[IU]/mL", "m[IU]/L", "m[IU]/mL", "u[IU]/mL", "k[IU]/L", "U/mL", "mm"),
    )
}

# What could be meant by it differs by a factor of 10*9, or is not the same kind of unit: a million
# moles or a thousandth of one; an enzyme unit or an international one (E for enhet); a gram, a
# thousand million or a gauss by litre.
TWO_MEANINGS = frozenset(
    {"Mmol", "Mg", "ML", "Meq", "MEq", "Mosm", "MOsm", "Mkat"}
    | {"MU", "MIU", "MIE", "M[IU]", "E", "kE", "mE", "G/L", "T/L"}
)

_COUNT = re.compile(
    r"[xX*]?\s*(?:10\s*(?:\^|\*\*|\*|[Ee]|exp)|(?<![\d.])[Ee])\s*\(?(\d{1,2})\)?"
    r"(?:\s*(?P<what>cells|celler))?"
)
_TEN_IN_BRACKETS = re.compile(r"[xX]?\s*10\((\d{1,2})\)")
_BODY_SURFACE = re.compile(r"\{?1[.,]73\s*_?\s*(?:m\^?2|sqm|sq\.?\s?m|kvm)?\}?")
_SQUARED = re.compile(r"([a-z]{1,2})\^([23])")


@lru_cache(maxsize=65536)
def as_ucum(written: str) -> str | None:
    """The UCUM code that a spelling stands for; None where it stands for none, or for two."""
    if len(written) > LONGEST or not written.strip():
        return None
    text = _set_plainly(written)
    known = WHOLE.get(text) or IN_CAPITALS.get(text)
    if known is not None:
        return known
    parts = text.split("/")
    if text in TWO_MEANINGS or not TWO_MEANINGS.isdisjoint(parts):
        return None
    if _is_unit(text):
        return text
    respelt = "/".join([_part(parts[0]), *map(_below, parts[1:])])
    return respelt if _is_unit(respelt) else None


def means_two(written: str) -> bool:
    """Whether a spelling could stand for two units, which is why it stands for none."""
    text = _set_plainly(written[:LONGEST])
    return as_ucum(written) is None and not TWO_MEANINGS.isdisjoint((text, *text.split("/")))


def _set_plainly(written: str) -> str:
    raised = re.sub(_POWER_OF_TEN, lambda found: f"10*{found[1]}", written)
    text = " ".join(raised.translate(_TYPESET).split())
    return re.sub(r"\s*/\s*", "/", text)


def _part(text: str) -> str:
    known = PARTS.get(text)
    if known is not None:
        return known
    count = _COUNT.fullmatch(text) or _TEN_IN_BRACKETS.fullmatch(text)
    if count is not None:
        what = "{cells}" if count.groupdict().get("what") else ""
        return f"10*{count[1]}{what}"
    return _SQUARED.sub(r"\1\2", text)


def _below(text: str) -> str:
    """What stands after a slash, where it may be a body surface."""
    return "{1.73_m2}" if _BODY_SURFACE.fullmatch(text) else _part(text)


def _is_unit(text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
