import pytest

from bot.tickets.splitting import divide, pieces

TOLD = "楼上漏水，把俺家吊顶泡坏了。还有，楼道里堆满了旧家具；谁来管？"


def test_words_are_cut_after_their_commas_and_sentences():
    assert pieces(TOLD) == ("楼上漏水，", "把俺家吊顶泡坏了。", "还有，", "楼道里堆满了旧家具；", "谁来管？")
    assert "".join(pieces(TOLD)) == TOLD


@pytest.mark.parametrize("text", ["", "  ", "，。"])
def test_where_nothing_is_said_there_is_nothing_to_choose(text):
    assert pieces(text) == ()


def test_what_is_chosen_goes_and_the_rest_stays_in_order_without_loose_ends():
    assert divide(TOLD, {2, 3}) == ("楼上漏水，把俺家吊顶泡坏了。谁来管？", "还有，楼道里堆满了旧家具")
    assert divide(TOLD, {0}) == (TOLD.removeprefix("楼上漏水，"), "楼上漏水")


def test_nothing_chosen_leaves_all_and_all_chosen_leaves_nothing():
    assert divide(TOLD, set()) == (TOLD, "")
    assert divide(TOLD, range(5)) == ("", TOLD)


def test_a_place_that_is_not_there_chooses_nothing():
    assert divide("只有一句。", {7}) == ("只有一句。", "")
