"""Exceptions that carry diagnostics; each knows the exit code of the command line."""

from __future__ import annotations

from collections.abc import Iterable

from trialmatch.diagnostics.diagnostic import Diagnostic
from trialmatch.diagnostics.rendering import render


class TrialmatchError(Exception):
    """Something was wrong with what trialmatch was given. All findings are collected first."""

    exit_code = 3

    def __init__(self, diagnostics: Iterable[Diagnostic] | str) -> None:
        """Carry findings; a text alone becomes one finding."""
        if isinstance(diagnostics, str):
            diagnostics = [Diagnostic(path="", rule="error", message=diagnostics)]
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(render(each) for each in self.diagnostics))


class CriteriaError(TrialmatchError):
    """A criteria file has mistakes; exit code 1."""

    exit_code = 1


class UsageError(TrialmatchError):
    """A file cannot be read, or the call cannot be carried out as asked; exit code 2."""

    exit_code = 2


class DataError(TrialmatchError):
    """The data contradict what was said of them; exit code 3."""

    exit_code = 3
