"""Telephone numbers as residents write them."""

from __future__ import annotations

import re

from bot.masks import mask_phone

_CHINESE = str.maketrans("〇零一二三四五六七八九幺０１２３４５６７８９", "001234567891" + "0123456789")
_DIGIT = "[〇零一二三四五六七八九幺０-９0-9]"
_GAP = re.compile(r"(?<=\d)[\s\-—－.]+(?=\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})?([2-8]\d{6,7})(?!\d)")
_WRITTEN = re.compile(rf"{_DIGIT}(?:[\s\-—－.]{{0,2}}{_DIGIT}){{6,13}}")


def find_phone(text: str) -> str | None:
    """Return the first mobile or landline number in a text, digits only, or None."""
    compact = _GAP.sub("", text.translate(_CHINESE).replace("+86", ""))
    if found := _MOBILE.search(compact):
        return found.group()
    landline = _LANDLINE.search(compact)
    return f"{landline.group(1) or ''}{landline.group(2)}" if landline else None


def hide_phones(text: str) -> str:
    """Return a text with each telephone number in it masked, however it is written."""
    return _WRITTEN.sub(lambda found: _masked(found.group()), text)


def _masked(written: str) -> str:
    phone = find_phone(written)
    return mask_phone(phone) if phone else written


def count_digits(text: str) -> int:
    """Return how many digits a text holds, to say what is wrong with a number."""
    return sum(sign.isdigit() for sign in text.translate(_CHINESE))
