"""A question's wording made comparable: one form for dialect and full-width variants, words and letter pairs for matching."""

import logging
import unicodedata
from functools import cache

import jieba

# Dialect of northern Henan to the common word; longer ones first, so that 俺们 is not read as 俺 + 们. Measured: with it
# retrieval is right for as many dialect questions as for everyday ones (docs/knowledge.md).
_DIALECT = (
    ("俺们", "我们"),
    ("俺", "我"),
    ("恁", "你"),
    ("弄啥", "做什么"),
    ("干啥", "做什么"),
    ("为啥", "为什么"),
    ("中不中", "行不行"),
    ("咋着", "怎么"),
    ("咋", "怎么"),
    ("啥", "什么"),
    ("甚", "什么"),
    ("谁个", "谁"),
    ("木有", "没有"),
    ("冇", "没有"),
    ("嘞", "呢"),
)


def normalise(text: str) -> str:
    """In: what a resident wrote. Out: half-width, lower case, dialect words replaced by common ones."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for dialect, common in _DIALECT:
        plain = plain.replace(dialect, common)
    return plain


def terms(text: str) -> list[str]:
    """In: a normalised text. Out: its words and its letter pairs.

    The pairs match where word boundaries differ, and where speech recognition got one letter of a word wrong.
    """
    pairs = [text[start : start + 2] for start in range(len(text) - 1)]
    return [*_segmenter().cut(text), *pairs]


@cache
def _segmenter() -> "jieba.Tokenizer":
    """Load the dictionary once; its log lines on standard error are of no use to operators."""
    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()
