"""The one currency of error: what is wrong, where, why, and what to write instead."""

from trialmatch.diagnostics.diagnostic import Diagnostic, Severity, Span
from trialmatch.diagnostics.errors import CriteriaError, DataError, TrialmatchError, UsageError
from trialmatch.diagnostics.rendering import render, summary

__all__ = [
    "CriteriaError",
    "DataError",
    "Diagnostic",
    "Severity",
    "Span",
    "TrialmatchError",
    "UsageError",
    "render",
    "summary",
]
