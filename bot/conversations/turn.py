"""Turn: one message of a resident, from its arrival to its answer. Nothing that arrives is ever lost.

The order is fixed: store and commit; safety first; a person who holds the conversation; then the model. What has no
answer when the deadline has passed is answered in plain words and shown to staff.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot import lessons, outbox, safety
from bot.conversations import alarms, pictures, records, welcome
from bot.conversations.attention import call_staff
from bot.conversations.hearing import heard
from bot.conversations.incoming import Incoming, Touch
from bot.conversations.order import Order
from bot.database import Database
from bot.dialogue import Answer, Choice, Dialogue, DialogueUnavailable, Say, Understanding, plain
from bot.dialogue.choices import pick
from bot.faq.asked import latest
from bot.faq.pictures import page_of
from bot.hotlines import numbers
from bot.live import Live
from bot.masks import hide_id_numbers
from bot.models import Attention, Author, ConversationStatus, Media, Message, MessageKind, MessageState
from bot.preferences import Preferences
from bot.tickets import attach_media

_logger = logging.getLogger(__name__)

LATE = "您的话我收到了，这会儿我反应慢了些。已经转给工作人员，他们看到就会回复您，不用再发一遍。\n急事请打 {government}，有危险请打 {police}。"
# What follows a passive reply must not overtake it on its way through WeChat.
_BEHIND_THE_REPLY = timedelta(seconds=0.5)
_SECOND_OPINION = 0.8  # seconds
_LEFT_FOR_STORING = 0.4  # seconds kept back from the deadline to write the answer down


class Channel(Protocol):
    """What a channel knows about the form of its messages."""

    @property
    def passive_only(self) -> bool:
        """Whether nothing can be sent but the reply to a message."""

    def pieces(self, says: Sequence[Say]) -> list[str]:
        """Return the texts to send, each within the channel's limits, as few as possible."""

    def line_of(self, picture_page: str) -> str:
        """Return what stands in a text for a picture that cannot be sent."""

    def grant(self, session: Session, identity_id: int, touch: Touch, now: datetime) -> None:
        """Write down what may be sent after the resident's touch."""


@dataclass(frozen=True)
class _Turn:
    """What one turn works on."""

    message_id: int
    started: float
    deadline: float

    @property
    def left(self) -> float:
        """Seconds until the answer must be on its way."""
        return self.deadline - time.monotonic() - _LEFT_FOR_STORING


@dataclass(frozen=True)
class _Before:
    """What was said before: the offered choice that this message picks, and whether a form waits for it."""

    choice: Choice | None
    in_form: bool


class Conversations:
    """Takes residents' messages, answers them, and wakes whoever must act."""

    def __init__(
        self,
        database: Database,
        dialogue: Dialogue,
        channel: Channel,
        order: Order,
        live: Live,
        *,
        deadline_seconds: float,
        wake_worker: Callable[[], None],
        clock: Callable[[], datetime],
        preferences: Callable[[], Preferences] = Preferences,
    ) -> None:
        self._database = database
        self._dialogue = dialogue
        self._channel = channel
        self._order = order
        self._live = live
        self._deadline_seconds = deadline_seconds
        self._wake_worker = wake_worker
        self._clock = clock
        self._preferences = preferences

    def receive(self, incoming: Incoming, started: float | None = None) -> str:
        """Take a message and return the passive reply; "" when nothing is to be said.

        `started` is the `time.monotonic()` moment at which the request began. A repeated delivery waits for the
        answer of the first and returns the same text.
        """
        started = time.monotonic() if started is None else started
        # Before anything is stored, logged or sent on: nobody here needs an identity number (个人信息保护法 6).
        incoming = replace(incoming, text=hide_id_numbers(incoming.text))
        message_id, is_new = records.store(self._database, incoming)
        turn = _Turn(message_id, started, started + self._deadline_seconds)
        if not is_new:
            return self._reply_of(turn)
        conversation_id = self._note_touch(message_id, incoming.touch)
        self._live.publish("message", conversation=conversation_id, message=message_id)
        with self._order.turn(conversation_id, lambda: self._must_wait(turn), turn.deadline - 1):
            reply = self._take(turn, incoming)
        self._live.publish("message", conversation=conversation_id, message=message_id)
        self._wake_worker()
        return reply

    def _note_touch(self, message_id: int, touch: Touch) -> int:
        """Write down what the touch allows to be sent, and free what was kept for it; return the conversation's id."""
        with self._database.session() as session:
            conversation = session.get_one(Message, message_id).conversation
            if touch is not Touch.NONE:
                self._channel.grant(session, conversation.identity_id, touch, self._clock())
                if not self._channel.passive_only:
                    outbox.release_kept(session, conversation.identity_id, self._clock())
            return conversation.id

    def _must_wait(self, turn: _Turn) -> bool:
        with self._database.reader() as session:
            message = session.get_one(Message, turn.message_id)
            since = message.created_at - timedelta(seconds=self._deadline_seconds)
            return records.waits_before(session, message, since)

    def _reply_of(self, turn: _Turn) -> str:
        while time.monotonic() < turn.deadline:
            with self._database.reader() as session:
                message = session.get_one(Message, turn.message_id)
                if message.state is not MessageState.RECEIVED:
                    return message.passive_reply or ""
            time.sleep(0.05)
        return ""

    def _take(self, turn: _Turn, incoming: Incoming) -> str:
        """Answer; whatever goes wrong, the resident hears something and staff see the message."""
        try:
            return self._answer(turn, incoming)
        except DialogueUnavailable as error:
            _logger.warning("message %s stays without an answer: %s", turn.message_id, error)
        except Exception:
            _logger.exception("message %s stays without an answer", turn.message_id)
        return self._leave_to_staff(turn)

    def _answer(self, turn: _Turn, incoming: Incoming) -> str:
        if incoming.kind is MessageKind.EVENT:
            return self._answer_event(turn, incoming)
        before = self._before(turn, incoming)
        understood = self._understand(turn, incoming.text)
        heard_of_danger = alarms.hear(
            incoming.text, understood, is_choice=before.choice is not None, in_form=before.in_form
        )
        if heard_of_danger.alarm:
            return self._raise_alarm(turn, heard_of_danger.alarm, understood)
        if heard_of_danger.doubt:
            self._note_doubt(turn, heard_of_danger.doubt)
        if (reply := self._join_if_held(turn, understood)) is not None:
            return reply
        words = incoming.text or (_pin(incoming) if before.in_form else "")
        if not words or (incoming.kind is MessageKind.LOCATION and not before.in_form):
            return self._answer_media(turn, incoming, before.in_form)
        if understood is None and incoming.text:
            raise DialogueUnavailable("the message could not be understood")
        return self._ask_dialogue(turn, before.choice.payload if before.choice else plain(words), understood)

    def _understand(self, turn: _Turn, text: str) -> Understanding | None:
        if not text:
            return None
        # Where the rules hear danger, the model is given a moment to object, and no more.
        seconds = min(turn.left, _SECOND_OPINION) if safety.detect(text) else turn.left
        try:
            return self._dialogue.parse(text, timeout=seconds)
        except DialogueUnavailable as error:
            _logger.warning("message %s could not be parsed: %s", turn.message_id, error)
            return None

    def _answer_event(self, turn: _Turn, incoming: Incoming) -> str:
        says = welcome.says_for(incoming.event or "", self._preferences().welcome)
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            welcome.note_subscription(message.conversation.identity, incoming.event or "", incoming.payload)
            return self._store_answer(session, message, Answer(says))

    def _raise_alarm(self, turn: _Turn, alarm: safety.Alarm, understood: Understanding | None = None) -> str:
        wording = self._preferences().wording
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            _note_understanding(message, understood)
            message.intent = alarm.kind.value
            text = alarms.raise_alarm(session, message, alarm, self._clock(), wording)
            reply = self._store_answer(session, message, Answer((Say(text),)))
            conversation_id = message.conversation_id
        self._live.publish("alarm", conversation=conversation_id, message=turn.message_id)
        return reply

    def _note_doubt(self, turn: _Turn, kind: safety.AlarmKind) -> None:
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            alarms.note_doubt(session, message, kind, self._clock())
            conversation_id = message.conversation_id
        self._live.publish("conversation", conversation=conversation_id)

    def _join_if_held(self, turn: _Turn, understood: Understanding | None) -> str | None:
        """Let the message join a conversation that a person has; None when the bot still has it."""
        wording = self._preferences().wording
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            _note_understanding(message, understood)
            conversation = message.conversation
            if not conversation.is_held:
                return None
            if conversation.assignee_id is None and conversation.attention:
                kind = safety.AlarmKind(conversation.attention.value)
                text = alarms.company(session, message, kind, wording)
                return self._store_answer(session, message, Answer((Say(text),)))
            message.state = MessageState.JOINED
            call_staff(conversation, Attention.REQUESTED, self._clock())
            return ""

    def _before(self, turn: _Turn, incoming: Incoming) -> _Before:
        with self._database.reader() as session:
            message = session.get_one(Message, turn.message_id)
            choice = pick(incoming.text, records.last_choices(session, message)) if incoming.text else None
            return _Before(choice, message.conversation.episode_at is not None)

    def _answer_media(self, turn: _Turn, incoming: Incoming, in_form: bool) -> str:
        """Keep what is not words; in a form it belongs to the ticket that is about to open, not to an older one."""
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            ticket = None if in_form else attach_media(session, message, self._clock())
            if incoming.kind is not MessageKind.LOCATION:
                call_staff(message.conversation, Attention.UNREADABLE, self._clock())
            text = welcome.media_reply(incoming.kind, ticket.number if ticket else None, in_form)
            return self._store_answer(session, message, Answer((Say(text),)))

    def _ask_dialogue(self, turn: _Turn, text: str, understood: Understanding | None) -> str:
        with self._database.reader() as session:
            message = session.get_one(Message, turn.message_id)
            conversation = message.conversation
            metadata = self._metadata(session, message)
            conversation_id, episode = conversation.id, conversation.episode
        answer = self._dialogue.answer(f"{conversation_id}.{episode}", text, metadata, timeout=turn.left)
        if not answer.says:
            # Rasa may answer with data only: a resident must never be left without a word.
            raise DialogueUnavailable("nothing was said")
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            _note_understanding(message, understood)
            told = {"understood": answer.understood, "asked_back": bool(answer.data.get("asked_back"))}
            message.payload = message.payload | told
            message.conversation.episode = episode if answer.in_form else episode + 1
            message.conversation.episode_at = self._clock() if answer.in_form else None
            if answer.handoff:
                call_staff(message.conversation, Attention.REQUESTED, self._clock())
                message.conversation.status = ConversationStatus.OPEN
            lessons.collect(session, message, heard(understood, answer), self._clock())
            return self._store_answer(session, message, answer)

    def _leave_to_staff(self, turn: _Turn) -> str:
        with self._database.session() as session:
            message = session.get_one(Message, turn.message_id)
            call_staff(message.conversation, Attention.UNANSWERED, self._clock())
            reply = self._store_answer(session, message, Answer((Say(LATE.format_map(numbers(session))),)))
            message.state = MessageState.UNANSWERED
            conversation_id = message.conversation_id
        self._live.publish("conversation", conversation=conversation_id)
        return reply

    def _store_answer(self, session: Session, message: Message, answer: Answer) -> str:
        """Write the answer and what of it must be sent later; return what goes out at once."""
        now, conversation = self._clock(), message.conversation
        identity_id = conversation.identity_id
        says = list(answer.says)
        if self._channel.passive_only:
            says = pictures.in_words(session, says, self._channel.line_of, now)
        written = [
            records.write(session, conversation, Author.BOT, say.text, now, cause_id=message.id, choices=say.choices)
            for say in says
            if not say.picture
        ]
        if self._channel.passive_only and message.author is Author.RESIDENT:
            kept = outbox.take_for_passive_reply(session, identity_id, now, self._line_of)
            says = [*(Say(text) for text in kept), *says]
        pieces = self._channel.pieces(says)
        later = now + _BEHIND_THE_REPLY
        outbox.enqueue(session, identity_id, (written[-1] if written else message).id, pieces[1:], later)
        pictures.send(session, message, says, later)
        message.passive_reply = pieces[0] if pieces else ""
        message.state = MessageState.ANSWERED
        return message.passive_reply

    def _line_of(self, media: Media) -> str:
        return self._channel.line_of(page_of(media))

    def _metadata(self, session: Session, message: Message) -> dict[str, Any]:
        """What actions need to know of a message besides its words; ids are of our own database."""
        now, conversation = self._clock(), message.conversation
        idle = (now - conversation.episode_at).total_seconds() / 60 if conversation.episode_at else 0
        return {
            "message_id": message.id,
            "conversation_id": conversation.id,
            "resident_id": conversation.identity.resident_id,
            "kind": message.kind.value,
            "misunderstood_before": records.noted_before(session, message, "understood") is False,
            "asked_before": bool(records.noted_before(session, message, "asked_back")),
            "follows_answer": latest(session, conversation.id, now) is not None,
            "idle_minutes": int(idle),
            "now": now.isoformat(),
        }


def _pin(incoming: Incoming) -> str:
    """Return a place without a name as words, so that a form can take it for an answer."""
    place = incoming.payload
    has_place = incoming.kind is MessageKind.LOCATION and "latitude" in place
    return f"地图位置 {place['latitude']},{place['longitude']}" if has_place else ""


def _note_understanding(message: Message, understood: Understanding | None) -> None:
    if understood is not None:
        message.intent, message.confidence = understood.intent, understood.confidence
