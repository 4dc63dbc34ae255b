"""A mutant: what was changed where, and what its criteria have become."""

from __future__ import annotations

from dataclasses import dataclass

from trialmatch.diagnostics import Diagnostic, Severity, Span
from trialmatch.plan.criteria import Criterion
from trialmatch.vocabulary.codesets import CodeSet


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change by one step. `sort` is its kind, `of` the criterion or name that it is in.

    `criteria` are those that ask something else now; `codes` is the code set that has changed,
    where it is one.
    """

    sort: str
    of: str
    words: str
    span: Span
    criteria: tuple[Criterion, ...]
    codes: CodeSet | None = None

    def diagnostic(
        self, path: str, line: str, rule: str, why: str, severity: Severity
    ) -> Diagnostic:
        """The mutant as a finding at the place of the change."""
        message = f"no case notices {self.of} with this changed: {self.words}"
        return Diagnostic(path, rule, message, why, span=self.span, line=line, severity=severity)
