"""Who is named in a note."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.mentions import named_in

NAMES = ["王芳", "王芳芳", "李强", "赵磊"]


def test_longer_name_wins_over_its_beginning() -> None:
    assert named_in("@王芳芳 看一下", NAMES) == ["王芳芳"]


def test_both_signs_count_and_nobody_is_named_twice() -> None:
    assert named_in("@李强，＠赵磊 和@李强", NAMES) == ["李强", "赵磊"]


def test_name_without_a_sign_is_no_mention() -> None:
    assert named_in("李强说的，邮箱 a@b.cn", NAMES) == []


@given(st.lists(st.sampled_from(NAMES), unique=True), st.text(alphabet="的了在，。 ", max_size=5))
def test_each_named_person_is_found_in_order(people: list[str], between: str) -> None:
    assert named_in(between.join(f"@{one} " for one in people), NAMES) == people
