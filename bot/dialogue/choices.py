"""Which of the offered choices a resident means: by number, by its words, or by a tap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.dialogue.answer import Choice

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
# Without 号, 条 and 点: "3号" may be a day or a house; the form knows what it asked for.
_NUMBER = re.compile(
    r"^(?:我?选|要|第|回复|按)?(?:第)?\s*([0-9]{1,2}|[一二两俩三四五六七八九十])\s*(?:个|项|、|\.|。|，)?(?:吧|的|了|啊)?$"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９①②③④⑤⑥⑦⑧⑨", "0123456789123456789")

# What the account's menu, the greeting and older lists send: never left to the model's guess.
_SERVICES: Mapping[str, str] = {
    "dispute": "调解纠纷 矛盾调解 我要调解矛盾纠纷",
    "elderly_care": "养老帮扶 养老服务 我家老人需要照顾",
    "domestic_service": "家政服务 我想找家政服务",
    "psych_help": "心理关爱 心理咨询 我心里难受想找人聊聊",
    "legal_question": "法律咨询 我想咨询法律问题",
    "public_issue": "公共问题 反映公共问题 我要反映公共设施问题",
    "volunteer_signup": "我要当志愿者 志愿报名 我想报名当志愿者",
    "ticket_status": "我的工单 查一下我的工单办到哪里了",
}
_MENU = {word: Choice(word, f"/{intent}") for intent, words in _SERVICES.items() for word in words.split()}


def pick(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that the text names: one of those offered, else one of the menu; None: it says something else."""
    said = text.translate(_FULL_WIDTH).strip().strip("。.！!、,，~ ")
    for choice in choices:
        if said and said in (choice.title, choice.payload):
            return choice
    if said in _MENU:
        return _MENU[said]
    found = _NUMBER.match(said)
    if not found:
        return None
    sign = found.group(1)
    number = int(sign) if sign.isdigit() else _DIGITS[sign]
    return choices[number - 1] if 1 <= number <= len(choices) else None
