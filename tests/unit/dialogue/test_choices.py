import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue import Choice
from bot.dialogue.choices import pick

OFFERED = [Choice("同意", "/affirm"), Choice("不同意", "/deny"), Choice("再想想", "再想想")]


@pytest.mark.parametrize(
    ("said", "number"),
    [("1", 1), ("２", 2), ("③", 3), ("二", 2), ("第一个", 1), ("选2", 2), ("第3项", 3), ("1。", 1), ("1、", 1), ("要二", 2),
     ("回复1", 1), ("同意", 1), ("不同意。", 2), ("两", 2)],
)  # fmt: skip
def test_a_number_or_the_words_of_a_choice_pick_it(said, number):
    assert pick(said, OFFERED) == OFFERED[number - 1]


@pytest.mark.parametrize("said", ["4", "0", "100", "一楼漏水", "3号楼", "十一", "", "我不同意这么办"])
def test_anything_else_picks_nothing(said):
    assert pick(said, OFFERED) is None


MENU = {
    "调解纠纷": "/dispute",
    "我要反映公共设施问题": "/public_issue",
    "心理咨询": "/psych_help",
    "我的工单": "/ticket_status",
}


@pytest.mark.parametrize(("said", "payload"), MENU.items())
def test_words_of_the_menu_are_picked_without_having_been_offered(said, payload):
    assert pick(said, []) == Choice(said, payload)


def test_what_was_offered_comes_before_the_menu():
    offered = Choice("家政服务", "家政服务")
    assert pick("家政服务", [offered]) == offered


@pytest.mark.parametrize("said", ["调解纠纷的事咋办", "我的工单到哪了", "想问问心理咨询"])
def test_a_sentence_with_a_word_of_the_menu_is_the_models_to_judge(said):
    assert pick(said, []) is None


@given(st.text(max_size=30), st.sampled_from([[], OFFERED]))
def test_what_is_picked_was_offered_or_starts_a_service(said, offered):
    choice = pick(said, offered)
    assert choice is None or choice in offered or (choice.title in said and choice.payload.startswith("/"))
