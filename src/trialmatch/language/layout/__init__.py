"""The canonical layout of a criteria file: where its lines begin, and what lies between words."""

from __future__ import annotations

from trialmatch.language.layout.laying_out import laid_out
from trialmatch.language.layout.spacing import on_one_line

__all__ = ["laid_out", "on_one_line"]
