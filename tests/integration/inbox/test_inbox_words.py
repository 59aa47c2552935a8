from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bot import moments
from bot.clock import SHANGHAI
from bot.inbox import words
from bot.models import Attention, MessageKind, TicketState
from bot.settings import PROJECT
from bot.tickets import Step

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
_DOMAIN = PROJECT / "bot" / "dialogue" / "domain" / "understanding.yml"


def test_everything_that_rasa_can_recognise_has_a_chinese_name() -> None:
    intents = yaml.safe_load(Path(_DOMAIN).read_text())["intents"]
    names = [one if isinstance(one, str) else next(iter(one)) for one in intents]
    assert [name for name in names if words.intent(name) == words.UNKNOWN_INTENT] == []


@pytest.mark.parametrize("intent", [None, "", "nlu_fallback", "invented_yesterday"])
def test_what_nobody_knows_is_called_so(intent: str | None) -> None:
    assert words.intent(intent) == "未识别"


def test_each_state_step_and_reason_has_words() -> None:
    assert set(words.ATTENTION) == set(Attention)
    assert set(words.STATE) == set(words.STATE_TONE) == set(TicketState)
    assert set(words.STEP) == set(Step)
    assert set(words.NO_WORDS) == set(MessageKind) - {MessageKind.TEXT}


def test_errors_of_wechat_are_told_in_words_and_unknown_ones_by_number() -> None:
    assert words.delivery_error(45015) == "超过 48 小时，微信不让发"
    assert words.delivery_error(99999) == "微信返回错误 99999"
    assert words.delivery_error(None) == "连不上微信"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=5), "09:55"),
        (timedelta(hours=11), "昨天 23:00"),
        (timedelta(days=3), "11月20日 10:00"),
        (timedelta(days=400), "2025年10月19日"),
        (timedelta(days=-1), "明天 10:00"),
    ],
)
def test_moment_is_as_short_as_it_can_be_told(ago: timedelta, said: str) -> None:
    assert moments.when(NOW - ago, NOW) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "不到 1 分钟"),
        (timedelta(minutes=59), "59 分钟"),
        (timedelta(hours=47), "47 小时"),
        (timedelta(hours=48), "2 天"),
    ],
)
def test_span_is_told_in_its_largest_unit(length: timedelta, said: str) -> None:
    assert moments.span(length) == said


def test_clock_of_another_machine_that_runs_ahead_makes_nobody_wait_less_than_nothing() -> None:
    assert moments.waited(NOW + timedelta(seconds=3), NOW) == "等了不到 1 分钟"
