"""The compiler's two ways in. Nothing heavy is loaded before one of them is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.diagnostics import Diagnostic, Severity
from trialmatch.plan.criteria import EligibilityCriteria

if TYPE_CHECKING:
    from trialmatch.compiler.cache import Cache


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
    from trialmatch.compiler.files import Loading

    return compile_source(text, path, Loading(read))


def compile_file(path: Path) -> Compiled:
    """Compile a file on disk, with the files it uses; an unchanged one is had from the cache."""
    from trialmatch.compiler.cache import cache_in_use
    from trialmatch.compiler.reading import NotReadable, read_from_disk

    where = str(path)
    try:
        text = read_from_disk(where)
    except NotReadable as error:
        found = Diagnostic(where, error.rule, str(error), why=error.why)
        return Compiled(None, (found,))
    cache = cache_in_use()
    kept = cache.find(text, where) if cache else None
    return kept or _compiled_anew(text, where, cache)


def _compiled_anew(text: str, path: str, cache: Cache | None) -> Compiled:
    from trialmatch.compiler.assembling import compile_source
    from trialmatch.compiler.files import Loading

    loading = Loading(None)
    compiled = compile_source(text, path, loading)
    # Where a file could not be read, the next time may find it.
    if cache is not None and not loading.unread:
        cache.keep(text, path, loading.used(), compiled)
    return compiled
