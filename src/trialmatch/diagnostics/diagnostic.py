"""A diagnostic points at the smallest wrong place and says what to write there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum


class Severity(Enum):
    """How bad it is: an error stops the run, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open piece of one text file: `start` and `end` are offsets in characters."""

    start: int
    end: int
    line: int
    column: int

    @property
    def length(self) -> int:
        """Characters covered, at least one so that a caret can be drawn."""
        return max(1, self.end - self.start)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a text or a data file.

    `rule` reads after "allow" (for example "unknown-name"). `line` is the source line that
    the span starts on, so that a diagnostic can be shown without the file at hand.
    """

    path: str
    rule: str
    message: str
    why: str = ""
    instead: str = ""
    span: Span | None = None
    line: str = ""
    severity: Severity = Severity.ERROR

    def as_dict(self) -> dict[str, object]:
        """A plain mapping for `--json`."""
        return asdict(self) | {"severity": self.severity.value}
