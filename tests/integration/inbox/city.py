"""A small city for tests and screenshots: staff, residents, conversations as they really go, and tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import alarms, handoff, records
from bot.conversations.attention import call_staff
from bot.database import Database
from bot.dialogue import Choice
from bot.models import (
    ADMINISTRATOR,
    RESIDENT_DESK,
    ROLES,
    SPECIALIST,
    SUPERVISOR,
    Area,
    Attempt,
    Attention,
    Author,
    Conversation,
    ConversationStatus,
    Media,
    MediaState,
    Message,
    MessageKind,
    MessageState,
    OutboxItem,
    OutboxState,
    ProviderRole,
    QuotaGrant,
    Role,
    Staff,
    Ticket,
    TicketKind,
)
from bot.safety import detect
from bot.tickets import Step, TicketRequest, move, open_ticket
from tests.people import add_areas, add_conversation, add_desk, add_provider

PASSWORD = "linli-demo-2026"
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class City:
    """Ids by name."""

    staff: dict[str, int] = field(default_factory=dict)
    conversations: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)
    media: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """Where a story is written."""

    session: Session
    city: City
    areas: dict[str, Area]
    now: datetime

    def resident(self, key: str, name: str | None, phone: str | None, area: str | None) -> Conversation:
        conversation = add_conversation(self.session, self.now - timedelta(days=3), f"o{key}")
        resident = conversation.identity.resident
        resident.name, resident.phone = name, phone
        resident.area = self.areas[area] if area else None
        self.city.conversations[key] = conversation.id
        return conversation

    def hears(
        self,
        conversation: Conversation,
        text: str,
        ago: timedelta,
        intent: str | None = None,
        sure: float | None = None,
    ) -> Message:
        """The resident writes."""
        message = Message(
            conversation_id=conversation.id, conversation=conversation, author=Author.RESIDENT, text=text,
            payload={}, state=MessageState.ANSWERED, intent=intent, confidence=sure, created_at=self.now - ago,
        )  # fmt: skip
        conversation.last_activity_at = conversation.last_inbound_at = self.now - ago
        self.session.add(message)
        self.session.flush()
        return message

    def says(self, conversation: Conversation, text: str, ago: timedelta, choices: Sequence[str] = ()) -> Message:
        """The bot answers."""
        offered = [Choice(one, one) for one in choices]
        return records.write(self.session, conversation, Author.BOT, text, self.now - ago, choices=offered)

    def grant(self, conversation: Conversation, ago: timedelta, used: int = 0) -> None:
        """What the resident's last message allows."""
        at = self.now - ago
        self.session.add(
            QuotaGrant(
                identity_id=conversation.identity_id, touch="message", granted_at=at,
                expires_at=at + 48 * _HOUR, allowed=5, used=used,
            )
        )  # fmt: skip

    def ticket(self, key: str, conversation: Conversation, ago: timedelta, **fields: object) -> Ticket:
        """A ticket that a message opened."""
        request = TicketRequest(
            cause=f"story:{key}", resident_id=conversation.identity.resident_id, conversation_id=conversation.id,
            **fields,  # type: ignore[arg-type]
        )  # fmt: skip
        opened = open_ticket(self.session, request, self.now - ago)
        self.city.tickets[key] = opened.number
        return opened


def build(app: Flask, database: Database, now: datetime) -> City:
    """Write it all and return the ids."""
    city = City()
    with app.app_context(), database.session() as session:
        story = Story(session, city, add_areas(session), now)
        people = _staff(story)
        _providers(story, people)
        _noise(story, people)
        _lamp(story)
        _counsel(story)
        _despair(story)
        _lunch(story, people)
        _pictures(story)
        _far_away(story)
    return city


def _staff(story: Story) -> dict[str, Staff]:
    password = hash_password(PASSWORD)
    for name in ROLES:
        if story.session.scalar(select(Role).where(Role.name == name)) is None:
            story.session.add(Role(name=name))
    story.session.flush()
    roles = {role.name: role for role in story.session.scalars(select(Role))}
    people = {
        username: Staff(
            username=username, name=name, password=password, fs_uniquifier=f"fs-{username}",
            roles=[roles[role]] if role else [], area=story.areas[area] if area else None,
        )
        for username, name, role, area in (
            ("wangfang", "王芳", RESIDENT_DESK, "幸福社区"),
            ("liqiang", "李强", RESIDENT_DESK, "幸福社区"),
            ("zhaolei", "赵磊", SPECIALIST, "幸福社区第一网格"),
            ("chenjing", "陈静", RESIDENT_DESK, "山阳区"),
            ("sunmei", "孙梅", SUPERVISOR, None),
            ("zhangmy", "张明远", ADMINISTRATOR, None),
            ("nobody", "周新", "", None),
        )
    }  # fmt: skip
    story.session.add_all(people.values())
    story.session.flush()
    story.city.staff = {username: one.id for username, one in people.items()}
    return people


def _providers(story: Story, people: dict[str, Staff]) -> None:
    community = story.areas["幸福社区"]
    add_desk(story.session, community)
    add_provider(story.session, community, ProviderRole.MEDIATOR, "刘玉兰")
    add_provider(story.session, community, ProviderRole.COUNSELLOR, "何心怡")
    add_provider(story.session, community, ProviderRole.VOLUNTEER, "张志远")
    grid = story.areas["幸福社区第一网格"]
    add_provider(story.session, grid, ProviderRole.GRID_WORKER, "赵磊", staff_id=people["zhaolei"].id)


def _noise(story: Story, people: dict[str, Staff]) -> None:
    """A quarrel, taken over by 王芳, who waits for the neighbour."""
    talk = story.resident("noise", "马秀英", "13839112345", "幸福社区")
    story.hears(talk, "楼上天天半夜拖桌子，俺心脏不好，咋整啊", 3 * _HOUR, "dispute", 0.93)
    story.says(
        talk,
        "半夜被吵醒，心脏又不好，换谁都难受。我帮您登记，请人民调解员来调解，不收钱。\n您家在哪个小区？",
        3 * _HOUR,
    )
    story.hears(talk, "和平小区3号楼，我电话13839112345", 175 * _MINUTE, "dispute", 0.71)
    story.ticket(
        "noise", talk, 174 * _MINUTE, kind=TicketKind.DISPUTE, matter="noise", person="楼上邻居",
        place="和平小区3号楼", details="楼上天天半夜拖桌子，影响休息，居民心脏不好。", phone="13839112345",
    )  # fmt: skip
    story.says(talk, "登记好了，人民调解员刘玉兰明天下班前联系您。", 174 * _MINUTE, ("查办进度", "补充情况", "转人工"))
    asked = story.hears(talk, "转人工", 70 * _MINUTE, "human_agent", 0.99)
    call_staff(talk, Attention.REQUESTED, asked.created_at)
    handoff.take_over(story.session, talk, people["wangfang"], story.now - 65 * _MINUTE)
    story.grant(talk, 20 * _MINUTE, used=1)
    said = _reply(
        story, talk, people["wangfang"], "马阿姨您好，我是幸福社区的王芳。楼上是几零几？我下午去问问。", 64 * _MINUTE
    )
    _deliver(said)
    handoff.add_note(
        story.session,
        talk,
        people["wangfang"],
        "楼上 501 是租户，房东电话在物业。先电话，不行再上门。",
        story.now - 50 * _MINUTE,
    )
    story.hears(
        talk, "501。闺女，你们可得管管，不是一天两天了", 20 * _MINUTE, "dispute", 0.88
    ).state = MessageState.JOINED
    call_staff(talk, Attention.REQUESTED, story.now - 20 * _MINUTE)


def _reply(story: Story, talk: Conversation, staff: Staff, text: str, ago: timedelta) -> list[OutboxItem]:
    message = records.write(story.session, talk, Author.STAFF, text, story.now - ago, staff_id=staff.id)
    outbox.enqueue(story.session, talk.identity_id, message.id, [text], story.now - ago)
    story.session.flush()
    return list(story.session.scalars(select(OutboxItem).where(OutboxItem.message_id == message.id)))


def _deliver(items: list[OutboxItem]) -> None:
    for item in items:
        item.state, item.sent_at = OutboxState.SENT, item.created_at


def _lamp(story: Story) -> None:
    """A street lamp that should have been mended by now; the bot has the conversation."""
    talk = story.resident("lamp", None, "15039176688", "幸福社区第一网格")
    story.hears(talk, "俺们院门口路灯坏了快半个月了，黑灯瞎火的", timedelta(days=9), "public_issue", 0.97)
    lamp = story.ticket(
        "lamp", talk, timedelta(days=9), kind=TicketKind.PUBLIC_ISSUE, matter="street_lamp",
        place="幸福社区第一网格5号院门口", details="院门口路灯坏了快半个月，老人夜里出门看不见。", phone="15039176688",
    )  # fmt: skip
    story.says(talk, "登记好了，网格员赵磊会去看。", timedelta(days=9))
    move(story.session, lamp, Step.START, f"staff:{story.city.staff['zhaolei']}", story.now - timedelta(days=8),
         note="到现场看了，线路断了，等配件。")  # fmt: skip
    story.hears(talk, "路灯还没修好吗", 5 * _HOUR, "ticket_status", 0.95)
    story.says(talk, f"工单 {lamp.number} 正在办理，我已经替您催了一次。", 5 * _HOUR, ("再催一次", "转人工"))


def _counsel(story: Story) -> None:
    """Somebody wants a person; nobody has taken it yet."""
    talk = story.resident("counsel", "周建军", "18839155667", "幸福社区")
    story.hears(talk, "俺在工地干了仨月，老板一分钱没给，能告他不", 40 * _MINUTE, "legal_question", 0.9)
    story.says(
        talk, "可以。拖欠工资可以先找劳动保障监察（12333）投诉，也可以申请劳动仲裁，都不收费。"
        "\n农民工讨薪申请法律援助，不审查经济困难（法律援助法第四十二条）。", 40 * _MINUTE, ("找法律顾问", "转人工"),
    )  # fmt: skip
    story.hears(talk, "有没有人能当面给俺说说", 26 * _MINUTE, "human_agent", 0.86)
    story.says(talk, "好，我请工作人员来跟您说，他们看到就会回复。", 26 * _MINUTE)
    talk.status = ConversationStatus.OPEN
    call_staff(talk, Attention.REQUESTED, story.now - 26 * _MINUTE)
    story.ticket("counsel", talk, 26 * _MINUTE, kind=TicketKind.HUMAN_AGENT, details="想当面咨询讨薪。")
    story.grant(talk, 26 * _MINUTE, used=5)


def _despair(story: Story) -> None:
    """A cry for help: an alarm that nobody has acknowledged. Nobody knows where this resident lives."""
    talk = story.resident("despair", None, None, None)
    said = story.hears(talk, "我不想活了，谢谢你们这段时间的照顾", 4 * _MINUTE, "psych_crisis", 0.98)
    alarm = detect(said.text)
    if alarm is None:
        raise AssertionError("the safety lane must see this")
    text = alarms.raise_alarm(story.session, said, alarm, story.now - 4 * _MINUTE)
    records.write(story.session, talk, Author.BOT, text, story.now - 4 * _MINUTE, cause_id=said.id)
    story.grant(talk, 4 * _MINUTE)


def _lunch(story: Story, people: dict[str, Staff]) -> None:
    """Held by 李强; a message that WeChat refused, and one that is kept for later."""
    talk = story.resident("lunch", "孙大爷", "13703915566", "幸福社区")
    story.hears(talk, "社区食堂中午管饭不，能送上门不", timedelta(days=4), "elderly_care", 0.94)
    handoff.take_over(story.session, talk, people["liqiang"], story.now - timedelta(days=4))
    late = _reply(
        story, talk, people["liqiang"], "孙大爷，食堂周一到周六中午都有，可以送，一份8元。", timedelta(hours=30)
    )
    for item in late:
        item.state = OutboxState.FAILED
        item.attempts.append(
            Attempt(at=story.now - timedelta(hours=30), error_code=45015, error="out of time", data={})
        )
    for item in _reply(story, talk, people["liqiang"], "您明天要吃的话，回我一声。", timedelta(hours=29)):
        item.state = OutboxState.KEPT


def _pictures(story: Story) -> None:
    """A voice, a picture and a place that the bot could not read."""
    talk = story.resident("pictures", None, "13523191234", "幸福社区")
    for kind, content_type, path in ((MessageKind.IMAGE, "image/png", "lamp.png"), (MessageKind.VOICE, "audio/wav", "voice.wav"),
                                     (MessageKind.VOICE, "audio/amr", "voice.amr")):  # fmt: skip
        sent = story.hears(talk, "", 90 * _MINUTE)
        sent.kind = kind
        sent.media = Media(
            external_id=path,
            kind=kind,
            state=MediaState.STORED,
            path=path,
            content_type=content_type,
            created_at=story.now,
        )
        story.session.flush()
        story.city.media[path] = sent.media.id
    where = story.hears(talk, "民主路与人民路交叉口", 85 * _MINUTE)
    where.kind = MessageKind.LOCATION
    where.payload = {"latitude": 35.21588, "longitude": 113.24182, "label": "民主路与人民路交叉口"}
    lost = story.hears(talk, "阿巴阿巴这个咋说", 80 * _MINUTE, "nlu_fallback", 0.31)
    lost.state, lost.payload = MessageState.UNANSWERED, {"understood": False}
    call_staff(talk, Attention.UNANSWERED, story.now - 80 * _MINUTE)


def _far_away(story: Story) -> None:
    """Another district's business."""
    talk = story.resident("far", "郭艳", "13939101111", "山阳区")
    story.hears(talk, "小区垃圾没人清", 2 * _HOUR, "public_issue", 0.96)
    story.ticket(
        "far", talk, 2 * _HOUR, kind=TicketKind.PUBLIC_ISSUE, matter="rubbish", place="山阳区", details="垃圾三天没清"
    )
    story.says(talk, "登记好了。", 2 * _HOUR)
