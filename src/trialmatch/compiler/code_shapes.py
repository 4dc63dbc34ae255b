"""The shape of codes, system by system: the one check there is without a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialmatch.language.problems import Problem, quoted_list
from trialmatch.language.tree import CodeGroup, Word
from trialmatch.vocabulary.codesets import CodePattern, pattern
from trialmatch.vocabulary.codesystems import BY_NAME, canonical_code, canonical_system
from trialmatch.vocabulary.near_names import nearest

# A letter in the fourth place, as ICD-10-CM has it, stands after a dot; without this rule a
# forgotten `ATC` before A10BK would go unseen.
_ICD10 = r"[A-Z](\d([0-9A-Z](\d[0-9A-Z]{0,3}|X[0-9A-Z]{1,3}|\.[0-9A-Z]{1,4})?)?)?"

# For each system the form of its codes (or of their beginnings, where prefixes count), and an
# example.
_SHAPES = {
    "ICD10": (_ICD10, "I21.4"),
    "ICPC2": (r"[A-Z](\d{1,2}(\.?\d{1,2})?)?", "K75"),
    "ATC": (r"[ABCDGHJLMNPRSV](\d{2}([A-Z]([A-Z](\d{2})?)?)?)?", "A10BK01"),
    "NCSP": (r"[A-Z]{1,4}(\d{1,2}[A-Z]?)?", "FNG02"),
    "NCMP": (r"[A-Z]{1,4}(\d{1,2}[A-Z]?)?", "FXA00"),
    "NCRP": (r"[A-Z][0-9A-Z]{0,6}", "SFM0CE"),
    "LOINC": (r"\d{1,7}-\d", "62238-1"),
    "NPU": (r"NPU\d{5}", "NPU18016"),
    "SNOMED": (r"\d{6,18}", "22298006"),
    "RXNORM": (r"\d{1,8}", "314076"),
    "CVX": (r"\d{1,3}", "207"),
    "STUDY": (r"[A-Z0-9][A-Z0-9.-]{3,29}", "NCT01756495"),
    "LOCAL": (r"[A-Za-z0-9][\w.-]{0,39}", "line_2"),
    "OMOP": (r"\d{1,10}", "4329847"),
}
_CLASS = r"\[(?:[0-9A-Z](?:-[0-9A-Z])?)+\]"
_BOUNDED = re.compile(rf"[A-Z](?:[0-9A-Z]|{_CLASS})*")
_CLASS_RANGE = re.compile(r"([0-9A-Z])-([0-9A-Z])")


def patterns_of(group: CodeGroup) -> Iterator[CodePattern | Problem]:
    """The pattern of each code of a group, or what is wrong with it."""
    problem = system_problem(group.system)
    if problem is not None:
        yield problem
        return
    for code in group.codes:
        yield read_code(group.system.text, code)


def system_problem(system: Word) -> Problem | None:
    """What is wrong with the name of a code system, or None."""
    if system.text in BY_NAME:
        return None
    fitting = [name for name in BY_NAME if _telling(name, system.text)]
    if fitting:
        return _system_missing(system, fitting)
    meant = canonical_system(system.text)
    near = (meant,) if meant in BY_NAME else nearest(system.text, BY_NAME)
    return Problem(
        rule="unknown-system",
        message=f"`{system.text}` is not a code system",
        span=system.span,
        why="each group of codes begins with the name of their system",
        instead=quoted_list(near) or quoted_list(tuple(BY_NAME)),
    )


def _system_missing(code: Word, fitting: list[str]) -> Problem:
    return Problem(
        rule="unknown-system",
        message=f"`{code.text}` is a code, and its code system is missing before it",
        span=code.span,
        why="each group of codes begins with the name of their system",
        instead=quoted_list([f"{name} {code.text}" for name in fitting]),
    )


def read_code(system: str, word: Word) -> CodePattern | Problem:
    """The pattern that a code as written stands for, or what is wrong with it."""
    prefixes = BY_NAME[system].hierarchical_by_prefix
    if prefixes and "[" in word.text:
        return _bounded(system, word)
    if prefixes and "-" in word.text:
        return _range(system, word)
    if not has_shape(system, word.text):
        return _misshapen(system, word)
    return pattern(system, word.text)


def has_shape(system: str, code: str) -> bool:
    """Whether a text has the form of a code of the system."""
    return re.fullmatch(_SHAPES[system][0], code.upper()) is not None


def _range(system: str, word: Word) -> CodePattern | Problem:
    first, _, last = word.text.partition("-")
    if last.isdigit() and len(last) < len(first):
        last = first[: -len(last)] + last
    if not has_shape(system, first) or not has_shape(system, last):
        return _misshapen(system, word)
    first, last = canonical_code(system, first), canonical_code(system, last)
    if len(first) != len(last):
        return _odd_range(word, "both ends of a range are equally long")
    if first > last:
        return _odd_range(word, "a range begins with its lower code", f"`{last}-{first}`")
    return pattern(system, first, last)


def _bounded(system: str, word: Word) -> CodePattern | Problem:
    text = canonical_code(system, word.text)
    if _BOUNDED.fullmatch(text) is None:
        return _misshapen(system, word)
    for part in re.findall(r"\[[^\]]*\]", text):
        for low, high in _CLASS_RANGE.findall(part):
            if low > high or low.isdigit() != high.isdigit():
                return _odd_range(word, f"`{low}-{high}` in brackets holds no character")
    return CodePattern(system, text)


def _misshapen(system: str, word: Word) -> Problem:
    example = _SHAPES[system][1]
    others = [name for name in _SHAPES if name != system and _telling(name, word.text)]
    hint = f"; this one looks like {quoted_list(others[:2])}" if others else ""
    return Problem(
        rule="code-shape",
        message=f"`{word.text}` does not have the shape of a code of {system}",
        span=word.span,
        why=f"codes of {system} look like {example}{hint}",
        instead=f"a code of {system}, or the code's own system before it",
    )


def _telling(system: str, code: str) -> bool:
    """Whether a code has the shape of a system whose shape is unlike the others'."""
    return system in ("ICD10", "ATC", "LOINC", "NPU", "SNOMED") and has_shape(system, code)


def _odd_range(word: Word, why: str, instead: str = "") -> Problem:
    return Problem(
        rule="code-range",
        message=f"`{word.text}` holds no code",
        span=word.span,
        why=why,
        instead=instead or "a range such as `C00-C97` or `JFB20-64`",
    )
