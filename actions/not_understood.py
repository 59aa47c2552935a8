"""Not understood: one short question instead of a guess, then the likelier wish, at last a person."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.doubt import Way, course
from actions.said import Said, read_cause, read_said
from actions.several import ask_which
from actions.talk import (
    ACTIONS,
    LISTEN,
    Published,
    ask_back,
    belongs_elsewhere,
    cannot_help,
    not_understood,
    say,
    small_talk,
    wishes,
)
from bot.models import TicketKind

# What is said to a word of control where there is nothing to control.
_NOTHING_WAITS = {
    "affirm": "好嘞。还有什么事，直接跟我说。",
    "deny": "好。还有什么事，直接跟我说。",
    "skip": "好。还有什么事，直接跟我说。",
    "cancel": "这会儿没有正在填的事。要撤回以前报的，先看看是哪一个：",
    "choose": "这会儿没有要选的。还有什么事，直接跟我说；想看都能办什么，回复“菜单”。",
}


class NotUnderstood(Action):
    """`action_not_understood`, `action_default_fallback`: what the model is not sure of."""

    def __init__(self, name: str, published: Published | None = None) -> None:
        self._name, self._published = name, published

    def name(self) -> str:
        """For low confidence, and for control words where there is nothing to control."""
        return self._name

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask back, believe the likelier wish, or offer a person."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        if elsewhere := belongs_elsewhere(said, cause):
            return elsewhere
        is_lost = said.intent == "nlu_fallback"
        if is_lost and self._published and self._published.answer_if_published(dispatcher, said, cause):
            return list(LISTEN)
        if words := _NOTHING_WAITS.get(said.intent):
            say(dispatcher, words, (("我的工单", "我的工单"),) if said.intent == "cancel" else ())
            return list(LISTEN)
        if said.needs:
            ask_which(dispatcher, said)
            return list(LISTEN)
        chosen = course(said, cause)
        if chosen.way is Way.GUESS:
            return _follow(dispatcher, chosen.intents[0], said, again=cause.misunderstood_before)
        if chosen.way is Way.ASK:
            ask_back(dispatcher, wishes(said, chosen.intents))
        else:
            not_understood(dispatcher, wishes(said, chosen.intents), again=chosen.way is Way.OFFER_PERSON)
        return list(LISTEN)


def _follow(dispatcher: CollectingDispatcher, intent: str, said: Said, *, again: bool) -> list[EventType]:
    """Do what the likeliest intent starts."""
    if intent == "smalltalk":
        say(dispatcher, small_talk(said.text))
        return list(LISTEN)
    if intent == "out_of_scope":
        cannot_help(dispatcher, again=again)
        return list(LISTEN)
    is_form = intent in {kind.value for kind in TicketKind} and intent not in ACTIONS
    return [FollowupAction(f"{intent}_form" if is_form else ACTIONS[intent])]
