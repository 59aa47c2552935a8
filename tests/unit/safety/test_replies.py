"""Every first reply: its numbers, its order, its length, and what it must never say."""

from __future__ import annotations

import re
from itertools import pairwise, product

import pytest

from bot.hotlines import DEFAULTS
from bot.safety import Alarm, AlarmKind, Danger, Person, Sign, keep_company, reply_to, reply_without_staff

_HOTLINES = {str(row["key"]): str(row["number"]) for row in DEFAULTS}
_SIGNS = [frozenset(signs) for signs in ([], [Sign.ACT_IN_PROGRESS], [Sign.MINOR], [Sign.ACT_IN_PROGRESS, Sign.MINOR])]
_CRISES = [
    Alarm(AlarmKind.PSYCH_CRISIS, danger, person, "", signs)
    for danger, person, signs in product((Danger.SUICIDE, Danger.HARM_OTHERS), Person, _SIGNS)
]
_EMERGENCIES = [
    Alarm(AlarmKind.EMERGENCY, danger, Person.SELF, "", signs)
    for danger, signs in product(Danger, (frozenset[Sign](), frozenset({Sign.HOME_VIOLENCE})))
]
# Diagnosis, debate, means, secrecy, belittling, a survey, a queue, a close.
_NEVER = re.compile(
    r"想太多|想开|坚强|加油|保密|不告诉(?:别人|任何人)|抑郁症|精神病|您有病|确诊|自私|为什么要|值得吗|用什么(?:办法|方法)|打算怎么|什么药|几片|"
    r"评分|评价|满意度|排队|稍后再|结束本次|不要冲动|冷静一点|一切都会好"
)


@pytest.mark.parametrize("alarm", [*_CRISES, *_EMERGENCIES], ids=str)
def test_every_reply(alarm: Alarm) -> None:
    reply = reply_to(alarm, _HOTLINES)
    assert not _NEVER.search(reply)
    assert "{" not in reply
    assert len(reply) <= 220
    assert len(reply.encode()) <= 2047
    assert re.search(r"110|119|120", reply)
    assert not re.search(r"\d[\s。]*$", reply), "a reply does not end with a bare number"
    assert "值班同事" in reply or "值班的同事" in reply


@pytest.mark.parametrize("alarm", [*_CRISES, *_EMERGENCIES], ids=str)
def test_when_nothing_can_be_stored_nobody_is_promised(alarm: Alarm) -> None:
    reply = reply_without_staff(alarm, _HOTLINES)
    assert "值班" not in reply
    assert "同事暂时看不到" in reply
    assert re.search(r"110|119|120", reply)
    assert not _NEVER.search(reply)


@pytest.mark.parametrize("alarm", _CRISES, ids=str)
def test_a_crisis_names_people_beside_the_numbers(alarm: Alarm) -> None:
    reply = reply_to(alarm, _HOTLINES)
    assert "110" in reply
    assert "120" in reply
    for line in reply.splitlines():
        if "12356" in line:
            assert re.search(r"110|120", line), "12356 never stands alone"


@pytest.mark.parametrize("person", Person)
@pytest.mark.parametrize("is_minor", [False, True])
def test_an_act_under_way_puts_rescue_first(person: Person, is_minor: bool) -> None:
    signs = {Sign.ACT_IN_PROGRESS} | ({Sign.MINOR} if is_minor else set())
    reply = reply_to(Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, person, "", frozenset(signs)), _HOTLINES)
    assert "120" in reply.splitlines()[0]
    assert "110" in reply.splitlines()[0]


@pytest.mark.parametrize("person", Person)
def test_without_an_act_the_person_is_heard_before_any_number(person: Person) -> None:
    first = reply_to(Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, person, ""), _HOTLINES).splitlines()[0]
    assert "谢谢您" in first
    assert not re.search(r"\d", first)


@pytest.mark.parametrize("person", Person)
def test_a_minor_is_led_to_grown_ups(person: Person) -> None:
    reply = reply_to(Alarm(AlarmKind.PSYCH_CRISIS, Danger.SUICIDE, person, "", frozenset({Sign.MINOR})), _HOTLINES)
    assert "老师" in reply
    assert "监护人" in reply or "爸妈" in reply


@pytest.mark.parametrize(
    ("danger", "number"),
    [
        (Danger.FIRE, "119"),
        (Danger.GAS, "119"),
        (Danger.MEDICAL, "120"),
        (Danger.WATER, "119"),
        (Danger.VIOLENCE, "110"),
        (Danger.TRAPPED, "119"),
        (Danger.UNKNOWN, "110"),
    ],
)
def test_the_first_number_fits_the_danger(danger: Danger, number: str) -> None:
    found = re.search(r"\d{3}", reply_to(Alarm(AlarmKind.EMERGENCY, danger, Person.SELF, ""), _HOTLINES))
    assert found is not None
    assert found.group() == number


def test_violence_at_home_names_the_women_s_line_with_its_hours() -> None:
    alarm = Alarm(AlarmKind.EMERGENCY, Danger.VIOLENCE, Person.SELF, "", frozenset({Sign.HOME_VIOLENCE}))
    reply = reply_to(alarm, _HOTLINES)
    assert "110" in reply.splitlines()[0]
    assert "12338（" not in reply.splitlines()[0]
    assert "工作时间" in reply


@pytest.mark.parametrize("kind", AlarmKind)
@pytest.mark.parametrize("said_before", range(8))
def test_company_asks_nothing_and_never_names_one_number_alone(kind: AlarmKind, said_before: int) -> None:
    reply = keep_company(kind, "嗯", said_before, _HOTLINES)
    assert "？" not in reply
    assert not _NEVER.search(reply)
    assert ("12356" in reply) <= ("110" in reply and "120" in reply)


@pytest.mark.parametrize("kind", AlarmKind)
def test_company_changes_its_words_and_names_the_numbers_at_once_and_again_and_again(kind: AlarmKind) -> None:
    replies = [keep_company(kind, "嗯", said_before, _HOTLINES) for said_before in range(1, 9)]
    assert all(one != next_one for one, next_one in pairwise(replies))
    assert "110" in replies[0]
    assert all("110" in one or "110" in next_one for one, next_one in pairwise(replies))


@pytest.mark.parametrize("text", ["我没事了", "逗你玩的", "别管我", "不用来了"])
def test_who_brushes_it_off_is_heard_and_somebody_comes_all_the_same(text: str) -> None:
    reply = keep_company(AlarmKind.PSYCH_CRISIS, text, 1, _HOTLINES)
    assert "同事还是会来" in reply
    assert "踏实" not in reply
    assert "110" in reply


def test_numbers_come_from_the_table() -> None:
    reply = reply_to(Alarm(AlarmKind.EMERGENCY, Danger.FIRE, Person.SELF, ""), _HOTLINES | {"fire": "0391-119"})
    assert "0391-119" in reply
