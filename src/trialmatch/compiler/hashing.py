"""What identifies a criterion's words and a file's content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from trialmatch.language.layout import on_one_line

_LENGTH = 16


def criterion_hash(text: str) -> str:
    """The hash of a criterion's text; its layout and the identifier have no part in it."""
    return _hash([on_one_line(text)])


def file_hash(texts: Iterable[str]) -> str:
    """The hash of a file's text and of all files it uses."""
    return _hash(texts)


def _hash(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:_LENGTH]
