import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.residue import GAP, Residue

RESIDUE = Residue(["合理配置网格员，推进网格化服务管理。", "法律顾问应当提供法律意见"])


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("网格员一个月拿几张票子？", "〇一个月拿几张票子"),
        ("法律顾问一个月拿几张票子", "〇一个月拿几张票子"),
        ("俺想问网格员和法律顾问咋找", "我想问〇和〇怎么找"),
        ("网格员", "〇"),
        ("今天下雨", "今天下雨"),
        ("网", "网"),
        ("", ""),
    ],
)
def test_the_words_of_the_regulation_leave_a_gap_and_the_rest_stays(question, left):
    assert RESIDUE.of(question) == left


def test_pairs_do_not_reach_over_the_end_of_a_text():
    assert Residue(["网格", "员工"]).of("格员") == "格员"


@given(st.text("网格员法律顾问一个月？ "))
def test_two_gaps_never_stand_together(question):
    assert GAP * 2 not in RESIDUE.of(question)
