"""The files of a bulk export: which type each holds, and when the export was made."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from trialmatch.vocabulary.calendar import from_datetime

# Condition.ndjson, Condition.000.ndjson.gz, Condition_1.ndjson and 1.Condition.ndjson.
_NAME = re.compile(r"(?:\d+[._-])?(?P<type>[A-Z][A-Za-z]+)(?:[._-].*)?\.ndjson(?:\.gz)?")
_MANIFEST_AT_MOST = 1_000_000


def files_by_type(folder: Path) -> dict[str, list[Path]]:
    """The NDJSON files of a folder by the resource type that their names say."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if match is not None and path.is_file():
            found.setdefault(match["type"], []).append(path)
    return found


def export_time(folder: Path, zone: str) -> int | None:
    """The local minute at which the export says it was made, if its manifest lies beside."""
    for path in sorted(folder.glob("*.json")):
        if path.stat().st_size <= _MANIFEST_AT_MOST:
            minute = _transaction_time(path, zone)
            if minute is not None:
                return minute
    return None


def _transaction_time(path: Path, zone: str) -> int | None:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest, Mapping):
            return None
        made = datetime.fromisoformat(str(manifest.get("transactionTime")))
    except (OSError, ValueError):
        return None
    local = made.astimezone(ZoneInfo(zone)) if made.tzinfo is not None else made
    return from_datetime(local)
