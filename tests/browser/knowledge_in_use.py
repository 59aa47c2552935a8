"""A knowledge base as it stands after some weeks: entries in each state with hits and votes, questions that nobody answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import utc_now
from bot.faq import editing
from bot.faq.content import Content
from bot.faq.importing import take_in
from bot.faq.lifecycle import Step
from bot.models import AskedQuestion, FaqEntry, GoldenQuestion, Message, Staff
from knowledge.regulation import Document
from tests.browser.conftest import Site
from tests.unit.knowledge.letters import DOCUMENT

_CANTEEN = Content(
    "老年食堂几点开门", "周一到周五中午十一点半开饭，十二点半收。带身份证或老年证，先在门口登记。",
    ("食堂啥时候开饭", "老年餐几点能吃上"), "养老", cites=("第二十三条",),
)  # fmt: skip
_DOWRY = Content(
    "彩礼要得太高村里管不管", "村里不罚款，但会上门劝。村规民约里写了倡导的数目，可以找村委会看。",
    ("高价彩礼找谁说",), "移风易俗", cites=("第十七条",),
)  # fmt: skip
_OTHERS = (
    (
        Content(
            "暖气不热找谁",
            "先打热力公司客服，两小时内回电；还不热，回复“反映问题”，我们帮您催。",
            ("家里没暖气",),
            "供暖",
        ),
        (86, 9, 14),
    ),
    (
        Content("电动车在哪充电", "东门车棚有二十个充电口，刷微信就能用，充满自动停。", ("电瓶车充电",), "物业"),
        (52, 17, 3),
    ),
    (
        Content("高龄补贴怎么领", "满八十周岁，带身份证和银行卡到街道民政窗口办，下个月到账。", ("老人补贴",), "养老"),
        (31, 12, 1),
    ),
)


@dataclass(frozen=True)
class Shelf:
    """Ids by what they are for."""

    canteen: int
    held: int
    draft: int


@dataclass(frozen=True)
class _Hands:
    session: Session
    writer: Staff
    reviewer: Staff
    now: datetime

    def publish(self, content: Content, numbers: tuple[int, int, int] = (0, 0, 0)) -> FaqEntry:
        """Write, submit, have published; hits, helpful and unhelpful votes."""
        entry = editing.create(self.session, content, self.writer, self.now)
        editing.take(self.session, entry, Step.SUBMIT, entry.version, self.writer, self.now)
        editing.take(self.session, entry, Step.PUBLISH, entry.version, self.reviewer, self.now)
        entry.hits, entry.helpful, entry.unhelpful = numbers
        return entry


def put_on_shelf(site: Site) -> Shelf:
    """Write the entries, the golden questions and what was asked."""
    now = utc_now() - timedelta(days=2)
    with site.parts.database.session() as session:
        people = [session.get_one(Staff, site.city.staff[name]) for name in ("zhangmy", "sunmei")]
        hands = _Hands(session, people[0], people[1], now)
        for content, numbers in _OTHERS:
            hands.publish(content, numbers)
        held, canteen = hands.publish(_DOWRY, (8, 2, 0)), hands.publish(_CANTEEN, (64, 21, 2))
        draft = editing.create(session, replace(_CANTEEN, title="社区食堂能送餐吗", variants=()), people[0], now)
        editing.take(session, draft, Step.SUBMIT, draft.version, people[0], now)
        _ask(session, people[1], canteen, now)
        shelf = Shelf(canteen.id, held.id, draft.id)
    _amend(site)
    return shelf


def _ask(session: Session, staff: Staff, canteen: FaqEntry, now: datetime) -> None:
    for question, expected in (
        ("食堂啥时候开饭", f"问答{canteen.id}"),
        ("彩礼太高村里管不管", "第十七条"),
        ("今天下雨吗", ""),
    ):
        session.add(
            GoldenQuestion(question=question, expected=expected, staff_id=staff.id, created_at=now, checked_at=now)
        )
    messages = session.scalars(select(Message).order_by(Message.id).limit(4))
    texts = ("食堂周末开不开", "食堂周末开门不", "周末食堂开吗", "小区里能不能遛大狗")
    session.add_all(
        AskedQuestion(
            message_id=message.id, conversation_id=message.conversation_id, text=text, kind="silent", asked_at=now
        )
        for message, text in zip(messages, texts, strict=True)
    )


def _amend(site: Site) -> None:
    """Article 17 says something else since November."""
    chapters = tuple(
        replace(
            chapter, articles=tuple(replace(one, paragraphs=_said_anew(one.paragraphs)) for one in chapter.articles)
        )
        for chapter in DOCUMENT.chapters
    )
    today = utc_now().date()
    amended = Document(DOCUMENT.title, None, None, today.replace(day=1), chapters)
    with site.parts.database.session() as session:
        staff = session.get_one(Staff, site.city.staff["zhangmy"])
        take_in(session, amended, "条例（修正）.docx", staff, utc_now() - timedelta(hours=1))


def _said_anew(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.replace("摒弃高额彩礼、大操大办等陈规陋习", "反对高额彩礼和大操大办") for one in paragraphs)
