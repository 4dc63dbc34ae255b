"""What is loaded when, and what the reference engine may know.

The layers themselves are checked by import-linter (pyproject.toml).
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HEAVY = {"pandas", "duckdb", "pyarrow", "pyparsing", "jinja2", "numpy", "pyspark", "matplotlib"}

# What the reference engine is written from. The passes of the plan and other engines are not
# among it, so that no mistake of theirs can become its own.
REFERENCE_MAY_IMPORT = (
    "trialmatch.engines.reference",
    "trialmatch.plan.algebra",
    "trialmatch.plan.criteria",
    "trialmatch.plan.naming",
    "trialmatch.plan.scale",
    "trialmatch.plan.window",
    "trialmatch.cohort",
    "trialmatch.vocabulary",
    "trialmatch.results",
    "trialmatch.diagnostics",
    "trialmatch.verdict",
)


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after a statement."""
    report = "import sys; print('\\n'.join(sorted({n.partition('.')[0] for n in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import trialmatch",
        "import trialmatch.cli",
        "import trialmatch.plan.algebra, trialmatch.plan.criteria",
        "import trialmatch.cohort.schema, trialmatch.cohort.records, trialmatch.cohort.holdings",
        "import trialmatch.results.answers, trialmatch.results.attrition",
    ],
)
def test_importing_loads_no_heavy_package(statement: str) -> None:
    loaded = loaded_by(statement)
    assert "trialmatch" in loaded
    assert not loaded & HEAVY


def test_asking_for_the_version_loads_no_heavy_package() -> None:
    statement = (
        "import sys, trialmatch.cli\n"
        "try:\n"
        "    sys.argv = ['trialmatch', '--version']\n"
        "    trialmatch.cli.main()\n"
        "except SystemExit as done:\n"
        "    assert not done.code, done.code"
    )
    assert not loaded_by(statement) & HEAVY


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file of ours imports; `from package import name` counts as both."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_reference_engine_is_written_from_the_meaning_alone(repository: Path) -> None:
    files = sorted((repository / "src/trialmatch/engines/reference").rglob("*.py"))
    assert files
    ours = {(file.name, name) for file in files for name in imports_of(file)}
    foreign = {
        (file, name)
        for file, name in ours
        if name.startswith("trialmatch.")
        and not any(name == ok or name.startswith(f"{ok}.") for ok in REFERENCE_MAY_IMPORT)
    }
    assert not foreign


def test_the_reference_engine_is_plain_python(repository: Path) -> None:
    files = (repository / "src/trialmatch/engines/reference").rglob("*.py")
    packages = {name.partition(".")[0] for file in files for name in imports_of(file)}
    assert packages - {"trialmatch"} <= set(sys.stdlib_module_names)


def test_no_file_imports_relatively(repository: Path) -> None:
    """Relative imports would hide a layer from a reader."""
    relative = [
        str(path.relative_to(repository))
        for path in (repository / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
