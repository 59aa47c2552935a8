"""Control: 取消, 上一步, 跳过, 改地址, 重来, 转人工 at every step of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from actions.intake.asking import again, ask, ask_next, choices_for
from actions.intake.filling import joined, place_in, use_known
from actions.intake.state import REFUSED, SKIPPED, Aside, Intake, Move, Outcome, Prompt
from actions.phone_number import find_phone
from actions.plans import CORRECT
from actions.said import Said

# Whole control words come with 1.0; below this a "person" may be somebody who mends pipes.
_SURE = 0.85
_WORDS: Mapping[str, str] = {
    "place": "地址|住址|地点|位置|地方|门牌号?|楼号",
    "phone": "电话号?码?|手机号?码?|号码|联系方式",
    "time": "时间|日期",
    "details": "内容|情况|描述|事情|问题",
    "matter": "类别|种类|服务",
}
_FIELD = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
_CHANGE = re.compile(
    rf"^(?:请|帮我|我想|我要|俺想|俺要|想|要|把|那个)*(?:改|修改|更改|换|更正)(?:一下|个|下)?(?:我的|俺的)?(?:{_FIELD})"
    r"[，,：:\s]*(?:改成|改为|换成|成|为|到|是)?[，,：:\s]*(?P<value>.*)$",
    re.DOTALL,
)
_INTO = re.compile(r"^.{0,12}?(?:改成|改为|换成|改到|换到|更正为|应该是|应当是)[，,：:\s]*(?P<value>.+)$", re.DOTALL)


def control(intake: Intake, said: Said) -> Move | None:
    """Do what a word of control wants; None when the message is none."""
    if (change := _change_in(said)) is not None:
        return _change(intake, said, *change)
    step = _STEPS.get(said.intent) if said.confidence >= _SURE else None
    return step(intake) if step else None


def skip(intake: Intake, *before: Prompt) -> Move:
    """Go on without an answer to what was asked."""
    if intake.requested in (None, "confirm"):
        return again(intake, *before)
    if intake.requested == "consent":
        return ask_next(intake.with_consent(REFUSED), *before)
    return ask_next(intake.with_value(intake.requested, SKIPPED), *before)


def which(intake: Intake) -> Move:
    """Ask what is to be corrected."""
    return Move(intake, (Prompt("要改哪一项？", CORRECT),))


def _cancel(intake: Intake) -> Move:
    return Move(intake, outcome=Outcome.CANCELLED)


def _hand_over(intake: Intake) -> Move:
    return Move(intake, outcome=Outcome.HANDED_OVER)


def _start_over(intake: Intake) -> Move:
    kept = {name: getattr(intake, name) for name in ("consent", "known_phone", "known_address", "parked")}
    return ask_next(use_known(Intake(intake.kind, **kept)), Prompt("好，咱们从头来。"))


def _go_back(intake: Intake) -> Move:
    asked = intake.trail if intake.requested == "confirm" else intake.trail[:-1]
    if not asked:
        return again(intake, Prompt("已经是第一步了。"))
    previous = asked[-1]
    return ask(replace(intake.with_value(previous, None), trail=asked[:-1]), previous)


def _withdraw_consent(intake: Intake) -> Move:
    return replace(ask_next(intake.with_consent(REFUSED)), aside=Aside.CONSENT_WITHDRAWN)


_STEPS: Mapping[str, Callable[[Intake], Move]] = {
    "cancel": _cancel,
    "human_agent": _hand_over,
    "start_over": _start_over,
    "go_back": _go_back,
    "skip": skip,
    "repeat": again,
    "withdraw_consent": _withdraw_consent,
}


def _change_in(said: Said) -> tuple[str | None, str] | None:
    """Return the field that is to be changed and its new value ("" when none is said yet); None: no such wish."""
    if found := _CHANGE.match(said.text):
        name = next(name for name in _WORDS if found[name])
        return name, found["value"].strip("吧了呀啊。 ")
    if said.intent != "change_answer":
        return None
    moved = _INTO.match(said.text)
    return said.entity("field"), moved["value"].strip() if moved else ""


def _change(intake: Intake, said: Said, name: str | None, value: str) -> Move:
    if name is None:
        return which(intake)
    intake = replace(intake, changed=(*(one for one in intake.changed if one != name), name))
    named = place_in(said)
    new = {"place": named if named and named in value else value, "phone": find_phone(said.text), "matter": None}.get(
        name, value
    )
    if new:
        return ask_next(intake.with_value(name, new), Prompt("好，改好了。"))
    if name == "details":
        return _retell(intake)
    consented = replace(intake, consent=None) if intake.consent == REFUSED and name in intake.personal else intake
    cleared = consented.with_value(name, None)
    if cleared.consent is None and name in cleared.personal:
        return ask_next(cleared, Prompt("好，先问您一句。"))
    return ask(cleared, name)


def _retell(intake: Intake) -> Move:
    move = ask(replace(intake, details=None), "details")
    return replace(move, prompts=(Prompt("好，您重新说一遍是什么事。", choices_for(intake, "details")),))


def add_details(intake: Intake, more: str) -> Move:
    """Add to what was told, and show the summary again."""
    return ask_next(replace(intake, details=joined(intake.details, more)), Prompt("加上了。"))
