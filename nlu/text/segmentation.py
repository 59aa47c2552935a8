"""Words of a text: jieba with the names and terms of nlu/dictionary, so that 国家政策 holds no 家政 and 助餐 is one word."""

from functools import lru_cache
from typing import Any

from nlu.text import dictionary
from nlu.text.ngrams import characters


def words(text: str) -> list[str]:
    """In: a normalised text. Out: its words in order; punctuation and blanks stay as they are."""
    return list(_tokenizer().cut(text))


def words_and_characters(text: str) -> list[str]:
    """In: a normalised text. Out: its words of two and more characters, told from n-grams by a tab, and the n-grams."""
    return [f"\t{word}" for word in words(text) if len(word.strip()) > 1] + characters(text)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """Out: jieba's tokenizer with our words, loaded once a process (1 s)."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in _terms():
        tokenizer.add_word(word)
    return tokenizer


def _terms() -> set[str]:
    """Out: places, matters and persons of the dictionary, of two and more characters."""
    terms = set(dictionary.lines("places.txt"))
    for matters in dictionary.yaml_file("matters.yml").values():
        terms.update(str(word) for entry in matters.values() for word in entry["words"])
    for said in dictionary.yaml_file("persons.yml").values():
        terms.update(map(str, said))
    return {term for term in terms if len(term) > 1}
