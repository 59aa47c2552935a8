"""Finding listed words in a text: one compiled pattern a list, the longest word first."""

import re
from functools import lru_cache
from typing import Iterable


@lru_cache(maxsize=None)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """In: words. Out: a pattern that finds any of them, the longest where several begin together."""
    return re.compile("|".join(re.escape(word) for word in by_length(words)))


def by_length(words: Iterable[str]) -> list[str]:
    """In: words. Out: them, the longest first, so that an alternation does not stop at a shorter one."""
    return sorted(words, key=lambda word: -len(word))


def alternation(words: Iterable[str]) -> str:
    """In: words. Out: the inside of a pattern's group for any of them."""
    return "|".join(re.escape(word) for word in by_length(words))
