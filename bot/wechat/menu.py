"""The account's menu: what its keys mean, whether WeChat would take it, and pushing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.wechat.errors import MenuInvalid

Menu = Mapping[str, Any]

# WeChat's limits (自定义菜单). A Chinese character counts as two letters.
TOP_BUTTONS, SUB_BUTTONS = 3, 5
TOP_NAME, SUB_NAME = 4, 7
KEY_BYTES, URL_BYTES = 128, 1024
_KEYED = frozenset(
    {
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)

# What a tap on a menu key says; the words are sent on as if the resident had written them.
WORDS: Mapping[str, str] = {
    "dispute": "我要调解矛盾纠纷",
    "elderly_care": "我家老人需要照顾",
    "domestic_service": "我想找家政服务",
    "psych_help": "我心里难受想找人聊聊",
    "legal_question": "我想咨询法律问题",
    "regulation": "城乡社区治理促进条例讲了什么",
    "regulation_dispute": "条例里怎么规定矛盾纠纷调解",
    "regulation_elderly": "条例里怎么规定养老服务",
    "regulation_certificates": "条例里社区不能开哪些证明",
    "public_issue": "我要反映公共设施问题",
    "ticket_status": "查一下我的工单办到哪里了",
    "human_agent": "转人工",
    "volunteer_signup": "我想报名当志愿者",
    "withdraw_consent": "撤回同意",
    "help": "你会做什么",
}


def _click(name: str, key: str) -> dict[str, str]:
    return {"type": "click", "name": name, "key": key}


DEFAULT_MENU: Menu = {
    "button": [
        {
            "name": "找人办事",
            "sub_button": [
                _click("调解纠纷", "dispute"),
                _click("养老帮扶", "elderly_care"),
                _click("家政服务", "domestic_service"),
                _click("心理关爱", "psych_help"),
                _click("法律咨询", "legal_question"),
            ],
        },
        {
            "name": "问条例",
            "sub_button": [
                _click("条例讲了什么", "regulation"),
                _click("纠纷怎么调解", "regulation_dispute"),
                _click("养老有啥规定", "regulation_elderly"),
                _click("不用开的证明", "regulation_certificates"),
            ],
        },
        {
            "name": "我的",
            "sub_button": [
                _click("我的工单", "ticket_status"),
                _click("反映公共问题", "public_issue"),
                _click("我要当志愿者", "volunteer_signup"),
                _click("转人工", "human_agent"),
                _click("邻里能做什么", "help"),
            ],
        },
    ]
}


def words_behind(key: str) -> str:
    """Return what a tap on a menu key says; a key of an older menu asks what there is."""
    return WORDS.get(key, WORDS["help"])


class MenuApi(Protocol):
    """The calls of `bot.wechat.client.WeChatApi` that menus need."""

    def create_menu(self, menu: Menu) -> None:
        """Replace the account's menu."""

    def get_menu(self) -> Menu | None:
        """Return the account's menu, or None when it has none."""


def push(api: MenuApi, menu: Menu = DEFAULT_MENU) -> None:
    """Replace the account's menu. Raises `MenuInvalid` before asking WeChat, `ApiError` when WeChat refuses."""
    if problems := check(menu):
        raise MenuInvalid(problems)
    api.create_menu(menu)


def differs(api: MenuApi, menu: Menu = DEFAULT_MENU) -> bool:
    """Whether the account's menu is another one than ours."""
    theirs = api.get_menu() or {}
    return _shape(theirs.get("menu", theirs).get("button", [])) != _shape(menu.get("button", []))


def _shape(buttons: Sequence[Menu]) -> list[Any]:
    """Return what matters of buttons: WeChat adds empty fields of its own."""
    return [
        (one.get("type"), one.get("name"), one.get("key"), one.get("url"), _shape(one.get("sub_button") or []))
        for one in buttons
    ]


def check(menu: Menu) -> list[str]:
    """Return in Chinese what WeChat would refuse or cut off; empty when the menu is right."""
    buttons = menu.get("button") or []
    problems = [] if 1 <= len(buttons) <= TOP_BUTTONS else [f"一级菜单要有1到{TOP_BUTTONS}个，现在有{len(buttons)}个"]
    for button in buttons:
        problems += _check_name(button, TOP_NAME)
        subs = button.get("sub_button") or []
        if not subs:
            problems += _check_action(button)
        if len(subs) > SUB_BUTTONS:
            problems.append(f"“{button.get('name')}”下最多{SUB_BUTTONS}个，现在有{len(subs)}个")
        for sub in subs:
            problems += _check_name(sub, SUB_NAME) + _check_action(sub)
    return problems


def _check_name(button: Menu, characters: int) -> list[str]:
    name = str(button.get("name") or "")
    width = sum(1 if sign.isascii() else 2 for sign in name)
    if not name:
        return ["有一个菜单没有名字"]
    return [f"“{name}”超过{characters}个汉字"] if width > characters * 2 else []


def _check_action(button: Menu) -> list[str]:
    name, kind = button.get("name"), button.get("type")
    if kind == "view":
        url = str(button.get("url") or "")
        right = url.startswith(("https://", "http://")) and len(url.encode()) <= URL_BYTES
        return [] if right else [f"“{name}”的网址缺失、不是 http(s) 或超过{URL_BYTES}字节"]
    if kind not in _KEYED:
        return [f"“{name}”的类型 {kind!r} 不认识"]
    key = str(button.get("key") or "")
    if not key or len(key.encode()) > KEY_BYTES:
        return [f"“{name}”的 key 缺失或超过{KEY_BYTES}字节"]
    return [] if kind != "click" or key in WORDS else [f"“{name}”的 key “{key}”没有对应的话"]
