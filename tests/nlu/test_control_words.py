"""Dialogue control: only a message that is nothing else, in every way residents write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.control_words import recognise


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("是", "affirm"), ("是的。", "affirm"), ("对对对", "affirm"), ("中嘞！", "affirm"), ("好的👌", "affirm"), ("ok", "affirm"),
        ("確認", "affirm"), ("yes", "affirm"), ("可以的呀", "affirm"), ("👌", "affirm"),
        ("不用了谢谢", "deny"), ("不中", "deny"), ("不同意", "deny"), ("no", "deny"), ("錯了", "deny"),
        ("那算了", "cancel"), ("算了，不要了", "cancel"), ("取消", "cancel"), ("那就不办了吧", "cancel"), ("退出", "cancel"),
        ("不知道啊", "skip"), ("跳过", "skip"), ("没有了", "skip"), ("先不说", "skip"),
        ("上一步", "go_back"), ("刚才说错了", "go_back"), ("返回", "go_back"),
        ("重新开始", "start_over"), ("重来", "start_over"),
        ("再说一遍", "repeat"), ("啥？", "repeat"), ("？？", "repeat"), ("没看清", "repeat"),
        ("菜单", "menu"), ("帮助", "menu"), ("你能干啥？", "menu"),
        ("转人工！", "human_agent"), ("人工", "human_agent"),
    ],
)  # fmt: skip
def test_control_is_recognised(text: str, intent: str) -> None:
    control = recognise(text)
    assert control is not None and control.intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "对了", "对吗", "是么", "是吗", "哦", "谢谢", "我想取消昨天的单子", "3号楼", "100", "2024", "你好", "不想活了", "不知道该找谁修路灯",
        "没有暖气", "停水了", "停电", "帮助老人", "我要报名当志愿者", "地址是和平街5号", "一楼", "", "。", "中午", "可以报修吗",
    ],
)  # fmt: skip
def test_whatever_says_more_is_left_to_the_classifier(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("１２", 12),
        ("第2个", 2),
        ("选3", 3),
        ("1、", 1),
        ("二", 2),
        ("十二", 12),
        ("①", 1),
        ("我选第三个", 3),
        (" 5 。", 5),
        ("0", 0),
        ("99", 99),
    ],
)
def test_a_choice_carries_its_number_and_where_it_stands(text: str, number: int) -> None:
    control = recognise(text)
    assert control is not None and control.intent == "choose"
    (entity,) = control.entities
    assert entity["value"] == number
    assert text[entity["start"] : entity["end"]].strip() != ""


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("改地址", "place", "地址"), ("地址错了", "place", "地址"), ("我想改一下电话", "phone", "电话"), ("电话不对", "phone", "电话"),
        ("我要改下时间", "time", "时间"), ("地址改成和平街5号", "place", "地址"), ("修改内容", "details", "内容"),
    ],
)  # fmt: skip
def test_a_change_names_its_field(text: str, field: str, said: str) -> None:
    control = recognise(text)
    assert control is not None and control.intent == "change_answer"
    (entity,) = control.entities
    assert (entity["value"], text[entity["start"] : entity["end"]]) == (field, said)


def test_a_change_without_a_field() -> None:
    control = recognise("修改")
    assert control is not None and control.intent == "change_answer" and not control.entities


@given(st.text(max_size=60))
def test_nothing_breaks_it_and_spans_are_inside(text: str) -> None:
    control = recognise(text)
    for entity in control.entities if control else ():
        assert 0 <= entity["start"] < entity["end"] <= len(text)
