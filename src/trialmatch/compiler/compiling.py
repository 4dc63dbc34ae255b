"""The compiler's two ways in. Nothing heavy is loaded before one of them is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trialmatch.diagnostics import Diagnostic, Severity
from trialmatch.plan.criteria import EligibilityCriteria


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a criteria file comes to.

    `criteria` is None where there is any error, and for a shared file, which has no header.
    """

    criteria: EligibilityCriteria | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error; warnings and notes stop nothing."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def compile_text(text: str, path: str = "", read: Callable[[str], str] | None = None) -> Compiled:
    """Compile a text. `path` is where it stands; `read` gives the text of a file it uses.

    Without `read`, files are read from disk beside `path`; a text without a path can use none.
    """
    from trialmatch.compiler.assembling import compile_source

    return compile_source(text, path, read)


def compile_file(path: Path) -> Compiled:
    """Compile a file on disk, with the files it uses."""
    from trialmatch.compiler.assembling import compile_source
    from trialmatch.compiler.reading import NotReadable, read_from_disk

    try:
        text = read_from_disk(str(path))
    except NotReadable as error:
        found = Diagnostic(str(path), error.rule, str(error), why=error.why)
        return Compiled(None, (found,))
    return compile_source(text, str(path), None)
