"""Answers from the regulation: verbatim, with the place; never a sentence that only pretends to be the law."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import Clock
from actions.said import Said, read_said
from actions.talk import say
from bot.clock import SHANGHAI
from bot.database import Database
from bot.hotlines import numbers
from knowledge.answers import Answer, KnowledgeBase
from knowledge.rendering import render_answer


class AnswerRegulation(Action):
    """`action_answer_regulation`."""

    def __init__(self, knowledge: KnowledgeBase, database: Database, clock: Clock) -> None:
        self._knowledge, self._database, self._clock = knowledge, database, clock

    def name(self) -> str:
        """For the intent `regulation_question`, and for the choices that an answer offered."""
        return "action_answer_regulation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the question, or the article that was picked."""
        self.answer(dispatcher, read_said(tracker.latest_message))
        return []

    def answer(self, dispatcher: CollectingDispatcher, said: Said) -> Answer:
        """Say what the regulation says; choices come back as the article they stand for."""
        today = self._clock().astimezone(SHANGHAI).date()
        answer = self._knowledge.ask(said.entity("article") or said.text, today)
        with self._database.reader() as session:
            hotlines = numbers(session)
        topics = dict(hotlines) | {
            "electricity": hotlines["power"], "emergency": hotlines["police"], "labour": hotlines["labour"],
        }  # fmt: skip
        choices = [(one.title, article_payload(one.place)) for one in answer.choices] if answer.kind == "choices" else []
        say(dispatcher, render_answer(answer, topics), choices)
        return answer


def article_payload(place: str) -> str:
    """Return what is sent when a choice is picked: the intent with the place as its entity."""
    return f'/regulation_question{{"article": "{place}"}}'
