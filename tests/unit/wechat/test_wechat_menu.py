"""Our menu is one that WeChat takes, and the limits are checked before WeChat does."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from bot.devtools import menus
from bot.dialogue import Choice
from bot.dialogue.choices import pick
from bot.wechat.errors import MenuInvalid
from bot.wechat.menu import DEFAULT_MENU, WORDS, check, differs, push, words_behind


class FakeMenuApi:
    """Keeps the menu, and adds empty fields as WeChat does."""

    def __init__(self) -> None:
        self.menu: Mapping[str, Any] | None = None

    def create_menu(self, menu: Mapping[str, Any]) -> None:
        self.menu = menu

    def get_menu(self) -> Mapping[str, Any] | None:
        if self.menu is None:
            return None
        buttons = copy.deepcopy(list(self.menu["button"]))
        for button in buttons:
            for sub in button["sub_button"]:
                sub["sub_button"] = []
        return {"menu": {"button": buttons}}


def menu_of(*buttons: Mapping[str, Any]) -> dict[str, Any]:
    return {"button": list(buttons)}


CLICK = {"type": "click", "name": "转人工", "key": "human_agent"}


def test_the_default_menu_is_right_for_us_and_for_the_stand_in() -> None:
    assert check(DEFAULT_MENU) == []
    menus.check(dict(DEFAULT_MENU))


def test_every_key_of_the_default_menu_has_its_words() -> None:
    keys = [sub["key"] for button in DEFAULT_MENU["button"] for sub in button["sub_button"]]
    assert len(keys) == len(set(keys))
    assert all(words_behind(key) == WORDS[key] for key in keys)


@pytest.mark.parametrize(
    "key",
    ["dispute", "elderly_care", "domestic_service", "psych_help", "legal_question", "public_issue", "volunteer_signup",
     "ticket_status"],
)  # fmt: skip
def test_a_service_on_the_menu_is_never_left_to_the_models_guess(key: str) -> None:
    assert (pick(WORDS[key], ()) or Choice("", "")).payload == f"/{key}"


@pytest.mark.parametrize(
    ("menu", "problem"),
    [
        (menu_of(), "一级菜单"),
        (menu_of(*[CLICK] * 4), "一级菜单"),
        (menu_of({"name": "找人办事啦", "sub_button": [CLICK]}), "超过4个汉字"),
        (menu_of({"name": "办事", "sub_button": [CLICK] * 6}), "最多5个"),
        (menu_of({"name": "办事", "sub_button": [{**CLICK, "name": "一二三四五六七八"}]}), "超过7个汉字"),
        (menu_of({**CLICK, "name": ""}), "没有名字"),
        (menu_of({**CLICK, "key": ""}), "key"),
        (menu_of({**CLICK, "key": "长" * 43}), "key"),
        (menu_of({**CLICK, "key": "nobody"}), "没有对应的话"),
        (menu_of({**CLICK, "type": "dance"}), "不认识"),
        (menu_of({"type": "view", "name": "我的", "url": "javascript:alert(1)"}), "网址"),
        (menu_of({"type": "view", "name": "我的", "url": "https://example.org/" + "x" * 1020}), "网址"),
    ],
)
def test_what_wechat_would_refuse_is_said_before(menu: dict[str, Any], problem: str) -> None:
    assert any(problem in one for one in check(menu))
    with pytest.raises(MenuInvalid):
        push(FakeMenuApi(), menu)


def test_letters_count_half() -> None:
    assert check(menu_of({**CLICK, "name": "Linli666"})) == []


def test_a_pushed_menu_differs_no_more() -> None:
    api = FakeMenuApi()
    assert differs(api)
    push(api)
    assert not differs(api)
