"""Telephone numbers as residents write them."""

from __future__ import annotations

import re

_CHINESE = str.maketrans("〇零一二三四五六七八九幺０１２３４５６７８９", "001234567891" + "0123456789")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})?([2-8]\d{6,7})(?!\d)")


def find_phone(text: str) -> str | None:
    """Return the first mobile or landline number in a text, digits only, or None."""
    compact = re.sub(r"(?<=\d)[\s\-—－.]+(?=\d)", "", text.translate(_CHINESE)).replace("+86", "")
    if found := _MOBILE.search(compact):
        return found.group()
    landline = _LANDLINE.search(compact)
    return f"{landline.group(1) or ''}{landline.group(2)}" if landline else None


def count_digits(text: str) -> int:
    """Return how many digits a text holds, to say what is wrong with a number."""
    return sum(sign.isdigit() for sign in text.translate(_CHINESE))
