"""Where cohorts come from: each module or folder here with a `SOURCE` is a format of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from trialmatch.cohort.site import Site
from trialmatch.cohort.source import CohortSource
from trialmatch.cohort.tables import CohortTables
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.sources.source import Source
from trialmatch.vocabulary.near_names import nearest

__all__ = ["Source", "open_cohort_source", "open_source", "sources"]


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Every source by name, found by going through this folder."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = (getattr(module, "SOURCE", None) for module in modules)
    return {source.name: source for source in found if isinstance(source, Source)}


def open_source(
    path: str | Path,
    *,
    site: Site | None = None,
    format: str | None = None,
    cut_off: str | None = None,
    synthetic: bool | None = None,
) -> CohortTables:
    """The whole cohort of `open_cohort_source`."""
    return open_cohort_source(
        path, site=site, format=format, cut_off=cut_off, synthetic=synthetic
    ).tables()


def open_cohort_source(
    path: str | Path,
    *,
    site: Site | None = None,
    format: str | None = None,
    cut_off: str | None = None,
    synthetic: bool | None = None,
) -> CohortSource:
    """Open the cohort in a folder with the one source that recognises it.

    Without `site`, the `site.toml` in the folder counts. `format` names a source, and
    `cut_off` and `synthetic` say what the site's file does not. Raises UsageError where the
    folder is not there or not one source's, DataError where the data cannot be used.
    """
    folder = Path(path)
    _there(folder)
    site = site if site is not None else Site.beside(folder)
    site = site.with_declared(cut_off=cut_off, synthetic=synthetic)
    return _reader(folder, _asked_for(format)).open(folder, site)


def _there(folder: Path) -> None:
    if folder.is_dir():
        return
    if folder.exists():
        message, instead = "this is not a folder", str(folder.parent)
    else:
        message = "there is no such folder"
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        instead = "".join(nearest(folder.name, (each.name for each in beside), 1))
    raise UsageError([Diagnostic(str(folder), "no-such-folder", message, instead=instead)])


def _asked_for(format: str | None) -> list[Source]:
    known = sources()
    if format is None:
        return [known[name] for name in sorted(known)]
    if format not in known:
        why = f"formats are {', '.join(sorted(known))}"
        near = "".join(nearest(format, known, 1))
        raise UsageError(
            [Diagnostic("", "unknown-format", f"there is no format `{format}`", why, near)]
        )
    return [known[format]]


def _reader(folder: Path, candidates: Sequence[Source]) -> Source:
    found = [source for source in candidates if source.recognises(folder)]
    if len(found) == 1:
        return found[0]
    if found:
        titles = " and ".join(source.title for source in found)
        raise UsageError(
            [
                Diagnostic(
                    str(folder),
                    "several-formats",
                    "this folder can be read in several ways",
                    why=f"it holds {titles}",
                    instead="each format in a folder of its own",
                )
            ]
        )
    raise UsageError([_nothing(folder, candidates)])


def _nothing(folder: Path, candidates: Sequence[Source]) -> Diagnostic:
    looked_for = (f"{each.title}: {' or '.join(each.looks_for)}" for each in candidates)
    present = sorted(each.name for each in folder.iterdir() if each.is_file())
    names = [name for each in candidates for name in each.looks_for]
    meant = (
        f"`{near[0]}` instead of `{file}`" for file in present if (near := nearest(file, names, 1))
    )
    return Diagnostic(
        str(folder),
        "nothing-recognised",
        "there is no cohort in this folder that can be read",
        why=f"looked for {'; '.join(looked_for)}",
        instead=next(meant, ""),
    )
