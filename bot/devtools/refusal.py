"""WeChat's way to say no: 200 with an errcode."""

from __future__ import annotations


class Refusal(Exception):
    """An errcode and the words that WeChat gives with it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code
        self.words = words
