"""Row ids of lists: keyed, different for each study, the same from run to run (meaning 31)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable

from trialmatch.results.answers import Subject

SHOWN = 10
_GROUP = 5


def row_ids(site_key: bytes, criteria_id: str, subjects: Iterable[Subject]) -> dict[str, str]:
    """The row id of each subject, by the subject's key.

    An id is the beginning of a keyed hash; where two of one list begin alike, both are shown
    longer.
    """
    study = hmac.digest(site_key, _joined("trialmatch list", criteria_id), hashlib.sha256)
    full = {each.key: _full(study, criteria_id, each) for each in subjects}
    length = SHOWN
    shown = {key: text[:length] for key, text in full.items()}
    while clashing := [text for text, n in Counter(shown.values()).items() if n > 1]:
        length += _GROUP
        again = frozenset(clashing)
        shown = {k: full[k][:length] if text in again else text for k, text in shown.items()}
    return {key: _grouped(text) for key, text in shown.items()}


def _full(study: bytes, criteria_id: str, subject: Subject) -> str:
    message = _joined(criteria_id, subject.patient, subject.event)
    digest = hmac.digest(study, message, hashlib.sha256)
    return base64.b32encode(digest).decode("ascii").rstrip("=")


def _joined(*parts: str) -> bytes:
    """Texts as bytes in which no two different lists of texts are the same."""
    encoded = [part.encode("utf-8") for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in encoded)


def _grouped(text: str) -> str:
    """In groups of five, as a person reads them out."""
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
