"""Talk: what needs no form: small talk, what Linli can do, and not having understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.doubt import is_gibberish, plausible
from actions.said import Cause, Said, carrying, read_cause, read_said
from actions.ticket_wishes import is_about_tickets
from bot.faq.follow_up import is_follow_up

Choices = tuple[tuple[str, str], ...]

SERVICES: Choices = (
    ("调解纠纷", "我要调解矛盾纠纷"),
    ("养老帮扶", "我家老人需要照顾"),
    ("家政服务", "我想找家政服务"),
    ("心理关爱", "我心里难受想找人聊聊"),
    ("法律咨询", "我想咨询法律问题"),
    ("公共问题", "我要反映公共设施问题"),
    ("我的工单", "我的工单"),
    ("转人工", "转人工"),
)
HUMAN: Choices = (("转人工", "转人工"),)
_CAN_DO = "社区的事都可以找我。点一个，或者直接说："
# What follows is the resident's turn, also where another action led here and no rule tells what comes next.
LISTEN: tuple[EventType, ...] = (FollowupAction("action_listen"),)
# What an intent starts (bot/dialogue/rules.yml), where it is no form.
ACTIONS = {
    "regulation_question": "action_answer_regulation",
    "ticket_status": "action_ticket_status",
    "human_agent": "action_hand_over",
}
# What a choice between two intents calls each of them.
_CALLED = {
    "dispute": "请人调解纠纷",
    "legal_question": "问法律问题",
    "elderly_care": "照顾老人",
    "domestic_service": "找家政",
    "psych_help": "找人聊聊心事",
    "public_issue": "反映公共问题",
    "regulation_question": "问条例怎么规定",
    "ticket_status": "查我的工单",
    "volunteer_signup": "当志愿者",
    "human_agent": "找真人",
}
_PLAUSIBLE = 0.08
_SURE = 0.75
_SHORTEST_DOUBT = 6
_TOO_SHORT = 4
# Who asks help for somebody is never told that it is none of our business.
_LONGEST_CALL = 8
_SMALL_TALK: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"谢|感谢|辛苦|多亏|棒|赞|真好|厉害"), "不客气，能帮上您就好。还有事随时叫我。"),
    (re.compile(r"再见|拜拜|回见|走了|晚安|下了|88|回头(聊|见)|先这样"), "好嘞，您忙。有事随时来，我一直在。"),
    (
        re.compile(
            r"机器人|真人|是人|你是谁|你叫|恁是谁|你是啥|什么东西|名字|多大|几岁|AI|ai|谁家|谁开发|干啥嘞|男的|女的"
        ),
        "我是邻里，焦作社区服务的机器人，不是真人。想找真人，回复“转人工”。",
    ),
)
_GREETING = "您好，我是机器人邻里。家里、邻里、社区的事都可以跟我说，您遇到什么事了？"
_GREETED = re.compile(r"[你您恁]们?好|在吗|在不在|有人吗|哈喽|[早下晚]上?午?好|\bhi\b|hello", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r"^[^。！？]*[。！？]")


def say(dispatcher: CollectingDispatcher, text: str, choices: Iterable[tuple[str, str]] = ()) -> None:
    """Say a text, with choices as (title, what is sent when it is picked)."""
    buttons = [{"title": title, "payload": payload} for title, payload in choices]
    dispatcher.utter_message(text=text, buttons=buttons or None)


def small_talk(text: str, *, in_form: bool = False) -> str:
    """Return a short answer to a greeting, thanks, a goodbye, or the question who is there.

    In the midst of a form one sentence is enough, except where it says that the bot is one.
    """
    other = _GREETING if _GREETED.search(text) else "嗯，我在听。您说。"
    answer = next((answer for pattern, answer in _SMALL_TALK if pattern.search(text)), other)
    short = _FIRST_SENTENCE.match(answer)
    return short.group() if in_form and short and "不是真人" not in answer else answer


def wishes(said: Said, intents: Iterable[str]) -> list[tuple[str, str]]:
    """Return intents as choices; picking one says everything again in the resident's place."""
    return [(_CALLED[name], carrying(name, said)) for name in intents if name in _CALLED]


def doubtful_wishes(said: Said, cause: Cause) -> list[tuple[str, str]]:
    """Return what a message may want that the model half takes for talk, or for none of our business."""
    is_talk = any(pattern.search(said.text) for pattern, _ in _SMALL_TALK)
    if said.confidence >= _SURE or is_talk or len(said.text) < _SHORTEST_DOUBT or cause.asked_before:
        return []
    return wishes(said, plausible(said, _PLAUSIBLE))


def ask_back(dispatcher: CollectingDispatcher, likely: Iterable[tuple[str, str]]) -> None:
    """Ask one short question instead of guessing; a single guess is a yes or no, with a person beside it."""
    offered = tuple(likely)
    if len(offered) == 1:
        ((called, payload),) = offered
        choices = (("是", payload), ("不是，看看能办什么", "菜单"), *HUMAN)
        say(dispatcher, f"我不太确定，您是想{called}吗？", choices)
    else:
        say(dispatcher, "我不太确定，您是想：", (*offered, ("都不是", "菜单")))
    dispatcher.utter_message(json_message={"asked_back": True})


def not_understood(dispatcher: CollectingDispatcher, likely: Iterable[tuple[str, str]], *, again: bool) -> None:
    """Say so and show what there is; the second time in a row a person comes first."""
    if again:
        say(dispatcher, "还是没听明白，怪我。要不要请工作人员来帮您？", (*HUMAN, *(tuple(likely) or SERVICES[:-1])))
    else:
        say(dispatcher, "没太听懂，您换个说法，或者点一个：", SERVICES)
    dispatcher.utter_message(json_message={"understood": False})


def belongs_elsewhere(said: Said, cause: Cause) -> list[EventType]:
    """Return the way to the action that a message names by itself, whatever the model makes of it."""
    if said.intent == "regulation_question" or (cause.follows_answer and is_follow_up(said.text)):
        return [FollowupAction("action_answer_regulation")]
    return [FollowupAction("action_ticket_status")] if is_about_tickets(said.text) else []


class Published(Protocol):
    """What answers from administrators' entries and lists (actions.regulation.AnswerRegulation does)."""

    def answer_if_published(self, dispatcher: CollectingDispatcher, said: Said, cause: Cause) -> bool:
        """Answer, and return whether there was an answer."""


class SmallTalk(Action):
    """`action_small_talk`."""

    def name(self) -> str:
        """For the intent `smalltalk`."""
        return "action_small_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer shortly; where a wish may hide behind the greeting, ask for it."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        if elsewhere := belongs_elsewhere(said, cause):
            return elsewhere
        if likely := doubtful_wishes(said, cause):
            ask_back(dispatcher, likely)
        else:
            say(dispatcher, small_talk(said.text))
        return []


class OfferServices(Action):
    """`action_offer_services`: for what is out of scope, and for the menu."""

    def __init__(self, published: Published | None = None) -> None:
        self._published = published

    def name(self) -> str:
        """For the intents `out_of_scope` and `menu`."""
        return "action_offer_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say what Linli can do."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        if elsewhere := belongs_elsewhere(said, cause):
            return elsewhere
        if said.intent == "menu":
            say(dispatcher, "我是机器人邻里。" + _CAN_DO, SERVICES)
        elif self._published and self._published.answer_if_published(dispatcher, said, cause):
            return []
        elif is_gibberish(said.text) or _calls_for_help(said):
            not_understood(dispatcher, (), again=cause.misunderstood_before)
        elif likely := doubtful_wishes(said, cause):
            ask_back(dispatcher, likely)
        else:
            cannot_help(dispatcher, again=cause.misunderstood_before)
        return []


def _calls_for_help(said: Said) -> bool:
    """Whether so few words speak of somebody, or of help, that nobody can say what is wanted."""
    return len(said.text) <= _LONGEST_CALL and ("帮" in said.text or said.entity("person") is not None)


def cannot_help(dispatcher: CollectingDispatcher, *, again: bool) -> None:
    """Say that it is none of the community's business; the second time in a row a person comes first."""
    words = (
        "这个我还是帮不上。要不要请工作人员来帮您？"
        if again
        else "这个我帮不上，我只管社区里的事；政府部门的事可以问 12345。\n" + _CAN_DO
    )
    say(dispatcher, words, (*HUMAN, *SERVICES[:-1]) if again else SERVICES)
    dispatcher.utter_message(json_message={"understood": False})


class Safety(Action):
    """`action_safety`: a net below `bot.conversations`, which answers these intents before Rasa is asked."""

    def name(self) -> str:
        """For the intents `emergency` and `psych_crisis`."""
        return "action_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask for help at once; so few words that they raised no alarm (bot.conversations.alarms) are asked about."""
        if len(read_said(tracker.latest_message).text) <= _TOO_SHORT:
            return [FollowupAction("action_not_understood")]
        say(dispatcher, "如果有危险，请马上打 110、119 或 120。我已经转给值班同事，您身边有人吗？")
        dispatcher.utter_message(json_message={"handoff": "safety"})
        return []
