"""Checks of what is declared in a TOML file: every problem is collected, none stops the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.vocabulary.calendar import Moment, from_datetime, parse_moment
from trialmatch.vocabulary.near_names import nearest

_WORDS = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    dict: "a table",
    list: "a list",
    date: "a date such as 2026-11-01",
}


class Findings:
    """What is wrong in one file."""

    def __init__(self, path: str) -> None:
        """Collect for the file at this path, empty for the caller's own words."""
        self.path = path
        self.diagnostics: list[Diagnostic] = []

    def add(self, rule: str, message: str, *, why: str = "", instead: str = "") -> None:
        """Note one problem."""
        self.diagnostics.append(Diagnostic(self.path, rule, message, why, instead))

    def stop_if_any(self) -> None:
        """Raise UsageError with all problems, if there is any."""
        if self.diagnostics:
            raise UsageError(self.diagnostics)

    def known(self, table: object, keys: Mapping[str, type], where: str) -> dict[str, object]:
        """The entries of a table that are known and of the right type."""
        if not isinstance(table, dict):
            self.add("wrong-type", f"{where} is {_WORDS[dict]}, not a single value")
            return {}
        right = {}
        for key, value in table.items():
            name = f"{where}.{key}" if where else str(key)
            if key not in keys:
                self._unknown(str(key), keys, where)
            elif not _is(value, keys[key]):
                self.add("wrong-type", f"{name} is not {_WORDS[keys[key]]}")
            else:
                right[str(key)] = value
        return right

    def one_of(self, word: str, words: Iterable[str], name: str) -> None:
        """Note a word that is not of a closed list."""
        words = tuple(words)
        if word not in words:
            near = nearest(word, words, 1)
            message = f"{name} is one of {', '.join(words)}"
            self.add("unknown-word", message, instead=f'"{near[0]}"' if near else "")

    def _unknown(self, key: str, keys: Iterable[str], where: str) -> None:
        near = nearest(key, keys, 1)
        place = f" in [{where}]" if where else ""
        expected = f"known are {', '.join(sorted(keys))}"
        self.add("unknown-key", f"there is no `{key}`{place}", why=expected, instead="".join(near))


def _is(value: object, expected: type) -> bool:
    if expected is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if expected is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, expected)


def as_zone(name: object, default: str, found: Findings) -> str:
    """The name of a time zone, or the default where there is no such zone."""
    zones = available_timezones()
    if name in zones:
        return str(name)
    near = nearest(str(name), zones, 1)
    found.add("unknown-zone", "source.zone is not a time zone", instead=f'"{(*near, default)[0]}"')
    return default


def as_moment(value: object, zone: str, name: str, found: Findings) -> Moment | None:
    """The last minute of a date, or a given minute, in the zone."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if isinstance(value, datetime):
        return Moment(from_datetime(value), from_datetime(value))
    try:
        last = parse_moment(value.isoformat() if isinstance(value, date) else str(value)).hi
    except ValueError:
        found.add("bad-date", f"{name} is not a date", instead="2026-11-01")
        return None
    return Moment(last, last)
