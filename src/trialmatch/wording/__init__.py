"""Every word that a list shows, in Norwegian bokmål and in English.

Each language is one mapping from a key to a text with named parameters. Both have the very
same keys and parameters; a contract test holds them to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LANGUAGES = ("en", "nb")


@dataclass(frozen=True, slots=True, repr=False)
class Wording:
    """The words of one language."""

    lang: str
    phrases: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The text of a key with its parameters filled in."""
        return self.phrases[key].format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The text for a number of things, singular or plural; the text names it `{n}`."""
        form = "one" if n == 1 else "many"
        return self.say(f"{key}.{form}", n=self.number(n), **values)

    def has(self, key: str) -> bool:
        """Whether there is a text for a key, for words that come from data."""
        return key in self.phrases

    def or_as_it_is(self, section: str, word: str) -> str:
        """The text for a word of a closed list; a word outside of it stays as it is."""
        return self.phrases.get(f"{section}.{word}", word)

    def number(self, n: int) -> str:
        """A whole number with its thousands set apart."""
        return f"{n:,}".replace(",", self.phrases["number.thousands"])

    def percent(self, part: int, whole: int) -> str:
        """A share of a whole in percent, to one decimal; empty where there is no whole."""
        if not whole:
            return ""
        shown = f"{100 * part / whole:.1f}".replace(".", self.phrases["number.decimal"])
        return self.say("number.percent", n=shown)

    def listing(self, items: list[str]) -> str:
        """Items as one enumeration."""
        return ", ".join(items)

    def __repr__(self) -> str:
        """The language alone."""
        return f"Wording({self.lang!r})"


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> Wording:
    """The words of a language, `en` or `nb`. Raises ValueError for any other."""
    if lang == "en":
        from trialmatch.wording.en import PHRASES
    elif lang == "nb":
        from trialmatch.wording.nb import PHRASES
    else:
        raise ValueError(f"lists are written in {' and '.join(LANGUAGES)}")
    return Wording(lang, PHRASES)
