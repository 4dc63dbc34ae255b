"""Rules of the house that no linter checks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = "src/trialmatch"
LONGEST_FILE = 400
SAYS_NOTHING = re.compile(r"^(utils?|helpers?|common|misc|managers?)(_|$)|_(utils?|helpers?)$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(home|root|Users|work|tmp/[a-z]{2,}/)[/\w]*")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".criteria", ".ipynb", ".html", ".css", ".js"}
FOLDERS = (".ci", "benchmarks", "criteria", "docs", "notebooks", "src", "tests")
CODE_WITHOUT_TEST = {"__init__", "__main__"}


def texts(root: Path) -> Iterator[Path]:
    """Every text file that belongs to the repository."""
    yield from (path for path in root.iterdir() if path.is_file() and path.suffix in TEXT)
    yield root / "Makefile"
    for folder in FOLDERS:
        yield from (
            path
            for path in root.joinpath(folder).rglob("*")
            if path.is_file()
            and (path.suffix in TEXT or folder == ".ci")
            and "__pycache__" not in path.parts
            and ".ipynb_checkpoints" not in path.parts
        )


def python_files(root: Path) -> list[Path]:
    """Every Python file of the package."""
    return sorted(root.joinpath(SOURCE).rglob("*.py"))


def test_no_source_file_is_longer_than_a_person_reads_at_once(repository: Path) -> None:
    lengths = {
        str(path.relative_to(repository)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(repository)
    }
    assert lengths
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_every_name_of_a_file_says_what_is_in_it(repository: Path) -> None:
    vague = [
        str(path.relative_to(repository))
        for folder in ("src", "tests", "criteria")
        for path in repository.joinpath(folder).rglob("*")
        if SAYS_NOTHING.search(path.name.partition(".")[0].removeprefix("test_"))
    ]
    assert vague == []


def test_no_file_names_a_path_of_one_machine(repository: Path) -> None:
    own = Path(__file__).name
    found = [
        f"{path.relative_to(repository)}: {match.group()}"
        for path in texts(repository)
        if path.name != own
        for match in MACHINE_PATH.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_checker_is_silenced(repository: Path) -> None:
    silenced = re.compile(r"#\s*(type:\s*ignore|noqa|pragma: no cover)")
    found = [
        str(path.relative_to(repository))
        for folder in ("src", "tests")
        for path in repository.joinpath(folder).rglob("*.py")
        if silenced.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_link_between_documents_leads_somewhere(repository: Path) -> None:
    documents = [*repository.glob("*.md"), *repository.joinpath("docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(repository)}: {target}"
        for document in documents
        for match in LINK.finditer(document.read_text(encoding="utf-8"))
        if not leads_somewhere(document, target := match.group(1) or match.group(2))
    ]
    assert len(documents) > 5
    assert broken == []


def leads_somewhere(document: Path, target: str) -> bool:
    """Whether a link's file and heading are there; addresses on the web are not looked up."""
    if re.match(r"[a-z]+:", target):
        return True
    name, _, heading = target.partition("#")
    file = document.parent / name if name else document
    return file.exists() and (not heading or heading in headings(file))


def headings(document: Path) -> set[str]:
    """The anchors of a document's headings."""
    lines = document.read_text(encoding="utf-8").splitlines()
    titles = (line.lstrip("#").strip().lower() for line in lines if line.startswith("#"))
    return {re.sub(r"[^\w -]", "", title).replace(" ", "-") for title in titles}


def test_every_decision_is_in_the_index(repository: Path) -> None:
    folder = repository / "docs/decisions"
    index = folder.joinpath("README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in folder.glob("[0-9]*.md")]
    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []


def test_every_decision_has_context_decision_and_consequences(repository: Path) -> None:
    for path in repository.joinpath("docs/decisions").glob("[0-9]*.md"):
        assert {"context", "decision", "consequences"} <= headings(path), path.name


def test_the_law_opens_readme_docs_and_package(repository: Path) -> None:
    law = "A criterion is a question put to one subject's record"
    for name in ("README.md", "docs/README.md", f"{SOURCE}/__init__.py"):
        opening = " ".join(repository.joinpath(name).read_text(encoding="utf-8")[:600].split())
        assert law in opening, name


def test_readme_and_changelog_speak_of_the_same_version(repository: Path) -> None:
    source = repository.joinpath(f"{SOURCE}/__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "([^"]+)"', source, re.MULTILINE)
    assert version is not None
    assert f"## {version.group(1)}" in repository.joinpath("CHANGELOG.md").read_text("utf-8")


def test_every_package_has_tests_under_its_own_name(repository: Path) -> None:
    """Beside the sources in tests/unit, or as a whole from outside in tests/end_to_end."""
    packages = {
        path.parent.relative_to(repository / SOURCE).parts[0]
        for path in python_files(repository)
        if path.parent != repository / SOURCE and path.stem not in CODE_WITHOUT_TEST
    }
    tests = repository / "tests"
    beside = {path.name for path in tests.joinpath("unit").iterdir() if path.is_dir()}
    outside = {path.stem.split("_")[1] for path in tests.joinpath("end_to_end").glob("test_*.py")}
    assert sorted(packages - beside - outside) == []


def test_every_criteria_file_with_criteria_has_its_cases(repository: Path) -> None:
    files = [
        path
        for path in repository.joinpath("criteria").rglob("*.criteria")
        if "shared" not in path.relative_to(repository).parts
    ]
    assert files
    without = [path.name for path in files if not path.with_suffix(".cases.yaml").is_file()]
    assert without == []


@pytest.mark.parametrize("extra", ["spark", "plot", "pdf", "dev"])
def test_the_promised_extras_exist(repository: Path, extra: str) -> None:
    project = tomllib.loads(repository.joinpath("pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"][extra]


def test_the_two_commands_of_the_readme_are_targets(repository: Path) -> None:
    readme = repository.joinpath("README.md").read_text(encoding="utf-8")
    makefile = repository.joinpath("Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
