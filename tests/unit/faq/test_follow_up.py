import pytest

from bot.faq.follow_up import complete, is_follow_up


@pytest.mark.parametrize("text", ["那农村呢", "那农村呢？", "要是租房的呢", "如果是村里的话呢", "周末呢", "那俺婆婆嘞"])
def test_a_short_message_that_leans_on_the_last_one_is_a_follow_up(text):
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text", ["那你帮我报修吧", "社区该不该给我开证明", "那个楼上天天半夜拖桌子吵得睡不着可咋办呢", "好的", ""]
)
def test_a_message_of_its_own_is_none(text):
    assert not is_follow_up(text)


def test_a_follow_up_is_asked_with_the_question_before_it():
    assert complete("那农村呢？", "社区用房要多少平方米") == "农村，社区用房要多少平方米"


def test_without_a_question_before_it_stays_as_it_is():
    assert complete("那农村呢", None) == "那农村呢"


def test_a_question_of_its_own_forgets_the_one_before():
    assert complete("彩礼太高有人管没", "社区用房要多少平方米") == "彩礼太高有人管没"
