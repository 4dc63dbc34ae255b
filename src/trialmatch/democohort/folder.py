"""The cohort folder: Parquet files a kind and a site.toml, there whole or not at all."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trialmatch.democohort.block import draw_block
from trialmatch.democohort.people import BLOCK
from trialmatch.democohort.site import NAME, SITE_FILE, site_text
from trialmatch.democohort.written import KIND_COLUMNS, PATIENTS, Writing, kind_schema

PATIENT_FILE = "patients"
Progress = Callable[[int, int], None]
# Blocks whose rows are written together: more take more memory and read a little faster.
BLOCKS_AT_ONCE = 20


def write_folder(
    out: Path,
    patients: int,
    seed: int,
    progress: Progress | None = None,
    blocks_at_once: int = BLOCKS_AT_ONCE,
) -> None:
    """Write the cohort beside `out`, then put it in its place."""
    if patients < 1:
        raise ValueError("a cohort has at least one patient")
    if seed < 0:
        raise ValueError("a seed is not negative")
    _refuse_what_is_not_ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
        made = Path(beside, "new")
        made.mkdir()
        _write_files(made, patients, seed, blocks_at_once, progress)
        made.joinpath(SITE_FILE).write_text(site_text(), encoding="utf-8")
        if out.exists():
            out.rename(Path(beside, "old"))
        made.rename(out)


def _refuse_what_is_not_ours(out: Path) -> None:
    """Only an empty folder or nothing but an earlier demo cohort may be replaced."""
    if not out.exists():
        return
    if not out.is_dir():
        raise FileExistsError(f"{out} is there and is not a folder")
    names = {path.name for path in out.iterdir()}
    ours = {SITE_FILE, *(f"{name}.parquet" for name in (PATIENT_FILE, *KIND_COLUMNS))}
    if names and not (names <= ours and _is_demo_cohort(out)):
        raise FileExistsError(f"{out} holds other things than a demo cohort; nothing was written")


def _is_demo_cohort(folder: Path) -> bool:
    try:
        site = tomllib.loads(folder.joinpath(SITE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    source = site.get("source")
    if not isinstance(source, dict):
        return False
    return source.get("name") == NAME and source.get("synthetic") is True


def _write_files(
    folder: Path, patients: int, seed: int, blocks_at_once: int, progress: Progress | None
) -> None:
    """All files side by side, some blocks of people at a time."""
    schemas = {PATIENT_FILE: PATIENTS, **{kind: kind_schema(kind) for kind in KIND_COLUMNS}}
    blocks = -(-patients // BLOCK)
    with ExitStack() as open_files:
        writers = {
            name: open_files.enter_context(_writer(folder / f"{name}.parquet", schema))
            for name, schema in schemas.items()
        }
        for first in range(0, blocks, blocks_at_once):
            numbers = range(first, min(first + blocks_at_once, blocks))
            _write_blocks(writers, [_tables(seed, n, patients) for n in numbers])
            if progress is not None:
                progress(min(numbers.stop * BLOCK, patients), patients)


def _tables(seed: int, number: int, patients: int) -> dict[str, pa.Table]:
    writing = Writing(draw_block(seed, number), min(BLOCK, patients - number * BLOCK))
    return {PATIENT_FILE: writing.patients(), **writing.kinds()}


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd")


def _write_blocks(writers: dict[str, pq.ParquetWriter], parts: list[dict[str, pa.Table]]) -> None:
    for name, writer in writers.items():
        table = pa.concat_tables([part[name] for part in parts]).unify_dictionaries()
        if table.num_rows:
            writer.write_table(table, row_group_size=max(table.num_rows, 1))
