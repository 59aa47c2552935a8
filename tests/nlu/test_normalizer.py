"""Writing made uniform: what changes for the features, and that spans stay true to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.normalizer import fold, normalize


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("妳好！！！！！樓上漏水了😭😭😭", "你好!!楼上漏水了"),
        ("我 不 想 活 了", "我不想活了"),
        ("電話１３８３９１２３４５６", "电话0"),
        ("[流泪]难受", "难受"),
        ("救救救救救救我\u200b啊", "救救我啊"),
        ("俺咋办嘞", "我怎么办的"),
        ("wifi 坏了", "wifi 坏了"),
        ("老街 老巷", "老街 老巷"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_features_see_one_spelling(written: str, expected: str) -> None:
    assert normalize(written) == expected


def test_a_message_of_emoji_only_keeps_them() -> None:
    assert normalize("😭😭") == "😭😭"


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_normalising_never_fails_and_leaves_no_edges(text: str) -> None:
    assert normalize(text) == normalize(text).strip()
