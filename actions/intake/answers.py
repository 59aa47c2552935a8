"""Answers: what the message says to the question that waits; None when it does not answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from actions.intake.asking import again, ask_next
from actions.intake.control import add_details, skip, which
from actions.intake.filling import fill, found_in, joined, place_in
from actions.intake.state import GIVEN, REFUSED, SKIPPED, Aside, Intake, Move, Outcome, Prompt
from actions.intake.wishes import (
    SURE_BESIDE_DETAILS,
    SURE_OF_MORE_THAN_A_VALUE,
    SURE_OF_OTHER_SERVICE,
    adds,
    aside_in,
    is_empty,
    is_talk,
    other_service,
)
from actions.phone_number import count_digits, find_phone, hide_phones
from actions.said import Said
from bot.tickets.words import MATTER

_NO_ANSWER = frozenset({"choose", "menu", "affirm", "deny"})
_LONGEST_PLACE = 40
_NUMBER_WORDS = re.compile(
    r"[\W\d〇零一二三四五六七八九幺]+|[我俺]们?的?|手机|电话|联系方式|联系|微信|号码?|就?是|就行|可以|这个|同意|[打的吧啊呀嘞了记下您恁你好]"
)
_SHORTEST_REMARK = 2
_LIKE_A_PLACE = re.compile(
    r"[村庄楼号院路街区门店校场桥口旁边对面近东西南北里户室苑园巷沟坡镇乡社组栋单元]|这儿|这里|家$"
)
_LIKE_A_TIME = re.compile(
    r"[今明后昨前]|周|星期|礼拜|上午|下午|中午|晚|早|[点号月日天]|随时|都行|都中|尽快|现在|马上|越快"
)
_NO_NUMBER = re.compile(r"微信|不留|没有?(?:手机|电话)")
# What a short message is likelier to be than another wish, where that differs with the question that waits.
_VALUES: Mapping[str, frozenset[str]] = {
    "time": frozenset({"time", "place", "phone"}),
    "confirm": frozenset({"time", "place", "phone"}),
    "details": frozenset(),
}
_NO_PERSONAL = Prompt("好，不记您的电话和地址，我们就在微信里找您。")


def answer(intake: Intake, said: Said) -> Move | None:
    """Take the message as the answer to what was asked, if it is one, else for what else it tells of the matter."""
    if not said.text or (is_empty(said) and said.intent not in _NO_ANSWER):
        return None
    return _ANSWERS[intake.requested or "confirm"](intake, said) or _another_value(intake, said)


def _another_value(intake: Intake, said: Said) -> Move | None:
    """Keep an address or a number that comes before it is asked for, and ask again.

    Before the yes to the notice it only waits in the form, and is dropped with a no.
    """
    told = found_in(intake.kind, said).keys() & {"matter", "place", "phone"}
    if intake.requested == "confirm" or not told or said.intent in _NO_ANSWER or _wants_other(intake, said):
        return None
    return again(
        _overwrite(intake, said), Prompt("好，这个记下了。" if intake.consent else "好，您说的只用来办这件事。")
    )


def _consent(intake: Intake, said: Said) -> Move | None:
    if said.intent == "affirm":
        return ask_next(intake.with_consent(GIVEN))
    if said.intent == "deny":
        return ask_next(intake.with_consent(REFUSED), _NO_PERSONAL)
    return None


def _confirm(intake: Intake, said: Said) -> Move | None:
    if said.intent == "affirm":
        return Move(intake, outcome=Outcome.CONFIRMED)
    if said.intent == "deny":
        return which(intake)
    if (move := _corrected(intake, said)) is not None:
        return move
    chats = said.intent == "smalltalk" and said.confidence >= SURE_OF_OTHER_SERVICE
    if _wants_other(intake, said) or is_talk(said) or chats or said.intent in _NO_ANSWER:
        return None
    return add_details(intake, said.text)


def _corrected(intake: Intake, said: Said) -> Move | None:
    """Take a new address, number or time without being told what it is; a longer message is kept as it was said, too."""
    told = found_in(intake.kind, said).keys() & {"place", "phone", "time"}
    is_short = len(said.text) <= _LONGEST_PLACE // 2
    corrected = _overwrite(intake, said)
    if corrected == intake or not told or (told == {"time"} and not is_short) or _wants_other(intake, said):
        return None
    more = corrected if is_short else replace(corrected, details=_told(intake, said))
    return ask_next(more, Prompt("好，改好了。"))


def _matter(intake: Intake, said: Said) -> Move | None:
    labels = {label: key for key, label in MATTER.get(intake.kind, {}).items()}
    if said.text in labels:
        return ask_next(intake.with_value("matter", labels[said.text]))
    if _wants_other(intake, said) or is_talk(said) or said.intent in _NO_ANSWER:
        return None
    filled = fill(intake, said)
    if count_digits(said.text) == len(said.text):
        return None
    matter = filled.matter or "other"
    short = filled.matter and len(said.text) <= 6
    return ask_next(replace(filled, matter=matter, details=intake.details if short else _told(intake, said)))


def _details(intake: Intake, said: Said) -> Move | None:
    labels = {label: key for key, label in MATTER.get(intake.kind, {}).items()}
    if said.text in labels:
        return ask_next(replace(intake, matter=labels[said.text], details=_told(intake, said)))
    is_other = other_service(intake, said, SURE_BESIDE_DETAILS) or aside_in(said, SURE_BESIDE_DETAILS)
    if is_other or said.intent in _NO_ANSWER or said.kind == "location":
        return _only_place(intake, said)
    return ask_next(replace(fill(intake, said), details=_told(intake, said)))


def _only_place(intake: Intake, said: Said) -> Move | None:
    """A pin, or an address, where the story was asked for: keep it and ask again."""
    return again(fill(intake, said), Prompt("位置记下了。")) if said.kind == "location" else None


def _place(intake: Intake, said: Said) -> Move | None:
    place = place_in(said)
    if place is None and (phone := find_phone(said.text)):
        return ask_next(fill(intake.with_value("phone", phone), said), Prompt("电话记下了。"))
    if place is None and not _is_free_answer(intake, said, _LIKE_A_PLACE):
        return None
    if place and len(said.text) > _LONGEST_PLACE and _wants_other(intake, said):
        return None
    whole = place if place and (len(said.text) > _LONGEST_PLACE or find_phone(said.text)) else said.text[:60]
    return ask_next(fill(intake.with_value("place", whole), said, except_for="place"))


def _time(intake: Intake, said: Said) -> Move | None:
    told = found_in(intake.kind, said)
    if "time" not in told and ("phone" in told or not _is_free_answer(intake, said, _LIKE_A_TIME)):
        return None
    return ask_next(fill(intake.with_value("time", said.text[:_LONGEST_PLACE]), said, except_for="time"))


def _phone(intake: Intake, said: Said) -> Move | None:
    if phone := find_phone(said.text):
        filled = fill(intake.with_value("phone", phone), said)
        if _says_whose(said):
            # 俺娘不会接电话，打俺的: whoever calls has to know.
            filled = replace(filled, details=joined(filled.details, hide_phones(said.text)))
        return ask_next(filled)
    if said.intent == "deny" or _NO_NUMBER.search(said.text):
        return skip(intake)
    if (digits := count_digits(said.text)) >= 4:
        return _wrong_number(intake, digits)
    return None


def _says_whose(said: Said) -> bool:
    """Whether a message with a number says more than that it is one."""
    return len(_NUMBER_WORDS.sub("", said.text)) >= _SHORTEST_REMARK


def _wrong_number(intake: Intake, digits: int) -> Move:
    """Say once what is wrong with a number; then go on, so that nobody is caught in it."""
    if intake.misses:
        return ask_next(intake.with_value("phone", SKIPPED), Prompt("这个号码还是不对，先不留了，我们在微信里找您。"))
    text = f"这个号码是{digits}位，手机号是11位，您再看看？"
    return again(replace(intake, misses=1), Prompt(text))


_ANSWERS: Mapping[str, Callable[[Intake, Said], Move | None]] = {
    "consent": _consent,
    "confirm": _confirm,
    "matter": _matter,
    "details": _details,
    "place": _place,
    "time": _time,
    "phone": _phone,
}


def _is_free_answer(intake: Intake, said: Said, like: re.Pattern[str]) -> bool:
    """Whether words that name no place or time we know may still be the answer."""
    if said.intent in (*_NO_ANSWER, "smalltalk") and not like.search(said.text):
        return False
    if is_talk(said):
        return False
    if _wants_other(intake, said):
        # 社区法律顾问是干啥的 has the signs of a place as well; where the model is this sure of a wish, it is believed.
        is_sure = said.confidence >= SURE_OF_MORE_THAN_A_VALUE and said.intent != "out_of_scope"
        return len(said.text) <= _LONGEST_PLACE // 2 and not is_sure and bool(like.search(said.text))
    return True


def _wants_other(intake: Intake, said: Said) -> bool:
    """Whether the model is sure of another wish; house numbers and telephone numbers it cannot judge."""
    if adds(said):
        return False
    if not _is_mostly_a_value(intake, said):
        return bool(other_service(intake, said, SURE_OF_OTHER_SERVICE) or aside_in(said))
    aside = aside_in(said, SURE_OF_MORE_THAN_A_VALUE)
    return bool(other_service(intake, said, SURE_OF_MORE_THAN_A_VALUE)) or aside not in (None, Aside.OUT_OF_SCOPE)


def _is_mostly_a_value(intake: Intake, said: Said) -> bool:
    told = found_in(intake.kind, said).keys() & _VALUES.get(intake.requested or "", frozenset({"place", "phone"}))
    return bool(told) and len(said.text) <= _LONGEST_PLACE // 2


def _overwrite(intake: Intake, said: Said) -> Intake:
    for name, value in found_in(intake.kind, said).items():
        if name != "person":
            intake = intake.with_value(name, value)
    return intake


def _told(intake: Intake, said: Said) -> str:
    return joined(intake.details, said.text)
