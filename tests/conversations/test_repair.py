"""Repair through the real stack: one question instead of a guess, corrections, several needs, a ticket without its number."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from bot.settings import PROJECT, Settings
from tests.conversations.stack import Stack
from tests.conversations.twelve_residents import has, number_in, walk_to_ticket
from tests.conversations.wechat_client import Account, Resident

_NUMBERED = re.compile(r"^\d ", re.MULTILINE)
_serial = itertools.count()


@pytest.fixture
def newcomer(linli: Stack) -> Callable[[], Resident]:
    """Somebody who has never written before."""
    settings = Settings()
    account = Account(
        settings.wechat_app_id, settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    )
    return lambda: Resident(linli.url, account, f"oRepair{next(_serial)}")


@pytest.fixture
def resident(newcomer: Callable[[], Resident]) -> Iterator[Resident]:
    yield newcomer()


def test_a_correction_in_the_midst_of_a_form_changes_course_at_once(resident: Resident) -> None:
    has(resident.say("楼上漏水把我家墙泡坏了"), "调解")
    reply = has(resident.say("不是要投诉，我是想问法律上他该赔多少"), "法律")
    assert "您同意吗" in reply or "哪方面" in reply
    resident.say("不同意")
    has(resident.say("？"), "法律咨询", "墙泡坏")


def test_what_was_meant_instead_keeps_what_was_told(resident: Resident) -> None:
    has(resident.say("我想找个阿姨来家里做饭打扫"), "上门")
    reply = has(resident.say("不对，我说的是我妈瘫在床上要人照顾护理"), "养老")
    assert "矛盾" not in reply


def test_several_needs_are_confirmed_and_their_tickets_are_linked(resident: Resident, linli: Stack) -> None:
    heard = resident.say("楼上漏水，跟他家吵起来了，老人一个人在家没人管")
    has(heard, "两件事", "矛盾调解", "养老服务", "都办")
    first = walk_to_ticket(resident, resident.say("1"))
    one = number_in(first)
    has(first, "另一件", "养老服务")
    two = number_in(walk_to_ticket(resident, resident.say("1")))
    assert one != two
    assert {one, two} <= {ticket["number"] for ticket in tickets(linli)}
    has(resident.say("我的工单"), one, two)


def test_only_one_of_several_needs_can_be_chosen(resident: Resident) -> None:
    has(resident.say("路灯坏了三天没人修，另外我想报名当志愿者"), "两件事")
    reply = resident.say("2")
    has(reply, "替您报上去")
    assert "志愿" not in reply


def test_danger_comes_before_several_needs(resident: Resident) -> None:
    reply = resident.say("楼上漏水，跟他家吵起来了，我妈晕倒叫不醒")
    has(reply, "120")
    assert "两件事" not in reply


def test_letters_without_sense_lead_to_choices_and_then_to_a_person(resident: Resident) -> None:
    has(resident.say("asdfgh"), "没太听懂", "调解纠纷")
    second = resident.say("qwe qwe")
    assert second.index("转人工") < second.index("调解纠纷")


def test_the_ticket_of_some_time_ago_is_found_without_its_number(resident: Resident) -> None:
    number = number_in(walk_to_ticket(resident, resident.say("楼上漏水把我家墙泡坏了")))
    has(resident.say("还是上次那个事"), number)
    has(resident.say("还是上次那个事，今天漏得更厉害了"), "记进工单", number)


def test_which_ticket_is_asked_where_there_are_several(resident: Resident) -> None:
    for told in ("楼上漏水把我家墙泡坏了", "我们小区的路灯坏了三天了"):
        walk_to_ticket(resident, resident.say(told))
    has(resident.say("还是上次那个事"), "哪一个")


def test_nobody_is_asked_back_twice_in_a_row(newcomer: Callable[[], Resident]) -> None:
    asked = 0
    for vague in ("能不能赔", "那个事咋整", "没人管", "家里老人跟物业", "想办个事", "孩子的事", "帮帮我妈"):
        resident = newcomer()
        if "我不太确定" in resident.say(vague):
            asked += 1
            assert "我不太确定" not in resident.say("就是那个"), vague
    assert asked, "no message was vague enough to ask back"


@pytest.mark.parametrize("told", ["你好，我家楼上漏水", "您好请问能帮我找个保姆吗", "早上好 俺村路灯坏了"])
def test_a_need_behind_a_greeting_wins(resident: Resident, told: str) -> None:
    reply = resident.say(told)
    assert _NUMBERED.search(reply), reply
    assert "我是机器人邻里" not in reply


@pytest.mark.parametrize(
    ("told", "answer"),
    [("社区帮老人有啥规定没有", "第"), ("我的工单办到哪了", "您"), ("不想等了给我转人工", "工单号")],
)
def test_no_form_swallows_another_request(resident: Resident, told: str, answer: str) -> None:
    has(resident.say("楼上漏水把我家墙泡坏了"), "同意")
    has(resident.say(told), answer)


def test_a_new_address_in_the_midst_of_a_form_is_taken(resident: Resident) -> None:
    resident.say("我想找个钟点工来家里打扫，我住解放区幸福社区3号楼")
    walk_to_ticket(resident, resident.say("地址改成和平街5号院2号楼"))
    summary = next(reply for reply in reversed(resident.seen) if "请您看看对不对" in reply)
    has(summary, "和平街5号院2号楼")
    assert "幸福社区" not in summary.partition("地方：")[2]


def tickets(linli: Stack) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "flask", "--app", "server", "tickets", "list", "--json"]
    ran = subprocess.run(command, cwd=PROJECT, env=linli.environment, capture_output=True, text=True, check=True)
    listed: list[dict[str, str]] = json.loads(ran.stdout)
    return listed
