"""The menu as administrators work on it: what is saved, whether WeChat would take it, and publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import AccountMenu
from bot.wechat import menu
from bot.wechat.errors import WeChatError


class MenuDesk:
    """Hands the rules of `bot.wechat.menu` to pages, which do not import this room."""

    def __init__(self, api: Callable[[], menu.MenuApi]) -> None:
        self._api = api

    @property
    def words(self) -> Mapping[str, str]:
        """What a tap on each key says."""
        return menu.WORDS

    def default(self) -> list[dict[str, Any]]:
        """Return the menu that counts until administrators save one."""
        return list(menu.DEFAULT_MENU["button"])

    def check(self, buttons: list[dict[str, Any]]) -> list[str]:
        """Return in Chinese what WeChat would refuse or cut off."""
        return menu.check({"button": buttons})

    def publish(self, buttons: list[dict[str, Any]]) -> str:
        """Replace the account's menu; return "", or in Chinese why WeChat did not take it."""
        try:
            menu.push(self._api(), {"button": buttons})
        except WeChatError as error:
            return str(error)
        return ""


def saved_menu(session: Session) -> menu.Menu:
    """Return the menu that administrators saved, else the default."""
    row = session.scalar(select(AccountMenu).order_by(AccountMenu.id).limit(1))
    return {"button": row.buttons} if row is not None else menu.DEFAULT_MENU
