"""What WeChat says to a menu."""

from __future__ import annotations

from typing import Any

from bot.devtools.refusal import Refusal

_KEYED = {"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin",
          "location_select"}  # fmt: skip


def check(menu: dict[str, Any]) -> None:
    """Raises `Refusal` with the code that WeChat gives for the first fault."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refusal(40016, "invalid button size")
    for button in buttons:
        subs = button.get("sub_button") or []
        _check_button(button, 16, leaf=not subs)
        if len(subs) > 5:
            raise Refusal(40023, "invalid sub button size")
        for sub in subs:
            _check_button(sub, 60, leaf=True)


def _check_button(button: dict[str, Any], name_bytes: int, *, leaf: bool) -> None:
    name = str(button.get("name") or "")
    if not name or len(name.encode()) > name_bytes:
        raise Refusal(40018, "invalid button name size")
    if not leaf:
        return
    kind = button.get("type")
    if kind == "view":
        if not 1 <= len(str(button.get("url") or "").encode()) <= 1024:
            raise Refusal(40020, "invalid button url size")
    elif kind in _KEYED:
        if not 1 <= len(str(button.get("key") or "").encode()) <= 128:
            raise Refusal(40019, "invalid button key size")
    else:
        raise Refusal(40017, "invalid button type")
