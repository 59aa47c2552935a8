import pytest

from bot.accounts.devices import device_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141 Safari/537.36", "Windows 电脑 · Chrome 浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141 Safari/537.36 Edg/141", "Windows 电脑 · Edge 浏览器"),
        ("Mozilla/5.0 (Linux; Android 14; V2301) Chrome/120 Mobile Safari/537 MicroMessenger/8.0", "安卓手机 · 微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "苹果手机 · Safari 浏览器"),
        ("curl/8.5", "未知设备"),
        ("", "未知设备"),
    ],
)  # fmt: skip
def test_browser_is_named_as_people_would(said: str, words: str) -> None:
    assert device_words(said) == words
