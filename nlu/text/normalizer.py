"""Writing made uniform before features are taken; the resident's own text is never changed.

Two steps, because entity spans must point into the original: `fold` keeps the length (one character for one character),
`normalize` also deletes and squeezes and is for features only.
"""

import re
import unicodedata
from functools import lru_cache

from nlu.text import dictionary

# 妳 is ordinary in Taiwan and Hong Kong input methods, but OpenCC leaves it; the others are old or dialect spellings
# that residents' input methods offer beside the usual one.
_SPELLINGS = {"妳": "你", "祂": "他", "牠": "它", "乜": "么", "嚒": "么", "麽": "么"}
_CLOSING = {"。": ".", "，": ",", "、": ",", "；": ";", "「": '"', "」": '"', "『": '"', "』": '"', "…": ".", "～": "~"}
# Zero-width characters, joiners, variation selectors, skin tones, byte order mark, soft hyphen: invisible, or a colour only.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
# WeChat writes its own stickers as [流泪]; they carry mood, not the matter.
_STICKER = re.compile(r"\[[\u4e00-\u9fffA-Za-z]{1,5}\]")
_REPEATED = re.compile(r"(.)\1{2,}", re.DOTALL)
_SPACES = re.compile(r"\s+")
_CJK_GAP = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_TYPED_GAPS = re.compile("(?:[\u4e00-\u9fff] ){3,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
_DIGIT_RUN = re.compile(r"\d{5,}")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Out: the character map of `fold`: traditional, spelling variants, full width."""
    table = {ord(pair[0]): pair[1] for line in dictionary.lines("traditional.txt") for pair in line.split()}
    table.update({ord(old): new for old, new in {**_SPELLINGS, **_CLOSING}.items()})
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    table[0x3000] = " "
    return table


def fold(text: str) -> str:
    """In: any text. Out: simplified, half width, lower case, of the same length, so that spans hold for the original."""
    folded = text.translate(_table())
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    # A few letters (İ) grow when lowered; leave those alone.
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def normalize(text: str) -> str:
    """In: any text. Out: what features are taken from: folded, nothing invisible, repeats squeezed to two, dialect standard.

    Emoji and stickers become a space unless nothing else is there (then they stay: the classifier has to see something).
    Long digit runs (telephones, ID numbers) become 0, so that nobody's number is learnt.
    """
    clean = _INVISIBLE.sub("", fold(text))
    words = _STICKER.sub(" ", _EMOJI.sub(" ", clean))
    if _has_word(words):
        clean = words
    clean = _DIGIT_RUN.sub("0", clean)
    clean = _REPEATED.sub(r"\1\1", clean)
    clean = _SPACES.sub(" ", clean).strip()
    # "我 不 想 活 了": spaces between single characters are a way round filters or a speech engine's habit.
    clean = _TYPED_GAPS.sub(lambda gaps: _CJK_GAP.sub("", gaps.group()), clean)
    standard = dictionary.yaml_file("dialect.yml")
    return _dialect().sub(lambda word: str(standard[word.group()]), clean)


@lru_cache(maxsize=1)
def _dialect() -> re.Pattern[str]:
    """Out: the pattern of dialect words, the longest first."""
    words = sorted(dictionary.yaml_file("dialect.yml"), key=lambda word: -len(word))
    return re.compile("|".join(map(re.escape, words)))


def _has_word(text: str) -> bool:
    """In: a text. Out: whether a letter, digit or Chinese character is in it."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)
