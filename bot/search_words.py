"""Search words: how texts and questions are cut for the word index, the same on both databases.

Chinese has no spaces, and most words that people look for have two characters: a run of Chinese is cut into its pairs of
neighbours and its last character (路灯坏 → 路灯 灯坏 坏), so that any part of it is found, a single character as the
beginning of a pair. Long numbers are left out: telephone and identity numbers do not belong into an index.
"""

from __future__ import annotations

import re
import unicodedata

# Chinese characters in one run, Latin letters and digits in one word.
_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z0-9]+")
_LONGEST_NUMBER = 6
_LONGEST_WORD = 40
MOST_WORDS = 12


def index_words(text: str) -> list[str]:
    """Return the words under which a text is found, each once, in order."""
    words: dict[str, None] = {}
    for run in _runs(text):
        if run.isascii():
            words[run[:_LONGEST_WORD]] = None
        else:
            words |= dict.fromkeys([*_pairs(run), run[-1]])
    return list(words)


def query_words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a question, each with whether it is only a beginning; empty when nothing can be looked for.

    Latin words count as beginnings: people search while they type.
    """
    words: dict[tuple[str, bool], None] = {}
    for run in _runs(text):
        if run.isascii() or len(run) == 1:
            words[run[:_LONGEST_WORD], True] = None
        else:
            words |= dict.fromkeys((pair, False) for pair in _pairs(run))
    return list(words)[:MOST_WORDS]


def _runs(text: str) -> list[str]:
    runs = _RUN.findall(unicodedata.normalize("NFKC", text).lower())
    return [run for run in runs if not (run.isdigit() and len(run) > _LONGEST_NUMBER)]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]
