"""Fuzzing the language: whatever the text, there are diagnostics or criteria, and soon.

    python benchmarks/fuzz.py --minutes 60 --seed 1

Texts are made from the shipped criteria, the manual and the golden mistakes: lines, phrases and
words are exchanged, doubled, nested and broken, names are changed, and bytes are strewn in. Each
text is compiled, laid out, and, where it compiles, its criteria are screened for nobody. What
raises, is slow, or changes its meaning by being laid out is written down, by the seed that
makes it again, and as small as it can be made.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from trialmatch.cohort.holdings import Holdings
from trialmatch.compiler import Compiled, compile_text
from trialmatch.compiler.formatting import format_text
from trialmatch.diagnostics import Severity, render
from trialmatch.engines import columnar, reference
from trialmatch.vocabulary.calendar import parse_moment

ROOT = Path(__file__).parents[1]
SLOW = 2.0
_BLOCK = re.compile(r"^```criteria\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r'"[^"\n]*"|\|[^|\n]*\||\{[^}\n]*\}|\w+|[^\w\s]|\n *|[^\S\n]+')
_STRANGE = ["\x00", "\t", "\r", "\r\n", "\ufeff", "\u200b", "\u202e", "\u00a0", "\u2265", "\ud800"]
_STRANGE += [
    '"',
    "'",
    "#",
    "(",
    ")",
    "|",
    "{",
    "}",
    "[",
    "]",
    "æ",
    "a\u030a",
    "9" * 40,
    "1e99",
    "½",
]
_STRANGE += ["(" * 65, "not " * 65, "0000-00-00", "9999-12-31", "2026-02-30", "-1", "0", "``", "\\"]
_NOBODY = parse_moment("2026-03-01")
_NO_SOURCE = Holdings("nobody", {}, synthetic=True)


def seeds() -> list[str]:
    """The texts that others are made from."""
    shipped = sorted((ROOT / "criteria").rglob("*.criteria"))
    shipped += sorted((ROOT / "tests" / "golden").rglob("*.criteria"))
    texts = [path.read_text(encoding="utf-8") for path in shipped]
    for chapter in sorted((ROOT / "tests" / "spec").glob("*.md")):
        texts += _BLOCK.findall(chapter.read_text(encoding="utf-8"))
    return texts


COMPILED = Counter[str]()


class Fuzzer:
    """Makes texts; the same seed makes the same texts."""

    def __init__(self, texts: list[str], seed: int) -> None:
        """A fuzzer over some texts."""
        self.texts, self.chance = texts, Random(seed)
        self.lines = [line for text in texts for line in text.splitlines() if line.strip()]
        self.phrases = list(self._phrases())

    def _phrases(self) -> Iterator[list[str]]:
        for line in self.lines:
            tokens = _TOKEN.findall(line.strip())
            yield tokens[tokens.index(":") + 1 :] if ":" in tokens else tokens

    def text(self) -> str:
        """One text."""
        tokens = _TOKEN.findall(self.chance.choice(self.texts))
        for _ in range(self.chance.choice((1, 1, 2, 3, 5, 12))):
            self._change(tokens)
        text = "".join(tokens)
        if self.chance.random() < 0.15:
            text = self._noise(text)
        if self.chance.random() < 0.05:
            text = text.replace("\n", self.chance.choice(("\r\n", "\r", "\n\n", "\n  ")))
        return text

    def _change(self, tokens: list[str]) -> None:
        at = self.chance.randrange(len(tokens) + 1)
        end = min(at + self.chance.choice((0, 1, 1, 2, 4, 9)), len(tokens))
        match self.chance.randrange(10):
            case 0 | 1:
                tokens[at:end] = self._piece()
            case 2 | 3:
                tokens[at:at] = [" ", *self._piece(), " "]
            case 4:
                del tokens[at:end]
            case 5:
                tokens[at:at] = tokens[at:end] * self.chance.choice((1, 2, 30))
            case 6:
                tokens[at:end] = [self.chance.choice(tokens) if tokens else "x"]
            case 7:
                tokens[at:end] = ["(", *tokens[at:end], ")"]
            case 8:
                tokens[at:at] = [self.chance.choice((" and ", " or ", " not ", ", ", " | ", ": "))]
            case _:
                self._line(tokens, at)

    def _piece(self) -> list[str]:
        if self.chance.random() < 0.2:
            return [self.chance.choice(_STRANGE)]
        phrase = self.chance.choice(self.phrases)
        start = self.chance.randrange(len(phrase) + 1)
        return phrase[start : start + self.chance.choice((1, 2, 4, 8, 40))]

    def _line(self, tokens: list[str], at: int) -> None:
        indent = self.chance.choice(("", "  ", "    ", "\t"))
        tokens[at:at] = ["\n", indent, self.chance.choice(self.lines).strip(), "\n"]

    def _noise(self, text: str) -> str:
        raw = bytearray(text.encode("utf-8", "surrogatepass"))
        for _ in range(self.chance.choice((1, 3, 20))):
            raw[self.chance.randrange(len(raw) + 1) :][:1] = bytes([self.chance.randrange(256)])
            if raw:
                raw[self.chance.randrange(len(raw))] = self.chance.randrange(256)
        return raw.decode("utf-8", self.chance.choice(("replace", "ignore", "surrogateescape")))


def tried(text: str) -> str:
    """What is wrong with how a text is answered; empty where nothing is."""
    began = time.process_time()
    try:
        compiled = compile_text(text, "criteria/fuzz/t.criteria", _read)
        COMPILED["compiled"] += compiled.criteria is not None
        found = _wrong(text, compiled)
    except Exception:
        return "raises " + _last_line()
    spent = time.process_time() - began
    return found or (f"takes {spent:.1f} s" if spent > SLOW else "")


def _read(path: str) -> str:
    name = Path(path).name
    for each in (ROOT / "criteria").rglob(name):
        return each.read_text(encoding="utf-8")
    raise LookupError(name)


def _wrong(text: str, compiled: Compiled) -> str:
    errors = [each for each in compiled.diagnostics if each.severity is Severity.ERROR]
    for each in compiled.diagnostics:
        assert render(each).encode("utf-8")
        if not each.message or each.span is None or each.span.end < each.span.start:
            return "a diagnostic without message or place"
    if compiled.criteria is not None and errors:
        return "criteria in spite of errors"
    laid_out = format_text(text, "criteria/fuzz/t.criteria").text
    if compiled.criteria is None:
        return ""
    for engine in (reference, columnar):
        engine.screen(compiled.criteria, [], _NO_SOURCE, _NOBODY)
    if laid_out is None:
        return "compiles and is not laid out"
    return _another_meaning(compiled, laid_out)


def _another_meaning(compiled: Compiled, laid_out: str) -> str:
    again = compile_text(laid_out, "criteria/fuzz/t.criteria", _read).criteria
    if again is None or compiled.criteria is None:
        return "does not compile once laid out"
    if format_text(laid_out, "criteria/fuzz/t.criteria").text != laid_out:
        return "is laid out otherwise a second time"
    one, other = compiled.criteria, again
    same = one.domain == other.domain and [(c.id, c.side, c.question) for c in one.criteria] == [
        (c.id, c.side, c.question) for c in other.criteria
    ]
    return "" if same else "means something else once laid out"


def _last_line() -> str:
    kind, _, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    inner = [f for f in frames if "trialmatch" in f.filename] or frames
    return f"{getattr(kind, '__name__', '')} in {Path(inner[-1].filename).name}:{inner[-1].lineno}"


def smallest(text: str, wrong: str) -> str:
    """The text without whatever is not needed to go wrong in the same way."""
    sort = wrong.split(" ")[:4]
    tokens = _TOKEN.findall(text)
    size = max(len(tokens) // 2, 1)
    until = time.perf_counter() + 60
    while size and time.perf_counter() < until:
        at = 0
        while at < len(tokens) and time.perf_counter() < until:
            shorter = tokens[:at] + tokens[at + size :]
            if tried("".join(shorter)).split(" ")[:4] == sort:
                tokens = shorter
            else:
                at += size
        size //= 2
    return "".join(tokens)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Make and try texts for some minutes; exit 1 if any was answered wrongly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tried("")  # Loads what is loaded once.
    fuzzer, until = Fuzzer(seeds(), asked.seed), time.monotonic() + asked.minutes * 60
    counts, known = Counter[str](), set[str]()
    while time.monotonic() < until:
        text = fuzzer.text()
        wrong = tried(text)
        counts["texts"] += 1
        counts["wrong"] += bool(wrong)
        sort = " ".join(wrong.split(" ")[:4]) if not wrong.startswith("takes") else wrong[:8]
        if wrong and sort not in known:
            known.add(sort)
            _say(f"--- text {counts['texts']}: {wrong}\n{smallest(text, wrong)!r}")
    good = f"{COMPILED['compiled']:,} compiled"
    wrong = f"{counts['wrong']:,} answered wrongly in {len(known)} ways"
    _say(f"{counts['texts']:,} texts, {good}, {wrong}")
    sys.exit(1 if counts["wrong"] else 0)


if __name__ == "__main__":
    main()
