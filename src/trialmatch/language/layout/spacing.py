"""The space between the words and signs of one statement."""

from __future__ import annotations

import re

from trialmatch.language.words import FUNCTIONS

_TOKEN = re.compile(
    r"""
    "[^"]*" | \|[^|\n]*\| | \{[^{}\n]*\} | \[[^\[\]\n]*\]   # texts that are left as they are
    | <=|>=|!=|=>|=<|==|[<>=]
    | [(),:]
    | \s+
    | [^\s"|{}\[\](),:<>=!]+
    | .
    """,
    re.VERBOSE,
)
_SIGNS = frozenset(("<", ">", "<=", ">=", "=", "!=", "=>", "=<", "=="))
_BREAK = re.compile(r"[^\S\n]*\n\s*")
_WORDLIKE = re.compile(r'[\w"]')


def on_one_line(text: str) -> str:
    """A statement's text on one line, each gap as wide as it should be."""
    return _put_together(text, keep_breaks=False)


def line_by_line(text: str) -> list[str]:
    """A statement's lines as its author broke them, each gap as wide as it should be."""
    return _put_together(text.strip(), keep_breaks=True).split("\n")


def _put_together(text: str, *, keep_breaks: bool) -> str:
    found, before, gap = list[str](), "", ""
    for token in _TOKEN.findall(text):
        if token.isspace():
            gap = "\n" if keep_breaks and "\n" in token else " "
            continue
        if found:
            found.append(_gap(before, gap, token))
        found.append(_inside_quotes(token, keep_breaks=keep_breaks))
        before, gap = token, ""
    return "".join(found)


def _inside_quotes(token: str, *, keep_breaks: bool) -> str:
    return _BREAK.sub("\n" if keep_breaks else " ", token) if token[0] == '"' else token


def _gap(before: str, gap: str, after: str) -> str:
    """What lies between two tokens: nothing, a space, or the author's line break."""
    if gap == "\n":
        return gap
    if after in ",):" or before == "(":
        return ""
    if _is_set_apart(before, after):
        return " "
    return gap


def _is_set_apart(before: str, after: str) -> bool:
    if before in _SIGNS or after in _SIGNS or before in ",:":
        return True
    if after == "(":
        return before.isidentifier() and before not in FUNCTIONS
    if before[-1] in ')"|' and len(before) != 2:
        return _WORDLIKE.match(after) is not None or after[0] == "|"
    return after[0] in '"|' and len(after) > 1
