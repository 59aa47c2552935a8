"""Brings a resident's message into one form before any rule looks at it, and cuts it into sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Longer messages are cut in the middle: people put the point at the beginning or at the end.
_LONGEST = 4_000

# Only the characters that the patterns use, so no dictionary of the whole language is needed.
# (`opencc` and `zhconv` convert phrases and regional words as well; nothing here depends on those.)
_TRADITIONAL = str.maketrans({})

# Dialect and the slips of speech recognition, input methods and censor-dodging, where the meaning is beyond doubt.
_SPELLINGS = {
    "自鲨": "自杀", "自s": "自杀", "zisha": "自杀", "自sha": "自杀", "自沙": "自杀", "自刹": "自杀",
    "想si": "想死", "想亖": "想死", "想鼠": "想死", "想屎": "想死", "想s了": "想死了",
    "去si": "去死", "割wan": "割腕", "割碗": "割腕", "割脘": "割腕", "跳lou": "跳楼", "跳喽": "跳楼",
    "木有": "没有", "冇": "没有", "自已": "自己", "媒气": "煤气", "没气味": "煤气味", "着伙": "着火", "着货": "着火",
    "孙了": "孙子", "儿了": "儿子", "榻了": "塌了", "液化汽": "液化气", "救护车": "救护车", "晕到": "晕倒", "昏到": "昏倒",
    "冬的想死": "疼的想死", "119": "119", "120": "120", "110": "110",
    "🔥": "火",
}  # fmt: skip
_SPELLING = re.compile("|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True))))

_HAN = r"[\u3400-\u9fff]"
# "自*杀", "想_死", "跳~楼": marks between two characters that only hide the word.
_HIDING_MARK = re.compile(rf"(?<={_HAN})[*_~^`'|/\\·•.\-]+(?={_HAN})")
# "我 不 想 活 了", "我…想…死": single characters set apart; a pause of the keyboard or of the voice, not of the sentence.
_SPREAD = re.compile(rf"(?:(?<=^)|(?<=[\s…]))({_HAN})[\s…]+(?={_HAN}(?:[\s…]|$))")
# Compatibility normalisation turns "…" into three full stops.
_DOTS = re.compile(r"\.{2,}|。{2,}")
_REPEATED_MARK = re.compile(r"([，。！？；…、])[，。！？；…、]+")
_QUOTES = re.compile(r"[\"“”‘’「」『』《》〈〉【】（）()\[\]{}<>]")
_MARKS = str.maketrans({",": "，", "!": "！", "?": "？", ";": "；", ":": "，", "\r": "\n", "\t": " ", "~": "，", "、": "，"})
_SPACE = re.compile(r" +")

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*")
_CLAUSE = re.compile(r"[^，…。！？；\n]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence and its clauses, in normal form."""

    text: str
    clauses: tuple[str, ...]


def plain(text: str) -> str:
    """Return `text` in half width, lower case and simplified characters, without emoji, quotes and hiding marks."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}"
    text = text.replace("🔥", "火")
    text = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    text = _DOTS.sub("…", text)
    text = _SPELLING.sub(lambda found: _SPELLINGS[found.group()], text)
    text = _QUOTES.sub("", _HIDING_MARK.sub("", text))
    text = _SPREAD.sub(r"\1", text).translate(_MARKS)
    return _REPEATED_MARK.sub(r"\1", _SPACE.sub(_soft_space, text.strip()))


# Emoji and symbols, format characters (joiners, direction marks), variation selectors, surrogates, private use.
_DROPPED = frozenset({"So", "Sk", "Cf", "Cc", "Mn", "Me", "Cs", "Co", "Cn"})


def _soft_space(found: re.Match[str]) -> str:
    """Old people write a space for a comma; around a lone character or pair of characters it is only a slip."""
    text, start, end = found.string, found.start(), found.end()
    before = re.search(r"[^ ，。！？；…\n]*\Z", text[max(0, start - 3) : start])
    after = re.match(r"[^ ，。！？；…\n]*", text[end : end + 3])
    short = min(len(before.group()) if before else 0, len(after.group()) if after else 0) < 3
    return "" if short else "，"


def sentences(text: str) -> list[Sentence]:
    """Cut a text in normal form into sentences, and these into clauses."""
    return [
        Sentence(found.group(), tuple(clause.group() for clause in _CLAUSE.finditer(found.group())))
        for found in _SENTENCE.finditer(text)
        if _CLAUSE.search(found.group())
    ]
