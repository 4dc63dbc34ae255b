"""Codes that a pattern with brackets allows, such as `F1[0-68]` or `F1[0-68][1-9]`."""

from __future__ import annotations


def beginning(code: str) -> str:
    """What stands before the first bracket."""
    return code.partition("[")[0]


def allowed(code: str) -> list[str]:
    """The characters allowed at each place from the first bracket on; none without brackets."""
    parts, rest = list[str](), code[len(beginning(code)) :]
    while rest:
        if rest[0] != "[":
            parts.append(rest[0])
            rest = rest[1:]
            continue
        inside, _, rest = rest[1:].partition("]")
        parts.append(_spelled(inside))
    return parts


def _spelled(inside: str) -> str:
    found = ""
    while inside:
        if inside[1:2] == "-":
            found += "".join(map(chr, range(ord(inside[0]), ord(inside[2]) + 1)))
            inside = inside[3:]
        else:
            found, inside = found + inside[0], inside[1:]
    return found
