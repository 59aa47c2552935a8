"""What texts are cut into by candidates other than the chosen one; each takes a prepared text and gives its grams."""

from functools import lru_cache
from typing import Any

from nlu.text.ngrams import characters
from nlu.text.segmentation import words_and_characters


def only_words(text: str) -> list[str]:
    """Out: the jieba words of two and more characters, with the terms of nlu/dictionary, and every single character."""
    return [gram for gram in words_and_characters(text) if gram.startswith("\t")] + list(text)


def only_plain_words(text: str) -> list[str]:
    """Out: the same without the terms of nlu/dictionary."""
    return [*_plain_words(text), *text]


def plain_words_and_characters(text: str) -> list[str]:
    """Out: n-grams of characters, and jieba's words without the terms of nlu/dictionary."""
    return _plain_words(text) + characters(text)


def nothing(text: str) -> list[str]:
    """Out: no grams: the sentence vector has to do."""
    return []


def _plain_words(text: str) -> list[str]:
    """Out: the words of two and more characters by jieba as it comes."""
    return [f"\t{word}" for word in plain_tokenizer().cut(text) if len(word.strip()) > 1]


@lru_cache(maxsize=1)
def plain_tokenizer() -> Any:
    """Out: jieba with its own dictionary only, loaded once a process."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer
