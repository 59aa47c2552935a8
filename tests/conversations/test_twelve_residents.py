import json
import subprocess
import sys

import pytest

from bot.settings import PROJECT, Settings
from tests.conversations.stack import Stack
from tests.conversations.twelve_residents import STORIES, play
from tests.conversations.wechat_client import Account, Resident


@pytest.fixture(scope="module")
def results(linli: Stack):
    return {result.name: result for result in play(linli.url, Settings())}


@pytest.mark.parametrize("name", [story.__name__ for story in STORIES])
def test_the_resident_is_served(results, name):
    assert results[name].error is None


def test_both_alarms_stand_in_the_list_of_staff(results, linli):
    listed = flask(linli, "conversations", "list", "--json")
    reasons = {one["attention"] for one in json.loads(listed)}
    assert {"emergency", "psych_crisis"} <= reasons


def test_every_ticket_has_somebody_and_a_due_time(results, linli):
    tickets = json.loads(flask(linli, "tickets", "list", "--json"))
    assert len(tickets) >= 8
    for ticket in tickets:
        assert ticket["number"]
        assert ticket["provider"] or ticket["department"]


def test_a_wrong_key_is_refused_and_nothing_is_stored(linli):
    before = flask(linli, "conversations", "list", "--json")
    settings = Settings()
    wrong = Account(settings.wechat_app_id, "wrongtoken", settings.wechat_aes_key.get_secret_value())
    with pytest.raises(AssertionError, match="403"):
        Resident(linli.url, wrong, "oStranger").say("你好")
    assert flask(linli, "conversations", "list", "--json") == before


def flask(linli: Stack, *words: str) -> str:
    command = [sys.executable, "-m", "flask", "--app", "server", *words]
    ran = subprocess.run(command, cwd=PROJECT, env=linli.environment, capture_output=True, text=True, check=True)
    return ran.stdout
