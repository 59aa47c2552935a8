"""Alarms: danger to life. The reply comes first, then an urgent ticket, then people are woken."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import safety
from bot.conversations import records
from bot.conversations.attention import call_staff
from bot.dialogue import Understanding
from bot.hotlines import numbers
from bot.models import Attention, Author, ConversationStatus, Message, Priority, TicketKind
from bot.tickets import TicketRequest, active_tickets, add_note, open_ticket

_logger = logging.getLogger(__name__)
_LABELS = frozenset(kind.value for kind in safety.AlarmKind)
# How sure the model must be of a safety label where its judgement of danger itself stays below its threshold.
_SURE = 0.5
# 明天, 都行, 不留: so few characters say nothing to a statistical model; plain cries of that length are in the rules.
_TOO_SHORT = 4
_HAN = re.compile(r"[\u3400-\u9fff]")
_VALUES = frozenset({"place", "time", "phone", "id_number"})
_LEDGE = re.compile(r"楼顶|天台|房顶|窗台|窗户|阳台|桥|河|水库|铁轨|井|悬崖")
# Below this chance of danger the model outweighs the rules: on strangers' messages (docs/nlu.md) every such alarm was false,
# and from there on four of five true.
_CERTAINLY_HARMLESS = 0.005
# An answer is judged without its question: below this, another 12 of 160 harmless ones would wake people (docs/nlu.md).
_SURE_IN_FORM = 0.3
_CALLED = {safety.AlarmKind.PSYCH_CRISIS: "心理危机", safety.AlarmKind.EMERGENCY: "紧急情况"}
# Messages within this time belong to the alarm that is already running.
_SAME_ALARM = timedelta(minutes=30)
_AS_SHIPPED = safety.Wording()


@dataclass(frozen=True)
class Hearing:
    """What was heard of danger in a message: an alarm, or only a doubt that a person should look at."""

    alarm: safety.Alarm | None = None
    doubt: safety.AlarmKind | None = None


def hear(text: str, understood: Understanding | None, *, is_choice: bool = False, in_form: bool = False) -> Hearing:
    """Return what the rules and the model together hear of danger in a message.

    The rules know plain words and not what they are about (着火了咋跑 asks); where the model is certain that nothing is wrong,
    the bot goes on and a person is asked to look. Without the model the rules are believed. `is_choice`: the message picks
    what was offered, which is no cry for help, however short it is. `in_form`: the bot has just asked for something, and the
    answer (钥匙在门卫那儿，我晚上不在) says little to a model that does not know the question: it must be surer, else a person looks.
    """
    alarm = safety.detect(text)
    if alarm is not None:
        return Hearing(doubt=alarm.kind) if _is_outweighed(understood, text) else Hearing(alarm)
    if understood is None or is_choice:
        return Hearing()
    alarm = from_model(understood, text)
    is_weak = in_form and understood.danger is not None and understood.danger < _SURE_IN_FORM
    return Hearing(doubt=alarm.kind) if alarm and is_weak else Hearing(alarm)


def _is_outweighed(understood: Understanding | None, text: str) -> bool:
    # The model has learnt Chinese: it finds every cry in English harmless.
    if not _HAN.search(text) or understood is None or understood.danger is None or understood.safety is not None:
        return False
    return understood.danger < _CERTAINLY_HARMLESS


def note_doubt(session: Session, message: Message, kind: safety.AlarmKind, now: datetime) -> None:
    """Ask staff to look at a message in which only the rules heard danger; the bot goes on meanwhile."""
    call_staff(message.conversation, Attention.DOUBTFUL, now)
    text = f"这句话里有像“{_CALLED[kind]}”的字眼，机器人看着不像，照常答了。请看一眼。"
    records.write(
        session, message.conversation, Author.EVENT, text, now, payload={"event": "doubt", "alarm": kind.value}
    )
    _logger.warning("doubtful %s in conversation %s", kind.value, message.conversation_id)


def from_model(understood: Understanding, text: str) -> safety.Alarm | None:
    """Return the alarm that the model's understanding raises, if any."""
    label = understood.safety
    if label is None and understood.intent in _LABELS and understood.confidence >= _SURE:
        label = understood.intent
    if label not in _LABELS or len(_without_values(understood, text)) <= _TOO_SHORT:
        return None
    return safety.describe(safety.AlarmKind(label), text)


def _without_values(understood: Understanding, text: str) -> str:
    """Return what a message says besides an address, a time or a number: an answer to a form is no cry for help.

    A place from which one can fall is left in.
    """
    if _LEDGE.search(text):
        return text.strip()
    spans = sorted((int(one["start"]), int(one["end"])) for one in understood.entities if one.get("entity") in _VALUES)
    rest, position = "", 0
    for start, end in spans:
        rest += text[position:start]
        position = max(position, end)
    return (rest + text[position:]).strip(" ，。,.！!")


def raise_alarm(
    session: Session, message: Message, alarm: safety.Alarm, now: datetime, wording: safety.Wording = _AS_SHIPPED
) -> str:
    """Open the urgent ticket, stop the bot, call staff; return the reply, in the words that administrators set.

    The conversation stays with a member of staff who has it already. A further message of a running alarm joins its
    ticket and is answered shortly, so that a person in despair is not sent the same text again and again.
    """
    conversation = message.conversation
    attention = Attention(alarm.kind.value)
    is_running = (
        conversation.attention is attention
        and conversation.acknowledged_at is None
        and conversation.attention_since is not None
        and now - conversation.attention_since < _SAME_ALARM
    )
    conversation.status = ConversationStatus.OPEN
    conversation.episode += 1
    conversation.episode_at = None
    if is_running:
        _join_ticket(session, message, alarm, now)
        return company(session, message, alarm.kind, wording, is_danger=True)
    if conversation.attention is attention:
        # It comes back after somebody acknowledged it: it must ring again.
        conversation.attention = None
    call_staff(conversation, attention, now)
    ticket = open_ticket(
        session,
        TicketRequest(
            cause=f"message:{message.id}",
            kind=TicketKind(alarm.kind.value),
            resident_id=conversation.identity.resident_id,
            conversation_id=conversation.id,
            details=message.text,
            priority=Priority.URGENT,
        ),
        now,
    )
    records.write(
        session, conversation, Author.EVENT, "警报", now,
        payload={"event": "alarm", "alarm": alarm.kind.value, "ticket": ticket.number, "clause": alarm.clause},
    )  # fmt: skip
    _logger.warning("alarm %s in conversation %s, ticket %s", alarm.kind.value, conversation.id, ticket.number)
    return safety.reply_to(alarm, numbers(session), wording)


def company(
    session: Session,
    message: Message,
    kind: safety.AlarmKind,
    wording: safety.Wording = _AS_SHIPPED,
    *,
    is_danger: bool = False,
) -> str:
    """Return what is said to a message of a resident for whom somebody has been called and is not there yet.

    `is_danger`: the message raises the alarm anew. "我没事，药已经吃了" says that nothing is well.
    """
    since = message.conversation.attention_since or message.created_at
    said = records.count_since(session, message.conversation_id, Author.BOT, since)
    return safety.keep_company(kind, "" if is_danger else message.text, said, numbers(session), wording)


def _join_ticket(session: Session, message: Message, alarm: safety.Alarm, now: datetime) -> None:
    for ticket in active_tickets(session, message.conversation.identity.resident_id):
        if ticket.kind.value == alarm.kind.value:
            add_note(session, ticket, message.text, "resident", now, cause=f"message:{message.id}:alarm")
            return
