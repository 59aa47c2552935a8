"""Answers from the regulation and from what administrators published: verbatim, with the place, nothing invented."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.clock import Clock
from actions.knowing import Knowing
from actions.said import Cause, Said, read_cause, read_said
from actions.talk import HUMAN, say
from bot.clock import SHANGHAI
from bot.database import Database
from bot.faq import asked
from bot.faq.follow_up import complete, is_follow_up
from bot.hotlines import numbers
from bot.models import AskedQuestion, Resident
from knowledge.answers import Answer
from knowledge.rendering import Tap, render_answer, render_chat, taps
from knowledge.shelf import SURE_SCORE

_ASKS = re.compile(r"[?？吗呢么嘛嘞啥谁哪咋几]|什么|怎|多少|多久|能不能|可不可以|是不是|有没有|要不要|该不该")


class AnswerRegulation(Action):
    """`action_answer_regulation`."""

    def __init__(self, knowledge: Knowing, database: Database, clock: Clock) -> None:
        self._knowledge, self._database, self._clock = knowledge, database, clock

    def name(self) -> str:
        """For the intent `regulation_question`, and for the choices that an answer offered."""
        return "action_answer_regulation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the question, or what was picked."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        self._say(dispatcher, *self._find(said, cause))
        return [FollowupAction("action_listen")]

    def answer_if_published(self, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> bool:
        """Answer what the model took for none of our business, if an administrator's entry or a list answers it."""
        answer = self._ask(said, cause)
        if answer.kind != "answer" or not (answer.entry or answer.listed):
            return False
        self._say(dispatcher, answer, self._write_down(said, cause, answer))
        return True

    def is_surely_published(self, said: Said, cause: Cause) -> bool:
        """Whether a question is nearly word for word that of an entry: then it is answered, whatever wish it sounds like.

        What tells and asks nothing (楼上漏水) is a wish, even where an entry speaks of it. What leans on the question
        before (那五保户呢) is a question where it gets another answer than that one; 那保洁呢 gets the same, and is a wish.
        """
        leans = cause.follows_answer and is_follow_up(said.text)
        if not leans and not _ASKS.search(said.text):
            return False
        answer = self._ask(said, cause)
        if leans:
            before = self._before(cause)
            return answer.kind != "silent" and (before is None or asked.place_of(answer) != before.place)
        return answer.entry is not None and bool(answer.found) and answer.found[0].score >= SURE_SCORE

    def answer_shortly(self, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> None:
        """Answer in the midst of a form, without choices and near topics: the form's own choices follow."""
        answer, _ = self._find(said, cause)
        if answer.kind == "choices":
            places = "；".join(f"{one.title}（{one.place}）" for one in answer.choices)
            say(dispatcher, f"可能有关的：{places}。办完这件，回复括号里的字看原文。")
        else:
            say(dispatcher, self._render(replace(answer, related=())))
            _show_picture(dispatcher, answer)

    def _find(self, said: Said, cause: Cause) -> tuple[Answer, int | None]:
        answer = self._ask(said, cause)
        return answer, self._write_down(said, cause, answer)

    def _ask(self, said: Said, cause: Cause) -> Answer:
        before = self._before(cause)
        with self._database.reader() as session:
            areas = _areas(session, cause)
        question = said.entity("article") or complete(said.text, before.text if before else None)
        return self._knowledge.ask(question, self._clock().astimezone(SHANGHAI).date(), areas)

    def _before(self, cause: Cause) -> AskedQuestion | None:
        with self._database.reader() as session:
            return asked.latest(session, cause.conversation_id, self._clock())

    def _write_down(self, said: Said, cause: Cause, answer: Answer) -> int | None:
        """Return the id of the question, for a vote; what was picked belongs to the question before."""
        now = self._clock()
        with self._database.session() as session:
            if said.text:
                return asked.record(session, cause.message_id, cause.conversation_id, answer.question, answer, now).id
            picked = asked.settle_choice(session, cause.conversation_id, answer, now)
            return picked.id if picked else None

    def _say(self, dispatcher: CollectingDispatcher, answer: Answer, asked_id: int | None) -> None:
        text = self._render(answer) if answer.kind == "silent" else render_chat(answer)
        last = _votes(asked_id) if answer.kind == "answer" else HUMAN
        say(dispatcher, text, [*map(_choice, taps(answer)), *last])
        _show_picture(dispatcher, answer)

    def _render(self, answer: Answer) -> str:
        with self._database.reader() as session:
            return render_answer(answer, numbers(session))


class RateAnswer(Action):
    """`action_rate_answer`: one tap says whether an answer helped."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self) -> str:
        """For the intent `rate_answer`, which only our own choices send."""
        return "action_rate_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Keep the vote; who was not helped is offered a person."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        helpful, number = said.entity("vote") == "yes", said.entity("asked") or ""
        with self._database.session() as session:
            if number.isdigit():
                asked.vote(session, int(number), cause.conversation_id, helpful=helpful)
        if helpful:
            say(dispatcher, "好嘞，能帮上您就好。")
        else:
            say(dispatcher, "没帮上您，不好意思，我记下了，会有人来改。要不要请工作人员来帮您？", HUMAN)
        return []


def article_payload(place: str) -> str:
    """Return what is sent when a choice is picked: the intent with the place as its entity."""
    return f'/regulation_question{{"article": "{place}"}}'


def _areas(session: Session, cause: Cause) -> list[int]:
    resident = session.get(Resident, cause.resident_id)
    return [area.id for area in resident.area.lineage()] if resident and resident.area else []


def _choice(tap: Tap) -> tuple[str, str]:
    """What a tap says and sends."""
    return tap.title, f"/{tap.form}" if tap.form else article_payload(tap.place)


def _show_picture(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Have the entry's picture sent behind its words."""
    if answer.entry and answer.entry.picture:
        dispatcher.utter_message(image=answer.entry.picture)


def _votes(asked_id: int | None) -> list[tuple[str, str]]:
    if asked_id is None:
        return []
    names = (("有帮助", "yes"), ("没帮助", "no"))
    return [(title, f'/rate_answer{{"asked": "{asked_id}", "vote": "{vote}"}}') for title, vote in names]
