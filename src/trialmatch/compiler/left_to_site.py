"""Code sets and measures whose codes a site has yet to give, as far as a file needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialmatch.compiler.files import Loaded
from trialmatch.diagnostics import Severity
from trialmatch.language.problems import Problem
from trialmatch.language.tree import Name, names_in


def to_be_given(loaded: Loaded) -> tuple[str, ...]:
    """What a site must give before anybody can be screened with a file."""
    return tuple(sorted({name for _, name in _asked_for(loaded)}))


def left_to_site(loaded: Loaded) -> Iterator[Problem]:
    """A warning for each that the file declares, or asks for though another file declares it."""
    own = [each.name for each in loaded.tree.codes if each.given_by_site]
    own += [each.name for each in loaded.tree.measures if each.given_by_site]
    told = {each.text for each in own}
    yield from (_warning(each, each.text) for each in own)
    for place, name in _asked_for(loaded):
        if name not in told:
            told.add(name)
            yield _warning(place, name)


def _asked_for(loaded: Loaded) -> Iterator[tuple[Name, str]]:
    """The names left to the site, each with the name in the file that leads to it."""
    names = loaded.names
    by_site = {name for name, one in names.declared.items() if one.by_site}
    if not by_site:
        return
    said: dict[str, object] = {name: one.expression for name, one in names.definitions().items()}
    said |= {name: one.said.value for name, one in names.lets().items()}
    reached = set[str]()
    for place in names_in((loaded.tree.header, loaded.tree.criteria)):
        new = set(_speaks_of(place.text, said, reached))
        yield from ((place, name) for name in sorted(new & by_site))


def _speaks_of(name: str, said: Mapping[str, object], reached: set[str]) -> Iterator[str]:
    """A name with all that its definition speaks of, and so on; `reached` are left out."""
    left = [name]
    while left:
        one = left.pop()
        if one not in reached:
            reached.add(one)
            yield one
            left += [each.text for each in names_in(said.get(one, ()))]


def _warning(place: Name, name: str) -> Problem:
    return Problem(
        rule="given-by-site",
        message=f"the codes of `{name}` are to be given by the site",
        span=place.span,
        why="nobody can be screened with this file until they are",
        instead=f'{name} = ["ICD10 …"] under [codes] in site.toml',
        severity=Severity.WARNING,
    )
