"""Misspelt terms: put right where they only sound like a term, left alone where they are words."""

from __future__ import annotations

import pytest

from nlu.comparison.homophones import repaired

SOUNDS = {
    **dict.fromkeys("养氧", "yang"),
    **dict.fromkeys("老劳捞", "lao"),
    **dict.fromkeys("离里", "li"),
    **dict.fromkeys("婚昏", "hun"),
    **dict.fromkeys("停听", "ting"),
    **dict.fromkeys("水谁", "shui"),
}


def sound(character: str) -> str:
    return SOUNDS.get(character, character)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("氧劳院在哪", "养老院在哪"),
        ("我要离昏", "我要离婚"),
        ("找人调节一下", "找人调解一下"),
        ("听谁说的", "听谁说的"),  # two common words that sound like 停水
        ("养老院在哪", "养老院在哪"),
        ("", ""),
    ],
)
def test_only_what_is_no_word_is_put_right(written: str, meant: str) -> None:
    assert repaired(written, sound) == meant
