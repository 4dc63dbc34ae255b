"""The sorts of mutation, one file each, found by looking into the folder.

Every module here has one `SORT`.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from trialmatch.workflow.mutation.sort import Sort


@lru_cache(maxsize=1)
def all_sorts() -> tuple[Sort, ...]:
    """Every sort of mutation, in the order of their files' names."""
    found = list[Sort]()
    for module in pkgutil.iter_modules(__path__):
        sort = import_module(f"{__name__}.{module.name}").SORT
        if not isinstance(sort, Sort):
            raise TypeError(f"SORT of {module.name} is not a Sort")
        found.append(sort)
    return tuple(found)
