import os
from collections.abc import Callable
from pathlib import Path

import pytest

from trialmatch.compiler import Compiled, assembling, cache, compile_file
from trialmatch.compiler.cache import VARIABLE, cache_in_use
from trialmatch.compiler.files import Loading

SHARED = "codes stroke = ICD10 I61\n"
TEXT = """trial t "A trial"
  screen each patient
use "../shared/names.criteria"
include
  I1: diagnosis stroke within 5 years before index
  I2: age >= 18 years
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and the folder that its entries will lie in."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "criteria"


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """A criteria file that uses a shared one."""
    root = tmp_path / "criteria"
    for name, text in (("shared/names", SHARED), ("trials/t", TEXT)):
        path = root / f"{name}.criteria"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return root / "trials" / "t.criteria"


def _shared(trial: Path) -> Path:
    return trial.parents[1] / "shared" / "names.criteria"


@pytest.fixture
def compiled_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were compiled and not had from the cache."""
    paths: list[str] = []
    real = assembling.compile_source

    def noting(text: str, path: str, loading: Loading) -> Compiled:
        paths.append(path)
        return real(text, path, loading)

    monkeypatch.setattr(assembling, "compile_source", noting)
    return paths


def test_an_unchanged_file_is_not_compiled_again(trial: Path, compiled_anew: list[str]) -> None:
    first, second = compile_file(trial), compile_file(trial)
    assert first.criteria is not None
    assert second == first
    assert compiled_anew == [str(trial)]


def test_a_changed_file_is_compiled_again(trial: Path) -> None:
    compile_file(trial)
    trial.write_text(TEXT.replace("18", "19"), encoding="utf-8")
    found = compile_file(trial).criteria
    assert found is not None and "19" in found.criteria[1].text


def test_a_change_in_a_used_file_is_seen(trial: Path, compiled_anew: list[str]) -> None:
    before = compile_file(trial).criteria
    _shared(trial).write_text("codes stroke = ICD10 I63\n", encoding="utf-8")
    after = compile_file(trial).criteria
    assert before is not None and after is not None
    assert before.hash != after.hash
    assert "I63" in repr(after.criteria[0].question)
    assert len(compiled_anew) == 2


def test_a_used_file_that_is_gone_is_told_of_and_not_kept(trial: Path) -> None:
    compile_file(trial)
    _shared(trial).unlink()
    assert [each.rule for each in compile_file(trial).diagnostics] == ["not-found"]
    _shared(trial).write_text(SHARED, encoding="utf-8")
    assert compile_file(trial).criteria is not None


def test_a_file_that_could_not_be_read_is_looked_for_again(trial: Path) -> None:
    _shared(trial).unlink()
    assert compile_file(trial).has_errors
    _shared(trial).write_text(SHARED, encoding="utf-8")
    assert not compile_file(trial).has_errors


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_used_file_that_became_a_link_out_of_the_folder_is_refused(
    trial: Path, tmp_path: Path
) -> None:
    compile_file(trial)
    outside = tmp_path / "outside.criteria"
    outside.write_text(SHARED, encoding="utf-8")
    _shared(trial).unlink()
    _shared(trial).symlink_to(outside)
    assert [each.rule for each in compile_file(trial).diagnostics] == ["use-path"]


def test_mistakes_are_kept_with_their_places(trial: Path, compiled_anew: list[str]) -> None:
    trial.write_text(TEXT.replace("stroke", "strok"), encoding="utf-8")
    first, second = compile_file(trial), compile_file(trial)
    assert first.has_errors and first.diagnostics[0].span is not None
    assert second == first
    assert len(compiled_anew) == 1


def test_the_same_text_at_another_path_speaks_of_its_own_path(trial: Path) -> None:
    trial.write_text(TEXT.replace("18 years", "18"), encoding="utf-8")
    other = trial.with_name("u.criteria")
    other.write_text(trial.read_text(encoding="utf-8"), encoding="utf-8")
    compile_file(trial)
    assert {each.path for each in compile_file(other).diagnostics} == {str(other)}


def test_the_same_path_seen_from_another_folder_is_another_file(
    trial: Path, monkeypatch: pytest.MonkeyPatch, compiled_anew: list[str]
) -> None:
    alone = TEXT.replace('use "../shared/names.criteria"', "codes stroke = ICD10 I61")
    for name in ("one", "two"):
        (trial.parent / name).mkdir()
        (trial.parent / name / "t.criteria").write_text(alone, encoding="utf-8")
        monkeypatch.chdir(trial.parent / name)
        compile_file(Path("t.criteria"))
    assert len(compiled_anew) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1] + b"]",
        lambda data: data.replace(b"I61", b"I63"),
        lambda data: b"\x80\x04N.",
        lambda data: cache._sealed("[]"),
        lambda data: cache._sealed("{}"),
        lambda data: cache._sealed('{"uses": [[1]], "key": "", "compiled": {}}'),
        lambda data: cache._sealed(data.split(b"\n", 1)[1].decode().replace("AllOf", "AllOff")),
        lambda data: cache._sealed(data.split(b"\n", 1)[1].decode().replace("Within", "Open")),
        lambda data: cache._sealed("[" * 100_000),
    ],
)
def test_a_damaged_or_foreign_entry_is_none(
    trial: Path, folder: Path, damage: Callable[[bytes], bytes], compiled_anew: list[str]
) -> None:
    first = compile_file(trial)
    (entry,) = folder.iterdir()
    sound = entry.read_bytes()
    entry.write_bytes(damage(sound))
    assert compile_file(trial) == first
    assert len(compiled_anew) == 2 or damage(sound) == sound
    assert entry.read_bytes() == sound


def test_an_entry_under_another_name_is_none(trial: Path, folder: Path) -> None:
    first = compile_file(trial)
    (entry,) = folder.iterdir()
    other = trial.with_name("u.criteria")
    other.write_text(TEXT.replace("18", "21"), encoding="utf-8")
    compile_file(other)
    (second,) = set(folder.iterdir()) - {entry}
    second.write_bytes(entry.read_bytes())
    found = compile_file(other).criteria
    assert found is not None and first.criteria is not None
    assert found.hash != first.criteria.hash


def test_a_folder_that_cannot_be_written_is_no_cache(
    trial: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    assert compile_file(trial) == compile_file(trial)


def test_a_write_that_breaks_off_leaves_nothing(
    trial: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    assert compile_file(trial).criteria is not None
    assert list(folder.iterdir()) == []


def test_nothing_is_kept_where_it_is_off(
    trial: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    compile_file(trial)
    assert cache_in_use() is None
    assert not folder.exists()


def test_the_oldest_entries_go_when_there_are_too_many(
    trial: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        trial.write_text(TEXT.replace("18", str(20 + number)), encoding="utf-8")
        compile_file(trial)
        for each in folder.iterdir():
            os.utime(each, ns=(each.stat().st_mtime_ns - 10**9,) * 2)
    foreign = folder / "a person's notes.txt"
    foreign.write_text("not ours", encoding="utf-8")
    kept = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)[2:]
    monkeypatch.setattr(cache, "LARGEST", sum(each.stat().st_size for each in kept))
    in_use = cache_in_use()
    assert in_use is not None
    in_use._drop_oldest()
    assert set(folder.iterdir()) == {foreign, *kept}


@pytest.mark.skipif(os.name != "posix", reason="other systems have places of their own")
def test_without_a_named_folder_the_cache_is_that_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_in_use() == cache.Cache(tmp_path / "trialmatch" / "criteria")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_in_use() == cache.Cache(tmp_path / "home" / ".cache" / "trialmatch" / "criteria")
    monkeypatch.setattr("sys.platform", "darwin")
    expected = tmp_path / "home" / "Library" / "Caches" / "trialmatch" / "criteria"
    assert cache_in_use() == cache.Cache(expected)


def test_another_version_of_the_code_has_entries_of_its_own(
    trial: Path, monkeypatch: pytest.MonkeyPatch, compiled_anew: list[str]
) -> None:
    compile_file(trial)
    monkeypatch.setattr(cache, "_own_code", lambda: "another")
    compile_file(trial)
    assert len(compiled_anew) == 2


def test_the_size_of_the_folder_is_looked_at_while_entries_are_kept(
    trial: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_LOOKED_AT", "")
    monkeypatch.setattr(cache, "LARGEST", 0)
    compile_file(trial)
    assert list(folder.iterdir()) == []
