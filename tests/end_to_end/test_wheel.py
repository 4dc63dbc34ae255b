"""What a stranger gets: the wheel in an empty environment, the demo in an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel and what it asks for, nothing else."""

    wheel: Path
    bin: Path

    def run(self, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in a folder, blind to this checkout."""
        return run([str(self.bin / command[0]), *command[1:]], folder)


@dataclass(frozen=True)
class Demo:
    """A finished `trialmatch demo`."""

    folder: Path
    stdout: str

    def files(self, pattern: str) -> list[Path]:
        """What it wrote, by pattern."""
        return sorted(self.folder.rglob(pattern))


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without this checkout on Python's path."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=900
    )


def succeed(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed, provided that it ended well."""
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
    require: Callable[[object, str], None],
) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    probe = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", "probe", "hatchling"]
    require(run([sys.executable, *probe], folder).returncode == 0, "package index")
    build = ["-m", "build", "--wheel", "--outdir", str(folder), str(repository)]
    succeed(run([sys.executable, *build], folder))
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, its dependencies from the package index."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check"]
    succeed(run([*pip, "install", "--quiet", str(wheel)], home))
    return Installed(wheel, programs)


@pytest.fixture(scope="module")
def demo(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, run for a few patients in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    done = installed.run("trialmatch", "demo", "--patients", "300", folder=folder)
    return Demo(folder, succeed(done))


def criteria_sets(repository: Path) -> list[str]:
    """The names of the trials and registries in the criteria files: each makes a list."""
    files = (repository / "criteria").rglob("*.criteria")
    header = re.compile(r"^(?:trial|registry|programme)\s+(\S+)", re.MULTILINE)
    found = (header.search(path.read_text("utf-8")) for path in files)
    return sorted(match.group(1) for match in found if match)


def test_the_wheel_carries_every_criteria_file_and_template(wheel: Path, repository: Path) -> None:
    source = repository / "src"
    expected = {
        str(path.relative_to(source))
        for path in (source / "trialmatch").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } | {
        f"trialmatch/{path.relative_to(repository)}"
        for path in (repository / "criteria").rglob("*")
        if path.is_file()
    }
    assert any(name.endswith(".html") for name in expected)
    assert any(name.endswith(".criteria") for name in expected)
    with zipfile.ZipFile(wheel) as archive:
        assert expected - set(archive.namelist()) == set()


def test_the_wheel_carries_no_tests_and_no_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.partition("/")[0] for name in archive.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"trialmatch"}


def test_the_installed_command_knows_its_version(installed: Installed, tmp_path: Path) -> None:
    printed = succeed(installed.run("trialmatch", "--version", folder=tmp_path))
    assert installed.wheel.name.split("-")[1] in printed


def test_the_demo_writes_a_list_for_every_criteria_set(demo: Demo, repository: Path) -> None:
    sets = criteria_sets(repository)
    assert sets
    assert [path.stem for path in demo.files("*.html")] == sets
    assert [path.stem for path in demo.files("*.csv")] == sets


def test_the_demo_says_where_to_look(demo: Demo) -> None:
    pages = [str(path.relative_to(demo.folder)) for path in demo.files("*.html")]
    assert pages
    assert [page for page in pages if page not in demo.stdout] == []


def test_the_demo_leaves_a_manifest_with_counts_and_no_half_written_file(demo: Demo) -> None:
    manifests = [json.loads(path.read_text("utf-8")) for path in demo.files("manifest.json")]
    assert manifests
    assert all(manifest["format"] for manifest in manifests)
    assert [path for path in demo.files("*") if path.suffix in (".part", ".tmp")] == []


def test_the_demo_finds_someone(demo: Demo) -> None:
    lines = [len(path.read_text("utf-8").splitlines()) for path in demo.files("*.csv")]
    assert any(count > 1 for count in lines)


def test_the_installed_package_checks_and_tests_its_own_criteria(
    installed: Installed, tmp_path: Path
) -> None:
    find = "import pathlib, trialmatch; print(pathlib.Path(trialmatch.__file__).parent)"
    package = succeed(installed.run("python", "-c", find, folder=tmp_path)).strip()
    for command in ("check", "test"):
        succeed(installed.run("trialmatch", command, f"{package}/criteria", folder=tmp_path))


def test_the_readme_can_be_followed_as_printed(
    installed: Installed, repository: Path, tmp_path: Path
) -> None:
    readme = repository.joinpath("README.md").read_text("utf-8")
    criteria = re.search(r"^```\n(trial .*?)^```", readme, re.DOTALL | re.MULTILINE)
    library = re.search(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    screen = re.search(r"^trialmatch (screen my\.criteria .*)$", readme, re.MULTILINE)
    assert criteria and library and screen
    tmp_path.joinpath("my.criteria").write_text(criteria.group(1), encoding="utf-8")
    cohort = ["demo-cohort", "--patients", "60", "--seed", "7", "--out", "DATA"]
    succeed(installed.run("trialmatch", *cohort, folder=tmp_path))
    succeed(installed.run("trialmatch", *screen.group(1).split(), folder=tmp_path))
    assert list(tmp_path.joinpath("lists").rglob("*.html"))
    last = library.group(1).strip().splitlines()[-1]
    program = library.group(1).replace(last, f"print(type({last}).__name__)")
    assert succeed(installed.run("python", "-c", program, folder=tmp_path)).strip() == "DataFrame"
