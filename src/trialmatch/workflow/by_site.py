"""Code sets that a criteria file leaves to the site, put in before anybody is screened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import cast

from trialmatch.cohort.site import FILE_NAME, Site
from trialmatch.diagnostics import Diagnostic, UsageError
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.criteria import Criteria


def with_codes_of(site: Site, criteria: Sequence[Criteria]) -> list[Criteria]:
    """The criteria with the site's codes. Raises UsageError where some are not given."""
    missing = [_missing(each, name) for each in criteria for name in _not_given(each, site)]
    if missing:
        raise UsageError(missing)
    return [_given(each, site.codes) for each in criteria]


def _not_given(criteria: Criteria, site: Site) -> list[str]:
    return [name for name in criteria.checked.by_site if name not in site.codes]


def _missing(criteria: Criteria, name: str) -> Diagnostic:
    return Diagnostic(
        criteria.checked.path,
        "given-by-site",
        f"the codes of `{name}` are to be given by the site, and are not",
        why="without them nobody can be told to have it, or not to have it",
        instead=f'{name} = ["ICD10 …"] under [codes] in {FILE_NAME}',
    )


def _given(criteria: Criteria, codes: Mapping[str, CodeSet]) -> Criteria:
    if not criteria.checked.by_site:
        return criteria
    return replace(criteria, checked=with_codes(criteria.checked, codes))


def with_codes(criteria: EligibilityCriteria, codes: Mapping[str, CodeSet]) -> EligibilityCriteria:
    """The same criteria with codes for the sets that they leave to the site, where given."""
    own = {name: codes[name] for name in criteria.by_site if name in codes}
    return cast(EligibilityCriteria, _filled(criteria, own)) if own else criteria


def _filled(value: object, codes: Mapping[str, CodeSet]) -> object:
    """The same value with the codes in the place of sets that have none."""
    if isinstance(value, CodeSet):
        return codes.get(value.name, value) if not value.include else value
    if isinstance(value, tuple):
        return tuple(_filled(item, codes) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
    new = {name: _filled(one, codes) for name, one in said.items()}
    if all(new[name] is said[name] or new[name] == said[name] for name in said):
        return value
    return replace(value, **new)
