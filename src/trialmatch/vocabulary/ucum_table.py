"""The units that are known, in UCUM's case-sensitive codes, each defined by others.

A definition is a number and a unit. It departs from UCUM where UCUM would compare what a
clinician would not, always towards not comparing:

- the mole, the equivalent and the osmole are three quantities: how many equivalents a mole has
  depends on the substance;
- per cent and its kin, fields of view, Hounsfield and turbidity units are not plain numbers;
- absorbed and equivalent dose (Gy, Sv) differ by the kind of radiation;
- pi has no exact value, so degrees do not turn into radians.

Left out are natural constants and units of trade, typesetting and information.
"""

from __future__ import annotations

from fractions import Fraction


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFIXES: dict[str, Fraction] = {
    **{
        letter: Fraction(10) ** power
        for letter, power in (
            *(("Y", 24), ("Z", 21), ("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6)),
            *(("k", 3), ("h", 2), ("da", 1), ("d", -1), ("c", -2), ("m", -3), ("u", -6)),
            *(("n", -9), ("p", -12), ("f", -15), ("a", -18), ("z", -21), ("y", -24)),
        )
    },
    **{f"{letter}i": Fraction(1024) ** power for power, letter in enumerate("KMGT", start=1)},
}

# The dalton and the electronvolt are measured, and their numbers differ between editions.
METRIC_BASES = _codes("m s g rad K C cd mol eq osm Sv u eV")
BASES = METRIC_BASES | {"[pi]"}

# A base that cancels is kept where it tells what was divided by what: mg/g is not mmol/mol.
TELLING_BASES = _codes("m g mol eq osm")

METRIC: dict[str, str] = {
    # SI
    "sr": "1 rad2",
    "Hz": "1 s-1",
    "N": "1 kg.m/s2",
    "Pa": "1 N/m2",
    "J": "1 N.m",
    "W": "1 J/s",
    "A": "1 C/s",
    "V": "1 J/C",
    "F": "1 C/V",
    "Ohm": "1 V/A",
    "S": "1 A/V",
    "mho": "1 S",
    "Wb": "1 V.s",
    "T": "1 Wb/m2",
    "H": "1 Wb/A",
    "lm": "1 cd.sr",
    "lx": "1 lm/m2",
    "Bq": "1 s-1",
    "Gy": "1 J/kg",
    "kat": "1 mol/s",
    "U": "1 umol/min",
    # beside the SI
    "l": "1 dm3",
    "L": "1 dm3",
    "ar": "100 m2",
    "t": "1000 kg",
    "bar": "100000 Pa",
    "m[Hg]": "133.322 kPa",
    "m[H2O]": "9.80665 kPa",
    "[g]": "9.80665 m/s2",
    "gf": "1 g.[g]",
    "g%": "1 g/dL",
    "cal": "4.184 J",
    "cal_th": "4.184 J",
    "cal_IT": "4.1868 J",
    "cal_[15]": "4.1858 J",
    "cal_[20]": "4.1819 J",
    "cal_m": "4.19002 J",
    # centimetre, gram, second
    "dyn": "1 g.cm/s2",
    "erg": "1 dyn.cm",
    "P": "1 dyn.s/cm2",
    "St": "1 cm2/s",
    "G": "0.0001 T",
    "Ci": "37000000000 Bq",
    "R": "0.000258 C/kg",
    "RAD": "100 erg/g",
    "REM": "0.01 Sv",
}

NOT_METRIC: dict[str, str] = {
    # time; months and years are UCUM's means, a criterion's own months are the calendar's
    "min": "60 s",
    "h": "60 min",
    "d": "24 h",
    "wk": "7 d",
    "a": "365.25 d",
    "a_j": "365.25 d",
    "a_t": "365.24219 d",
    "a_g": "365.2425 d",
    "mo": "1 a_j/12",
    "mo_j": "1 a_j/12",
    "mo_g": "1 a_g/12",
    "mo_s": "29.53059 d",
    # angle, length, area, volume, speed
    "deg": "2 [pi].rad/360",
    "gon": "0.9 deg",
    "'": "1 deg/60",
    "''": "1 '/60",
    "circ": "2 [pi].rad",
    "Ao": "0.1 nm",
    "[in_i]": "2.54 cm",
    "[ft_i]": "12 [in_i]",
    "[yd_i]": "3 [ft_i]",
    "[mi_i]": "5280 [ft_i]",
    "[nmi_i]": "1852 m",
    "[kn_i]": "1 [nmi_i]/h",
    "[mil_i]": "0.001 [in_i]",
    "[sin_i]": "1 [in_i]2",
    "[sft_i]": "1 [ft_i]2",
    "[cin_i]": "1 [in_i]3",
    "[cft_i]": "1 [ft_i]3",
    "[gal_us]": "231 [in_i]3",
    "[qt_us]": "0.25 [gal_us]",
    "[pt_us]": "0.5 [qt_us]",
    "[foz_us]": "0.0625 [pt_us]",
    "[fdr_us]": "0.125 [foz_us]",
    "[tbs_us]": "0.5 [foz_us]",
    "[tsp_us]": "1 [tbs_us]/3",
    "[cup_us]": "16 [tbs_us]",
    "[foz_m]": "30 mL",
    "[cup_m]": "240 mL",
    "[tbs_m]": "15 mL",
    "[tsp_m]": "5 mL",
    "[gal_br]": "4.54609 L",
    "[pt_br]": "0.125 [gal_br]",
    "[foz_br]": "0.05 [pt_br]",
    "[drp]": "0.05 mL",
    "[Ch]": "1 mm/3",
    "[diop]": "1 m-1",
    "[mesh_i]": "1 /[in_i]",
    # mass and force
    "[gr]": "64.79891 mg",
    "[lb_av]": "7000 [gr]",
    "[oz_av]": "0.0625 [lb_av]",
    "[dr_av]": "0.0625 [oz_av]",
    "[stone_av]": "14 [lb_av]",
    "[oz_tr]": "480 [gr]",
    "[lb_tr]": "12 [oz_tr]",
    "[sc_ap]": "20 [gr]",
    "[dr_ap]": "3 [sc_ap]",
    "[oz_ap]": "8 [dr_ap]",
    "[oz_m]": "28 g",
    "[car_m]": "0.2 g",
    "[lbf_av]": "1 [lb_av].[g]",
    # pressure, resistance, heat, others
    "atm": "101325 Pa",
    "att": "1 kgf/cm2",
    "[psi]": "1 [lbf_av]/[in_i]2",
    "[in_i'Hg]": "1 m[Hg].[in_i]/m",
    "[in_i'H2O]": "1 m[H2O].[in_i]/m",
    "[PRU]": "1 mm[Hg].s/mL",
    "[wood'U]": "1 mm[Hg].min/L",
    "[MET]": "3.5 mL/min/kg",
    "[Cal]": "1 kcal_th",
    "[Btu_IT]": "1.05505585262 kJ",
    "[Btu_th]": "1.05435 kJ",
    "[Btu]": "1 [Btu_th]",
    "[HP]": "550 [ft_i].[lbf_av]/s",
    "[degR]": "5 K/9",
    "[S]": "1 10*-13.s",
    "b": "100 fm2",
}

# Defined by a procedure, not by other units: each compares with its own multiples alone.
METRIC_ARBITRARY = frozenset({"[IU]"})
ARBITRARY = METRIC_ARBITRARY | _codes(
    """% [HPF] [LPF] [hnsf'U] [NTU] [FNU] [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U]
    [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] [knk'U] [mclg'U] [tb'U] [CCID_50]
    [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U] [FEU]
    [ELU] [EU] [car_Au] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q]"""
)
OTHER_CODES: dict[str, str] = {
    "[iU]": "[IU]",
}
SHARES: dict[str, str] = {
    "[ppth]": "0.1 %",
    "[ppm]": "0.0001 %",
    "[ppb]": "0.0000001 %",
    "[pptr]": "0.0000000001 %",
}

# On a scale with a zero of its own or on a logarithmic one: each compares with itself alone,
# but for the scales of temperature.
METRIC_SPECIAL = _codes("Cel Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW]")
SPECIAL = METRIC_SPECIAL | _codes(
    "[degF] [degRe] [pH] [p'diop] %[slope] [hp'_X] [hp'_C] [hp'_M] [hp'_Q]"
)

# Scales of temperature: the size of a degree in kelvin, and how many degrees 0 of the scale is
# above the absolute zero.
TEMPERATURES = {
    "Cel": ("1", "273.15"),
    "[degF]": ("5/9", "459.67"),
    "[degRe]": ("5/4", "218.52"),
}

# What clinical data mostly come in: the suggestions when a unit is misspelt.
_COMMON = """
    % [pH] [IU] [IU]/L [IU]/mL k[IU]/L m[IU]/L m[IU]/mL u[IU]/mL [IU]/kg [CFU]/mL
    mol/L mmol/L umol/L nmol/L pmol/L mmol/mol mol/kg mmol/kg mosm/kg mosm/L meq/L mmol
    mmol/d umol/d
    kg/L g/L g/dL mg/L mg/dL mg/mL ug/L ug/dL ug/mL ng/L ng/dL ng/mL pg/mL pg/dL
    mg/g mg/mmol g/mol ug/g ug/mmol mg/kg mg/kg/d ug/kg/min mg/d g/d g/(24.h) mg/(24.h) mg/m2
    U/L kU/L mU/L U/mL kat/L ukat/L nkat/L U/g{Hb}
    10*9/L 10*12/L 10*6/L 10*3/uL 10*6/uL /uL /L /mL {cells}/uL {copies}/mL /[HPF] /[LPF]
    kg g mg ug ng pg fg kg/m2 [lb_av] [oz_av] m cm mm um nm [in_i] [ft_i] m2 cm2 mm2
    L dL mL uL fL L/L mL/min mL/min/{1.73_m2} mL/s mL/h mL/kg mL/m2 L/min L/min/m2 L/s mL/kg/min
    mm[Hg] cm[H2O] kPa Pa mbar bar dyn.s/cm5 [wood'U] mm/h cm/s m/s
    Cel [degF] K /min {beats}/min {breaths}/min Hz kHz MHz
    s ms us min h d wk mo a kcal kJ J cal W V mV uV mA Ohm deg dB [diop] [MET]
    Gy cGy mGy Sv mSv Bq MBq kBq Ci mCi {score} {ratio} {INR} 1
"""
COMMON = tuple(_COMMON.split())
SPELLINGS: dict[str, str] = {
    "bpm": "{beats}/min",
    "sec": "s",
    "second": "s",
    "minute": "min",
    "hr": "h",
    "hour": "h",
    "day": "d",
    "week": "wk",
    "month": "mo",
    "yr": "a",
    "year": "a",
    "gram": "g",
    "litre": "L",
    "liter": "L",
    "inch": "[in_i]",
    "ft": "[ft_i]",
    "lb": "[lb_av]",
    "oz": "[oz_av]",
    "kilo": "kg",
    "gm": "g",
    "cc": "mL",
    "percent": "%",
    "prosent": "%",
    "c": "Cel",
    "celsius": "Cel",
    "f": "[degF]",
    "fahrenheit": "[degF]",
    "torr": "mm[Hg]",
    "points": "{score}",
}
