import pytest

from knowledge.lists import ListedItem, describe_listed, find_listed

DEATH = ListedItem("not_to_certify", "死亡证明", ("死亡",), "在医院去世的，由医院开具。", "某清单，2020年4月公布")
MARRIED = ListedItem("not_to_certify", "婚姻状况证明", ("婚姻状况", "未婚证明"), "", "某清单")
CARDS = ListedItem("assisting_matter", "高龄补贴认定", ("高龄补贴",), "请找民政部门。", "某清单")
ITEMS = (DEATH, MARRIED, CARDS)


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("社区该不该给我开死亡证明", DEATH),
        ("单位让俺去社区开个未婚证明", MARRIED),
        ("高龄补贴该谁管", CARDS),
        ("高龄补贴多少钱", None),
        ("我家老人死亡了心里难受", None),
        ("社区该不该给我开小区停车证明", None),
    ],
)
def test_an_item_is_found_only_where_somebody_asks_for_it(question, item):
    assert find_listed(question, ITEMS) == item


def test_the_answer_says_no_first_then_where_to_go_then_the_source():
    no, instead, source = describe_listed(DEATH).split("\n")
    assert "不该由社区（村）来开" in no
    assert instead == DEATH.instead
    assert "2020年4月公布" in source


def test_what_nobody_wrote_leaves_no_empty_line():
    assert "\n\n" not in describe_listed(MARRIED)
