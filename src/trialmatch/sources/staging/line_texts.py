"""The texts of lines: each column's own are numbered, and lines have the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from trialmatch.cohort.needs import Coding, Needs
from trialmatch.cohort.partition import DICTIONARIES
from trialmatch.sources.staging.connection import Connection, count_of
from trialmatch.sources.staging.line_selection import LineSelection, TextType
from trialmatch.vocabulary.codesystems import canonical_code, canonical_system

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class LineTexts:
    """`types` has for each column with any texts the type that numbers them."""

    def __init__(self, connection: Connection, needs: Needs, name: str) -> None:
        """Nothing is looked at yet; `name` is one that no other has."""
        self._connection = connection
        self._needs = needs
        self._name = name
        self._asked = frozenset[str]().union(*(needs.columns(kind) for kind in needs.kinds))
        self.types: dict[str, TextType] = {}

    def look(self, selections: Sequence[LineSelection]) -> None:
        """Number the texts that are in the columns asked for."""
        for column in DICTIONARIES:
            if column != "code" and column in self._asked:
                asked = ((each, self._needs.columns(each.kind)) for each in selections)
                keys = [each.texts(column, columns) for each, columns in asked]
                if any(keys):
                    self._number(column, " UNION ".join(key for key in keys if key))

    def _number(self, column: str, keys: str) -> None:
        name = f"{column}_of_{self._name}"
        self._connection.execute(
            f"CREATE TEMP TABLE {name}_ AS SELECT key FROM ({keys}) WHERE key IS NOT NULL"
        )
        many = count_of(self._connection, f"SELECT count(*) FROM {name}_")
        if many:
            self._connection.execute(f"CREATE TEMP TYPE {name} AS ENUM (SELECT key FROM {name}_)")
            self.types[column] = TextType(name, "USMALLINT" if many < 1 << 16 else "INTEGER")
        self._connection.execute(f"DROP TABLE {name}_")

    def dictionaries(
        self, codings: Iterable[Coding]
    ) -> tuple[dict[str, npt.NDArray[np.int32]], dict[str, Sequence[str]]]:
        """By column, the place of each numbered text in the dictionary, and the dictionary."""
        texts = {name: ["", *self._labels(name)] for name in self.types}
        if "code" in self._asked:
            texts["code"] = [f"{system} {code}" if code else "" for _, system, code in codings]
        places: dict[str, npt.NDArray[np.int32]] = {}
        dictionaries: dict[str, Sequence[str]] = {}
        for name, labels in texts.items():
            places[name], dictionaries[name] = _positions(labels)
        return places, dictionaries

    def _labels(self, column: str) -> Iterator[str]:
        query = f"SELECT enum_range(NULL::{self.types[column].name})"
        (labels,) = self._connection.execute(query).fetchall()[0]
        for label in map(str, labels):
            yield _coded(label) if column == "value_code" else label.strip(" ")

    def close(self) -> None:
        """Drop what was made."""
        for type_ in self.types.values():
            self._connection.execute(f"DROP TYPE IF EXISTS {type_.name}")


def _positions(labels: Sequence[str]) -> tuple[npt.NDArray[np.int32], Sequence[str]]:
    import numpy as np

    dictionary = ["", *dict.fromkeys(label for label in labels if label)]
    position = {label: number for number, label in enumerate(dictionary)}
    return np.array([position[label] for label in labels], np.int32), dictionary


def _coded(label: str) -> str:
    system, _, code = label.partition("\x1f")
    known = canonical_system(system)
    return f"{known} {canonical_code(known, code)}"
