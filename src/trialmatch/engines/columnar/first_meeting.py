"""The first of a patient's events that meets the criteria, for many patients (meaning 26)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trialmatch.engines.columnar.members import Mask, runs
from trialmatch.engines.columnar.segments import any_of, least
from trialmatch.engines.columnar.table import Array
from trialmatch.plan.criteria import EligibilityCriteria
from trialmatch.results.answers import State
from trialmatch.results.many import Left, Part, concluded

_NEVER = np.iinfo(np.int64).max


def first_meeting(criteria: EligibilityCriteria, part: Part) -> Part:
    """The same part with those events alone that may be the first to meet the criteria.

    What counts is said in `trialmatch.results.first_meeting`.
    """
    size, subjects = len(part.subjects), part.subjects
    states = concluded(criteria, part)
    at = part.screened
    patient, lo, hi = subjects.patient[at], subjects.index_lo[at], subjects.index_hi[at]
    patients = int(patient.max()) + 1 if len(patient) else 0
    met = np.unpackbits(states[State.ELIGIBLE], count=size).astype(np.bool_)[at]
    against = np.unpackbits(states[State.INELIGIBLE], count=size).astype(np.bool_)[at]
    bar = least(hi[met], patient[met], patients, _NEVER)
    kept: Mask = ~against & (lo <= bar[patient])
    certain = _certain(kept, patient, lo, hi)
    kept |= _stands_for_all(kept, patient, patients)
    doubtful = np.zeros(size, np.bool_) if subjects.unconfirmed is None else subjects.unconfirmed
    doubtful = doubtful.copy()
    doubtful[at[kept & ~certain]] = True
    left = np.zeros(size, np.bool_)
    left[at[kept]] = True
    return replace(part, subjects=replace(subjects, unconfirmed=doubtful), left=Left.of(left))


def _certain(kept: Mask, patient: Array, lo: Array, hi: Array) -> Mask:
    """Whether none of the patient's others that are kept may be the earlier one."""
    certain = np.ones(len(kept), np.bool_)
    at = np.flatnonzero(kept)
    at = at[np.lexsort((lo[at], patient[at]))]
    begin = runs(patient[at])
    of_run = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, len(at))))
    earliest = np.append(lo[at], _NEVER)
    second = begin + 1
    alone = np.append(begin[1:], len(at)) == second
    next_lo = np.where(alone, _NEVER, earliest[second])
    others = earliest[begin][of_run] if len(at) else earliest[:0]
    others[begin] = next_lo
    certain[at] = others > hi[at]
    return certain


def _stands_for_all(kept: Mask, patient: Array, patients: int) -> Mask:
    """Of a patient whose events are all ruled out, the first."""
    some = any_of(kept, patient, patients)
    first = np.zeros(len(kept), np.bool_)
    first[runs(patient)] = True
    alone: Mask = first & ~some[patient]
    return alone
