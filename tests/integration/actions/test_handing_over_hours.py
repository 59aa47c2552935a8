"""Who asks for a person after hours is told when somebody will be there."""

from datetime import time, timedelta

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.handing_over import hand_over
from actions.said import Cause
from bot.models import Shift, Team


@pytest.fixture
def office_hours(database):
    with database.session() as session:
        shift = Shift(weekdays=[0, 1, 2, 3, 4], starts=time(8, 30), ends=time(18))
        session.add(Team(name="服务台", shifts=[shift]))


@pytest.fixture
def ask(database, write, resident):
    def ask(at):
        dispatcher = CollectingDispatcher()
        message = write(resident, "转人工")
        hand_over(dispatcher, database, Cause(message.id, resident.id, resident.identity.resident_id), "转人工", at)
        return dispatcher.messages[0]["text"]

    return ask


@pytest.mark.usefixtures("office_hours")
def test_at_night_the_next_morning_is_named(ask, now):
    said = ask(now.replace(hour=21))
    assert "现在是下班时间，工作人员11月24日（周二）08:30上班" in said
    assert "110" in said, "danger does not wait for the office"


@pytest.mark.usefixtures("office_hours")
def test_on_friday_evening_monday_is_named(ask, now):
    assert "11月30日（周一）08:30上班" in ask(now + timedelta(days=4, hours=10))


@pytest.mark.usefixtures("office_hours")
def test_in_office_hours_nothing_is_said_of_hours(ask, now):
    assert "下班" not in ask(now)


def test_without_shifts_nothing_is_said_of_hours(ask, now):
    assert "下班" not in ask(now.replace(hour=23))
