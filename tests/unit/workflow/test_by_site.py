from __future__ import annotations

import pytest

from trialmatch.cohort.site import Site
from trialmatch.diagnostics import UsageError
from trialmatch.plan.algebra import Events
from trialmatch.vocabulary.codesets import CodePattern, CodeSet
from trialmatch.workflow.by_site import with_codes_of
from trialmatch.workflow.criteria import Criteria, parse

TEXT = """trial T "T"
  screen each patient
codes local = to be given by the site
codes stroke = ICD10 I63
include
  I1: diagnosis local and diagnosis stroke
"""
LOCAL = CodeSet("local", (CodePattern("ICD10", "G45"),))


def _sets(criteria: Criteria) -> set[CodeSet]:
    nodes = criteria.checked.nodes()
    return {each.codes for each in nodes if isinstance(each, Events) and each.codes is not None}


def test_nobody_is_screened_before_the_site_has_given_its_codes() -> None:
    with pytest.raises(UsageError) as raised:
        with_codes_of(Site(), [parse(TEXT)])
    assert [each.rule for each in raised.value.diagnostics] == ["given-by-site"]


def test_the_codes_that_the_site_gives_are_those_asked_for() -> None:
    (given,) = with_codes_of(Site(codes={"local": LOCAL}), [parse(TEXT)])
    assert LOCAL in _sets(given)
    assert {each.name for each in _sets(given)} == {"local", "stroke"}


def test_a_code_set_of_the_file_is_not_replaced_by_one_of_the_site() -> None:
    other = CodeSet("stroke", (CodePattern("ICD10", "I64"),))
    (given,) = with_codes_of(Site(codes={"local": LOCAL, "stroke": other}), [parse(TEXT)])
    assert other not in _sets(given)
