"""Talk: what needs no form: small talk, what Linli can do, a person, and not having understood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.clock import Clock
from actions.said import Cause, read_cause, read_said
from bot.clock import day_in_words
from bot.database import Database
from bot.hotlines import numbers
from bot.models import TicketKind
from bot.tickets import TicketRequest, open_ticket

SERVICES = (
    ("调解纠纷", "我要调解矛盾纠纷"),
    ("养老帮扶", "我家老人需要照顾"),
    ("家政服务", "我想找家政服务"),
    ("心理关爱", "我心里难受想找人聊聊"),
    ("法律咨询", "我想咨询法律问题"),
    ("公共问题", "我要反映公共设施问题"),
    ("我的工单", "我的工单"),
    ("转人工", "转人工"),
)
_CAN_DO = "社区的事都可以找我，点一个，或者直接说："
# What a choice between two intents calls each of them, and the words that stand for it.
_CALLED = dict(
    dispute=("请人调解纠纷", "我要调解矛盾纠纷"),
    legal_question=("问法律问题", "我想咨询法律问题"),
    elderly_care=("照顾老人", "我家老人需要照顾"),
    domestic_service=("找家政", "我想找家政服务"),
    psych_help=("找人聊聊心事", "我心里难受想找人聊聊"),
    public_issue=("反映公共问题", "我要反映公共设施问题"),
    ticket_status=("查我的工单", "我的工单"),
    volunteer_signup=("当志愿者", "我想报名当志愿者"),
    human_agent=("找真人", "转人工"),
)
_SMALL_TALK: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"谢|感谢|辛苦|多亏|棒|赞|真好|厉害"), "不客气，能帮上您就好。还有事随时叫我。"),
    (re.compile(r"再见|拜拜|回见|走了|晚安|下了|88|回头(聊|见)|先这样"), "好嘞，您忙。有事随时来，我一直在。"),
    (
        re.compile(r"机器人|真人|是人|你是谁|你叫|恁是谁|你是啥|什么东西|名字|多大|几岁|AI|ai|谁家|谁开发|干啥嘞|男的|女的"),
        "我是邻里，焦作社区服务的机器人，不是真人。想找真人，回复“转人工”。",
    ),
)
_GREETING = "您好，我是机器人邻里。家里、邻里、社区的事都可以跟我说，您遇到什么事了？"


def say(dispatcher: CollectingDispatcher, text: str, choices: Iterable[tuple[str, str]] = ()) -> None:
    """Say a text, with choices as (title, what is sent when it is picked)."""
    buttons = [{"title": title, "payload": payload} for title, payload in choices]
    dispatcher.utter_message(text=text, buttons=buttons or None)


def small_talk(text: str) -> str:
    """Return a short answer to a greeting, thanks, a goodbye, or the question who is there."""
    return next((answer for pattern, answer in _SMALL_TALK if pattern.search(text)), _GREETING)


def hand_over(
    dispatcher: CollectingDispatcher, database: Database, cause: Cause, details: str, now: Any
) -> None:
    """Promise a person: a ticket makes it somebody's task, the conversation goes to the staff's list."""
    with database.session() as session:
        ticket = open_ticket(
            session,
            TicketRequest(
                cause=f"message:{cause.message_id}",
                kind=TicketKind.HUMAN_AGENT,
                resident_id=cause.resident_id,
                conversation_id=cause.conversation_id,
                details=details,
            ),
            now,
        )
        due = ticket.first_response_due_at
        by = f"最晚{day_in_words(due)}前" if due else "尽快"
        hotlines = numbers(session)
    say(
        dispatcher,
        f"好，已经请工作人员来接，{by}回复您（工单号 {ticket.number}）。\n"
        f"您可以先把事情说在这儿，他们接手时都看得到。急事请打 {hotlines['government']}，有危险打 {hotlines['police']}。",
    )
    dispatcher.utter_message(json_message={"handoff": details[:200] or "resident asked"})


class SmallTalk(Action):
    """`action_small_talk`."""

    def name(self) -> str:
        """For the intent `smalltalk`."""
        return "action_small_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer shortly."""
        say(dispatcher, small_talk(read_said(tracker.latest_message).text))
        return []


class OfferServices(Action):
    """`action_offer_services`: for what is out of scope, and for the menu."""

    def name(self) -> str:
        """For the intents `out_of_scope` and `menu`."""
        return "action_offer_services"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say what Linli can do."""
        said = read_said(tracker.latest_message)
        before = "" if said.intent == "menu" else "这个我帮不上，我只管社区里的事。\n"
        say(dispatcher, before + _CAN_DO, SERVICES)
        return []


class HandOver(Action):
    """`action_hand_over`: the resident wants a person."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def name(self) -> str:
        """For the intent `human_agent`."""
        return "action_hand_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Open the ticket and hand over."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        hand_over(dispatcher, self._database, cause, said.text, self._clock())
        return []


class NotUnderstood(Action):
    """`action_not_understood`, `action_default_fallback`: one short question instead of a guess; then a person."""

    def __init__(self, name: str) -> None:
        self._name = name

    def name(self) -> str:
        """For low confidence, and for control words where there is nothing to control."""
        return self._name

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask back; the second time in a row a person is offered first."""
        said, cause = read_said(tracker.latest_message), read_cause(tracker.latest_message)
        likely = [_CALLED[name] for name, _ in said.ranking if name in _CALLED][:2]
        if cause.misunderstood_before:
            say(dispatcher, "还是没听明白，怪我。要不要请工作人员来帮您？", (("转人工", "转人工"), *likely))
        elif said.intent == "nlu_fallback" and likely:
            say(dispatcher, "我不太确定，您是想：", (*likely, ("都不是", "菜单")))
        else:
            say(dispatcher, "我没听明白，您换个说法，或者点一个：", SERVICES)
        dispatcher.utter_message(json_message={"understood": False})
        return []


class Safety(Action):
    """`action_safety`: a net below `bot.conversations`, which answers these intents before Rasa is asked."""

    def name(self) -> str:
        """For the intents `emergency` and `psych_crisis`."""
        return "action_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask for help at once."""
        say(dispatcher, "如果有危险，请马上打 110、119 或 120。我已经转给值班同事，您身边有人吗？")
        dispatcher.utter_message(json_message={"handoff": "safety"})
        return []
