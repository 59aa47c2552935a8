"""Which of the offered choices a resident means: by number, by its words, or by a tap."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.answer import Choice

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
# Without 号, 条 and 点: "3号" may be a day or a house; the form knows what it asked for.
_NUMBER = re.compile(
    r"^(?:我?选|要|第|回复|按)?(?:第)?\s*([0-9]{1,2}|[一二两俩三四五六七八九十])\s*(?:个|项|、|\.|。|，)?(?:吧|的|了|啊)?$"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９①②③④⑤⑥⑦⑧⑨", "0123456789123456789")


def pick(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that the text names, or None when it says something else."""
    said = text.translate(_FULL_WIDTH).strip().strip("。.！!、,，~ ")
    for choice in choices:
        if said and said in (choice.title, choice.payload):
            return choice
    found = _NUMBER.match(said)
    if not found:
        return None
    sign = found.group(1)
    number = int(sign) if sign.isdigit() else _DIGITS[sign]
    return choices[number - 1] if 1 <= number <= len(choices) else None
