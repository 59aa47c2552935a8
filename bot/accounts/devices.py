"""Devices in words: what a browser says of itself, as short as a list of logins needs it."""

from __future__ import annotations

# The first word that fits names it; WeChat's own browser calls itself Chrome or Safari as well.
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"),
    ("iPad", "平板"),
    ("iPhone", "苹果手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)


def device_words(user_agent: str) -> str:
    """Return a browser's `User-Agent` as people would say it: 安卓手机 · 微信."""
    found = [_first(user_agent, names) for names in (_SYSTEMS, _BROWSERS)]
    return " · ".join(word for word in found if word) or "未知设备"


def _first(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((word for sign, word in names if sign in user_agent), "")
