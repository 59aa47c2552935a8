"""`wechat menu push`, `wechat menu check`: the account's menu."""

from __future__ import annotations

import click

from bot.commands.output import json_option, print_json
from bot.commands.refusals import Commands, Refusal
from bot.parts import Parts
from bot.wechat import menu
from bot.wechat.client import WeChatApi
from bot.wechat.menu_desk import saved_menu


def commands(parts: Parts) -> Commands:
    """Return the group `wechat`, with the group `menu` in it."""
    group = Commands("wechat", help="The official account.")
    menus = Commands("menu", help="The account's menu.")
    group.add_command(menus)

    @menus.command("push")
    @json_option
    def push_menu(as_json: bool) -> None:
        """Replace the account's menu by ours; residents see it within a day, or after following anew."""
        ours = _ours(parts)
        menu.push(_api(parts), ours)
        if as_json:
            print_json({"pushed": True, "buttons": _names(ours)})
        else:
            click.echo(f"Pushed to {parts.settings.wechat_api_address}: {', '.join(_names(ours))}")

    @menus.command("check")
    @json_option
    def check_menu(as_json: bool) -> None:
        """Compare the account's menu with ours; exit code 1 when they differ."""
        ours = _ours(parts)
        if problems := menu.check(ours):
            raise Refusal("our menu breaks WeChat's limits: " + "；".join(problems))
        differs = menu.differs(_api(parts), ours)
        if as_json:
            print_json({"same": not differs})
        elif not differs:
            click.echo("The account's menu is ours.")
        if differs:
            raise Refusal("the account's menu is another one; run `flask --app server wechat menu push`")

    return group


def _api(parts: Parts) -> WeChatApi:
    return WeChatApi(parts.settings, parts.redis)


def _ours(parts: Parts) -> menu.Menu:
    """Return the menu that administrators saved, else the default."""
    with parts.database.reader() as session:
        return saved_menu(session)


def _names(ours: menu.Menu) -> list[str]:
    return [str(button["name"]) for button in ours["button"]]
