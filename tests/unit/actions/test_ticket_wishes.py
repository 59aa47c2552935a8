import pytest

from actions.said import Said
from actions.ticket_wishes import Wish, refers_back, wish_in


@pytest.mark.parametrize(
    "text",
    ["还是上次那个事", "就是那个事", "俺前天报那个", "之前反映的那件事", "上回那个单子", "还是上次那个事，楼上又漏了"],
)
def test_a_matter_of_some_time_ago_is_recognised_without_its_name(text):
    assert refers_back(text)


@pytest.mark.parametrize("text", ["昨天有个事想问", "以前那个医生挺好", "楼上漏水", "那个"])
def test_other_words_of_the_past_mean_no_ticket(text):
    assert not refers_back(text)


def test_news_about_it_are_added_and_the_bare_words_only_look():
    assert wish_in(Said("还是上次那个事，楼上又漏了")) is Wish.ADD
    assert wish_in(Said("还是上次那个事")) is Wish.LOOK
