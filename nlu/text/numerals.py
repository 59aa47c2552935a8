"""Numbers as residents write them: 12, １２, 十二, ⑫."""

from typing import Optional

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
}
_CIRCLED = {chr(0x2460 + step): step + 1 for step in range(20)} | {chr(0x2474 + step): step + 1 for step in range(20)}


def below_hundred(text: str) -> Optional[int]:
    """In: a folded text that is nothing but a number. Out: its value when 0–99, else None."""
    if text in _CIRCLED:
        return _CIRCLED[text]
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 else None
    if text in _DIGITS:
        return _DIGITS[text]
    return _with_tens(text)


def digits(text: str) -> str:
    """In: a text. Out: the same with Chinese digit characters as 0–9, one for one (一三八 → 138)."""
    return "".join(str(_DIGITS[char]) if char in _DIGITS else char for char in text)


def _with_tens(text: str) -> Optional[int]:
    """In: a text such as 十, 十二, 二十, 九十九. Out: its value, else None."""
    tens, middle, ones = text.partition("十")
    if not middle or (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
