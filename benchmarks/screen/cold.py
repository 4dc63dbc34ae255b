"""Files out of the system's cache, so that a run reads them from the disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

_CHUNK = 1 << 24


def forget(folder: Path) -> None:
    """Ask the system to drop a folder's files from its cache; where it cannot, nothing is done."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.glob("*.parquet"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_speed(folder: Path) -> float:
    """Bytes a second at which the folder's files are read from the disk, one after the other."""
    forget(folder)
    begun, size = time.perf_counter(), 0
    for path in sorted(folder.glob("*.parquet")):
        with path.open("rb") as file:
            while read := len(file.read(_CHUNK)):
                size += read
    return size / (time.perf_counter() - begun)
