"""Planting a fault: one name of the columnar engine or its plan stands for something wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from trialmatch.engines.columnar.truths import Truths, unpacked

Plant = Callable[[pytest.MonkeyPatch], None]
# A function made of the one that is right.
Wrong = Callable[[Any], Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong, in words, and how it is planted."""

    words: str
    plant: Plant


def fault(words: str, place: str, wrong: Wrong, *others: str) -> Fault:
    """A fault at one place, said below `trialmatch`; `others` are where it is imported by name."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        for each in (place, *others):
            module, _, name = f"trialmatch.{each}".rpartition(".")
            owner = _owner(module)
            patch.setattr(owner, name, wrong(getattr(owner, name)))

    return Fault(words, plant)


def _owner(path: str) -> Any:
    """A module, or a class in one."""
    try:
        return import_module(path)
    except ModuleNotFoundError:
        module, _, name = path.rpartition(".")
        return getattr(import_module(module), name)


def always(value: Any) -> Wrong:
    """Gives this, whatever is asked."""
    return lambda right: lambda *args, **kwargs: value


def instead(value: Any) -> Wrong:
    """Is this, where it was something else."""
    return lambda right: value


def nobody(like: int) -> Wrong:
    """Marks nobody; as many as the argument of that number has."""
    return lambda right: lambda *args, **kwargs: np.zeros(len(args[like]), np.bool_)


def unchanged(which: int) -> Wrong:
    """Hands back one of the arguments as it is."""
    return lambda right: lambda *args, **kwargs: args[which]


def with_verdicts(truth: Truths, met: Any, not_met: Any) -> Truths:
    """Other verdicts, as booleans or as bits like those given."""
    packed = truth.met.dtype != np.bool_
    met, not_met = (np.packbits(each) if packed else each for each in (met, not_met))
    return Truths(truth.size, met, not_met, truth.data, truth.reasons)


def verdicts(truth: Truths) -> tuple[Any, Any]:
    """Who is MET and who is NOT_MET, as booleans."""
    return unpacked(truth.met, truth.size), unpacked(truth.not_met, truth.size)
