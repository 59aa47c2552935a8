"""Answers from the regulation: verbatim, with the place; never a sentence that only pretends to be the law."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
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
        return [FollowupAction("action_listen")]

    def answer(self, dispatcher: CollectingDispatcher, said: Said) -> None:
        """Say what the regulation says; choices come back as the article they stand for."""
        answer = self._ask(said)
        if answer.kind == "choices":
            choices = [(one.title, article_payload(one.place)) for one in answer.choices]
            asked = [
                part for part in (answer.notice, "您是不是想问下面的？点一个；都不是，就换个说法再问一遍。") if part
            ]
            say(dispatcher, "\n".join(asked), [*choices, ("转人工", "转人工")])
        else:
            say(dispatcher, self._render(answer))

    def answer_shortly(self, dispatcher: CollectingDispatcher, said: Said) -> None:
        """Answer in the midst of a form, without choices and near topics: the form's own choices follow."""
        answer = self._ask(said)
        if answer.kind == "choices":
            articles = "；".join(f"{one.title}（{one.place}）" for one in answer.choices)
            say(dispatcher, f"条例里可能有关的：{articles}。办完这件，回复条号看原文。")
        else:
            say(dispatcher, self._render(replace(answer, related=())))

    def _ask(self, said: Said) -> Answer:
        today = self._clock().astimezone(SHANGHAI).date()
        return self._knowledge.ask(said.entity("article") or said.text, today)

    def _render(self, answer: Answer) -> str:
        with self._database.reader() as session:
            return render_answer(answer, numbers(session))


def article_payload(place: str) -> str:
    """Return what is sent when a choice is picked: the intent with the place as its entity."""
    return f'/regulation_question{{"article": "{place}"}}'
