"""The list as one HTML file that needs nothing else: no network, no server, no script even."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from trialmatch.reports.candidates.counting import counts
from trialmatch.reports.candidates.heading import code_sets, criteria_in_full, heading
from trialmatch.reports.candidates.list_input import ListInput
from trialmatch.reports.candidates.ranking import Entry, entries
from trialmatch.reports.candidates.rows import CLASSES, missing_choices, rows
from trialmatch.reports.writing import replacing
from trialmatch.results.answers import State, rank
from trialmatch.results.release import Level
from trialmatch.results.telling import Teller
from trialmatch.wording import Wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# With more criteria than this the attrition is folded, so that the list is not far below.
STEPS_UNFOLDED = 14

_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?\b")


def write_html(given: ListInput, path: Path) -> None:
    """Write the page. Rows are made one after the other, so memory does not grow with them."""
    template = _environment().get_template("list.html")
    with replacing(path) as file:
        for piece in template.generate(_context(given)):
            file.write(piece)


def _context(given: ListInput) -> dict[str, object]:
    teller = Teller.of(given.lang, relative=given.relative_dates, brief=True)
    words, listed = teller.words, entries(given)
    shown = listed[: given.limit]
    gap_choices, ask_choices = missing_choices(given, shown)
    style, script = _asset("style.css"), _asset("script.js")
    return {
        "words": words,
        "say": words.say,
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "head": heading(given, words),
        "given": given,
        "criteria": criteria_in_full(given, teller),
        "code_sets": code_sets(given, words),
        "counts": counts(given, words),
        "unfolded": len(given.criteria.criteria) <= STEPS_UNFOLDED,
        "identified": given.release.level is Level.IDENTIFIED,
        "classes": CLASSES,
        "rows": rows(given, shown, teller),
        "total": len(listed),
        "shown": len(shown),
        "more": _more(listed, len(shown), words),
        "states": _states(shown, words),
        "gap_choices": gap_choices,
        "ask_choices": ask_choices,
    }


def _more(listed: Sequence[Entry], shown: int, words: Wording) -> str:
    """How many rank lower than those shown, and where the line was drawn."""
    if not shown or shown == len(listed):
        return ""
    last = listed[shown - 1].assessment
    _, gaps, asks, _ = rank(last)
    return words.say(
        "list.more",
        shown=words.number(shown),
        total=words.number(len(listed)),
        more=words.number(len(listed) - shown),
        state=words.say(f"state.{last.state.name}"),
        gaps=words.count("list.gaps", gaps),
        asks=words.count("list.gaps", asks),
    )


def _states(shown: Sequence[Entry], words: Wording) -> list[tuple[str, str, int]]:
    """The states that occur among the rows, with how many rows each."""
    found = [entry.assessment.state for entry in shown]
    return [
        (state.name, words.say(f"state.{state.name}"), found.count(state))
        for state in State
        if state in found
    ]


def _policy(style: str, script: str) -> str:
    """The page's own style and script may run, and nothing may be fetched or sent."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("trialmatch.reports.candidates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["dated"] = _dated
    return environment


def _dated(text: str) -> Markup:
    """A text, escaped, whose dates do not break over two lines."""
    from markupsafe import Markup, escape

    return Markup(_DATE.sub(r"<time>\g<0></time>", str(escape(text))))


@lru_cache(maxsize=2)
def _asset(name: str) -> str:
    """A file beside the templates, as it stands; part of the package, so not escaped."""
    environment = _environment()
    if environment.loader is None:
        raise RuntimeError("the templates' environment has a loader")
    return environment.loader.get_source(environment, name)[0]
