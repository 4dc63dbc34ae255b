"""The screening made up by hand, for all tests of reports."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The module beside this file: test folders are no packages."""
    path = Path(__file__).with_name("made_up_list.py")
    spec = importlib.util.spec_from_file_location("made_up_list", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
