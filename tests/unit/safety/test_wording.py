"""Administrators may say it in their own words; what saves lives stays in it."""

from __future__ import annotations

import pytest

from bot.hotlines import default_numbers
from bot.safety import Alarm, AlarmKind, Danger, Person, Sign, Wording, keep_company, reply_to, reply_without_staff
from bot.safety.wording import fault

HOTLINES = default_numbers()
GOOD = "我在听您说。值班的同事马上就来。\n有危险请打 {报警}、{急救} 或 {心理援助}。\n您在哪儿？"
DESPAIR = Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, Person.SELF, "")


@pytest.mark.parametrize("text", [Wording.crisis_self, Wording.crisis_company, GOOD])
def test_good_words_are_taken(text: str) -> None:
    assert fault(text, HOTLINES) == ""


def test_numbers_may_be_written_out() -> None:
    assert fault(GOOD.format(报警=110, 急救=120, 心理援助=12356), HOTLINES) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("我在听。值班同事马上来。您在哪儿？", "不能少了 110（报警）、120（急救）、12356（心理援助）"),
        (GOOD.replace("{报警}、", ""), "不能少了 110（报警）"),
        (GOOD.replace("{急救}", "1200"), "不能少了 120（急救）"),
        (GOOD.replace("{心理援助}", "12345"), "不能少了 12356（心理援助）"),
        ("值班同事马上来。请打 {报警} 或 {急救}。\n也可以打 {心理援助}。\n您在哪儿？", "要同时写上 110 或 120"),
        (GOOD + "您别想太多。", "不能写“想太多”"),
        (GOOD + "我会替您保密。", "不能写“保密”"),
        (GOOD.replace("您在哪儿？", "请打 {急救}。"), "不要停在一个号码上"),
        (GOOD.replace("值班的同事", "有人"), "请写上“值班”"),
        (GOOD + "{police}", "不认识 {police}"),
        ("", "不能少了"),
    ],
)
def test_words_without_what_saves_lives_are_refused_with_the_reason(text: str, why: str) -> None:
    assert why in fault(text, HOTLINES)


def test_own_words_are_said_with_the_numbers_of_the_register() -> None:
    reply = reply_to(DESPAIR, HOTLINES | {"psychological_aid": "0391-12356"}, Wording(crisis_self=GOOD))
    assert reply.splitlines()[1] == "有危险请打 110、120 或 0391-12356。"


def test_words_that_have_become_wrong_give_way_to_the_default() -> None:
    written_out = Wording(crisis_self=GOOD.format(报警=110, 急救=120, 心理援助=12356))
    changed = HOTLINES | {"psychological_aid": "0391-5551234"}
    assert "0391-5551234" in reply_to(DESPAIR, changed, written_out)
    assert reply_to(DESPAIR, changed, written_out) == reply_to(DESPAIR, changed)


def test_own_words_keep_company() -> None:
    assert "我在听您说" in keep_company(AlarmKind.PSYCH_CRISIS, "嗯", 1, HOTLINES, Wording(crisis_company=GOOD))
    assert "我在听您说" not in keep_company(AlarmKind.EMERGENCY, "嗯", 1, HOTLINES, Wording(crisis_company=GOOD))


@pytest.mark.parametrize(
    "alarm",
    [
        Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, Person.OTHER, ""),
        Alarm(AlarmKind.PSYCH_CRISIS, Danger.HARM_OTHERS, Person.SELF, ""),
        Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, Person.SELF, "", frozenset({Sign.ACT_IN_PROGRESS})),
        Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, Person.SELF, "", frozenset({Sign.MINOR})),
        Alarm(AlarmKind.EMERGENCY, Danger.FIRE, Person.SELF, ""),
    ],
    ids=str,
)
def test_other_dangers_keep_their_own_words(alarm: Alarm) -> None:
    assert reply_to(alarm, HOTLINES, Wording(crisis_self=GOOD)) == reply_to(alarm, HOTLINES)


@pytest.mark.parametrize("danger", Danger)
@pytest.mark.parametrize("kind", AlarmKind)
def test_the_people_on_duty_are_named_and_no_reply_ends_with_their_number(kind: AlarmKind, danger: Danger) -> None:
    wording = Wording(on_call="电话 0391-1234567")
    lines = reply_to(Alarm(kind, danger, Person.SELF, ""), HOTLINES, wording).splitlines()
    assert lines[-2] == "也可以直接联系值班同事：电话 0391-1234567。"
    assert "0391" not in lines[-1]
    assert "0391" not in lines[0]


def test_nobody_is_promised_when_nothing_can_be_stored() -> None:
    assert "值班" not in reply_without_staff(DESPAIR, HOTLINES)
