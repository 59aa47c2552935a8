"""Wording: what administrators may say in their own words to a person in despair, and what must stay in it.

Whoever despairs reads this first. A text that lacks a number, promises secrecy or belittles is refused when it is
written; one that has become wrong since, because a hotline's number changed, gives way to the default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What stands in a text for a number: the numbers themselves are kept in the register of hotlines.
GAPS: Mapping[str, str] = {"报警": "police", "急救": "ambulance", "火警": "fire", "心理援助": "psychological_aid"}
_MUST = ("报警", "急救", "心理援助")
# Belittling, secrecy that nobody may promise, means, a survey, a queue.
_NEVER = re.compile(
    r"想太多|想开|坚强|保密|不告诉(?:别人|任何人)|抑郁症|精神病|自私|什么药|用什么(?:办法|方法)|评分|满意度|排队|稍后再"
)
_GAP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Wording:
    """`on_call` is how the people on duty are reached besides WeChat; empty: nobody is named."""

    crisis_self: str = (
        "谢谢您愿意告诉我。您现在一定很难受，我在这儿听着，您不是一个人。\n"
        "我已经请值班的同事马上来陪您说话，这件事有人管。\n"
        "如果现在有危险，请打 {报警} 或 {急救}；想马上听到人的声音，可以打心理援助热线 {心理援助}。\n"
        "请先到有人的地方，让您信得过的人陪着您。您现在在哪儿，身边有人吗？慢慢说，我等您。"
    )
    crisis_company: str = (
        "我在听，您说的每一句值班同事都看得到，已经请人马上来跟您说话。"
        "要是觉得撑不住，请打 {急救}、{报警} 或 {心理援助}，也请让身边的人陪着您。您接着说，我在。"
    )
    on_call: str = ""

    def first_reply(self, hotlines: Mapping[str, str]) -> str:
        """Return what is said first to a person in despair."""
        return _sound(self.crisis_self, _DEFAULT.crisis_self, hotlines)

    def company(self, hotlines: Mapping[str, str]) -> str:
        """Return what is said to each further message while nobody has come yet."""
        return _sound(self.crisis_company, _DEFAULT.crisis_company, hotlines)

    def with_contact(self, reply: str) -> str:
        """Return a reply that names the people on duty above its last line, which is a question or stays with somebody."""
        if not self.on_call:
            return reply
        *lines, last = reply.splitlines()
        return "\n".join([*lines, f"也可以直接联系值班同事：{self.on_call}。", last])


_DEFAULT = Wording()


def fault(text: str, hotlines: Mapping[str, str]) -> str:
    """Return in Chinese why a text may not be said to a person in despair; "" when it may."""
    if unknown := [name for name in _GAP.findall(text) if name not in GAPS]:
        return f"不认识 {{{unknown[0]}}}，可以用：{'、'.join(f'{{{name}}}' for name in GAPS)}"
    filled, numbers = _fill(text, hotlines), {name: hotlines[GAPS[name]] for name in _MUST}
    if missing := [f"{number}（{name}）" for name, number in numbers.items() if not holds(filled, number)]:
        return f"不能少了 {'、'.join(missing)}：人在危险里时，这几个号码必须都在"
    if any(_stands_alone(line, numbers) for line in filled.splitlines()):
        return f"{numbers['心理援助']} 那一行要同时写上 {numbers['报警']} 或 {numbers['急救']}：它夜里不一定有人接"
    if found := _NEVER.search(filled):
        return f"不能写“{found.group()}”：人在难受时，这样的话会伤人，或者我们做不到"
    if re.search(r"\d[\s。.！!]*$", filled):
        return "最后不要停在一个号码上，请再说一句陪伴的话"
    return "" if "值班" in filled else "要让对方知道有人会来，请写上“值班”的同事"


def holds(text: str, number: str) -> bool:
    """Whether a number stands in a text, and not as a part of a longer one."""
    return re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text) is not None


def _stands_alone(line: str, numbers: Mapping[str, str]) -> bool:
    others = any(holds(line, numbers[name]) for name in ("报警", "急救"))
    return holds(line, numbers["心理援助"]) and not others


def _sound(text: str, default: str, hotlines: Mapping[str, str]) -> str:
    return _fill(default if fault(text, hotlines) else text, hotlines)


def _fill(text: str, hotlines: Mapping[str, str]) -> str:
    return _GAP.sub(lambda found: hotlines[GAPS[found[1]]] if found[1] in GAPS else found[0], text)
