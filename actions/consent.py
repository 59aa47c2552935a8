"""Withdrawing consent is as easy as giving it (个人信息保护法 15)."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import Clock
from actions.said import Cause, read_cause
from actions.talk import say
from bot.database import Database
from bot.residents import withdraw_consent


class WithdrawConsent(Action):
    """`action_withdraw_consent`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """For the intent `withdraw_consent` (撤回同意)."""
        return "action_withdraw_consent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forget phone and address."""
        self.withdraw(dispatcher, read_cause(tracker.latest_message))
        return []

    def withdraw(self, dispatcher: CollectingDispatcher, cause: Cause) -> None:
        """Delete what is kept, and say so; doing it twice is once."""
        with self._database.session() as session:
            stood = withdraw_consent(session, cause.resident_id, self._clock())
        kept = "正在办的工单还要用，办完就不再用了。" if stood else ""
        say(dispatcher, f"好，您留下的电话和地址已经删掉了。{kept}以后要办事，我会再问您。")
