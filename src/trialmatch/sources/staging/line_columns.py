"""SQL for the columns of lines: closed words as numbers, texts as positions, no nulls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trialmatch.cohort.kinds import BY_NAME, DOSE
from trialmatch.cohort.partition import COLUMNS, EARLIEST, LATEST, OTHER_STATUS, WORDS
from trialmatch.cohort.schema import ATTRIBUTES
from trialmatch.cohort.status import BY_NAME_ALONE, PLANNED, STATUSES, Certainty
from trialmatch.sources.staging.columns import Columns
from trialmatch.sources.staging.parts import name, text

# Of these kinds' rows alone there is a result.
_OF_RESULTS = frozenset(
    ("value", "comparator", "unit", "text", "value_code", "absent", "range_low", "range_high")
)
# Columns that every line has, and those that are made when lines are put into partitions.
_MADE = frozenset({"patient", "start_lo", "start_hi", "status", "row", "code"})


def read(asked: frozenset[str]) -> list[str]:
    """The columns beside those of every line that are read, in the order of `COLUMNS`."""
    return [column for column in COLUMNS if column in asked - _MADE]


def has_results(kind: str) -> bool:
    """Whether rows of a kind have a result."""
    return BY_NAME[kind].merges_equal_rows


def _of_dose(column: str, kind: str) -> bool:
    return BY_NAME[kind].has_dose and column in DOSE


def there(column: str, kind: str, columns: Columns) -> bool:
    """Whether a part can have anything but the neutral value in a column."""
    if column in _OF_RESULTS and not (has_results(kind) or _of_dose(column, kind)):
        return False
    if column in ("comparator", "text") and columns.is_number("value"):
        return column == "text" and "value_text" in columns
    made_of = {
        "end_lo": ("end",),
        "end_hi": ("end",),
        "comparator": ("value",),
        "text": ("value_text", "value"),
        "contact": ("id", "contact") if kind == "visit" else ("contact",),
    }
    return any(each in columns for each in made_of.get(column, (column,)))


def minute(sql: str, none: str) -> str:
    """A minute in 32 bits; times beyond are at their edge."""
    # duckdb's least and greatest leave nulls out.
    inside = f"greatest(least({sql}, {LATEST}), {EARLIEST})"
    return f"CASE WHEN {sql} IS NULL THEN {none} ELSE {inside} END::INTEGER"


def word_number(column: str, columns: Columns) -> str:
    """The number of a closed list's word; words as they are mostly written come first."""
    other = OTHER_STATUS if column == "status" else 0
    cases = " ".join(
        f"WHEN {text(word)} THEN {number}" for number, word in enumerate(WORDS[column]) if word
    )
    careful = f"CASE {columns.words(column)} {cases} ELSE {other} END"
    careful = f"CASE WHEN {columns.words(column)} IS NULL THEN 0 ELSE {careful} END"
    if not columns.is_text(column):
        return f"({careful})::UTINYINT"
    raw = name(column)
    return (
        f"(CASE WHEN {raw} IS NULL THEN 0 ELSE CASE {raw} {cases} ELSE {careful} END END)::UTINYINT"
    )


def counts(column: str, columns: Columns) -> str:
    """Whether a row's status is not one that never counts."""
    never = [word for word, certain in STATUSES.items() if certain is Certainty.NEVER]
    return f"{word_number(column, columns)} NOT IN ({_numbers(never)})"


def there_at(column: str, columns: Columns, begun: str) -> str:
    """Whether a row that has `begun` can be asked for at all; what is planned need not have."""
    never = [word for word, certain in STATUSES.items() if certain is Certainty.NEVER]
    lost = _numbers(word for word in never if word not in BY_NAME_ALONE)
    status = word_number(column, columns)
    return f"{status} NOT IN ({lost}) AND ({begun} OR {status} = {_numbers([PLANNED])})"


def _numbers(words: Iterable[str]) -> str:
    return ", ".join(str(WORDS["status"].index(word)) for word in words)


def contact(kind: str, columns: Columns) -> str:
    """A number for a contact, never 0; 0 where there is none."""
    words = columns.words("id" if kind == "visit" else "contact")
    number = f"greatest((hash({words}) >> 1)::BIGINT, 1)"
    return f"CASE WHEN {words} IS NULL THEN 0 ELSE {number} END"


def comparator(columns: Columns) -> str:
    """The number of the bound that stands before a value."""
    cases = " ".join(
        f"WHEN {text(word)} THEN {number}"
        for number, word in enumerate(WORDS["comparator"])
        if word
    )
    return f"(CASE {columns.read_number('value')[1]} {cases} ELSE 0 END)::UTINYINT"


def text_key(column: str, columns: Columns) -> str:
    """What tells the texts of a column apart, as it stands where that is enough."""
    if column == "text":
        words = columns.read_number("value")[2]
        return f"coalesce({columns.words('value_text')}, {words})"
    if column == "value_code":
        system = f"coalesce({columns.words('value_system')}, '')"
        return f"{system} || chr(31) || {columns.words('value_code')}"
    plain = columns.is_text(column) and column not in ATTRIBUTES
    return name(column) if plain else columns.words(column)


def notes(kind: str, asked: frozenset[str], columns: Columns) -> Iterator[tuple[str, int]]:
    """SQL for what is worth a note of a line, each with the number of its `NOTES`."""
    if has_results(kind):
        if asked & {"value", "text"}:
            yield f"{columns.read_number('value')[2]} IS NOT NULL", 0
        limits = [each for each in ("range_low", "range_high") if each in asked]
        if limits:
            words = (f"{columns.read_number(each)[2]} IS NOT NULL" for each in limits)
            yield " OR ".join(words), 1
    if "days_supply" in asked:
        yield f"{columns.read_number('days_supply')[2]} IS NOT NULL", 2
    for number, column in enumerate(("act", "position", "contact_type"), 3):
        if column in asked and column in columns:
            known = f"{columns.words(column)} IN ({_words(column)})"
            # Words as they are mostly written are met before they are put in their form.
            if columns.is_text(column):
                known = f"CASE WHEN {name(column)} IN ({_words(column)}) THEN true ELSE {known} END"
            yield f"NOT {known}", number


def _words(column: str) -> str:
    return ", ".join(text(word) for word in WORDS[column] if word)
