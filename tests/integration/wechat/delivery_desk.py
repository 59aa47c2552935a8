"""What tests of delivery share: a WeChat that takes everything, a clock moved by hand, and a resident with an outbox."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import redis as redis_client
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import Touch, records
from bot.database import Database
from bot.live import Live
from bot.media_folder import MediaFolder
from bot.models import Attempt, Author, Conversation, Identity, Media, MediaState, OutboxItem, OutboxState, QuotaGrant
from bot.wechat.channel import WeChatChannel
from bot.wechat.delivery import Delivery
from bot.wechat.errors import (
    ApiError,
    MediaGone,
)
from bot.wechat.permission import Permission
from bot.wechat.uploads import Uploads
from tests.people import add_conversation


class FakeSender:
    """WeChat that takes everything, unless told otherwise; `errors` are raised one after another."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.pictures: list[tuple[str, bytes, str]] = []
        self.uploads = 0
        self._uploaded: dict[str, tuple[bytes, str]] = {}
        self.errors: list[ApiError] = []
        self.refuse: Callable[[str], ApiError | None] = lambda text: None
        self.busy: set[str] = set()
        self._lock = threading.Lock()

    def upload(self, kind: str, name: str, data: bytes, content_type: str) -> str:
        assert kind == "image"
        self.uploads += 1
        self._uploaded[name] = (data, content_type)
        return name

    def forget_uploads(self) -> None:
        """Three days go by at WeChat."""
        self._uploaded.clear()

    def send_image(self, openid: str, media_id: str) -> None:
        if media_id not in self._uploaded:
            raise MediaGone(40007, "invalid media_id")
        self.pictures.append((openid, *self._uploaded[media_id]))

    def send_text(self, openid: str, text: str) -> None:
        with self._lock:
            assert openid not in self.busy, "two messages to one resident at the same time"
            self.busy.add(openid)
        try:
            if self.errors:
                raise self.errors.pop(0)
            if error := self.refuse(text):
                raise error
            self.sent.append((openid, text))
        finally:
            self.busy.discard(openid)

    def texts(self, openid: str = "oResident") -> list[str]:
        return [text for to, text in self.sent if to == openid]


def line_of(media: Media) -> str:
    return f"图片 {media.public_key}"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Desk:
    """A resident, an outbox and a worker."""

    def __init__(self, database: Database, redis: redis_client.Redis, now: datetime, folder: Path) -> None:
        self.database = database
        self.media = MediaFolder(folder)
        self.clock = Clock(now)
        self.sender = FakeSender()
        self.permission = Permission(redis)
        self.delivery = self.worker(redis)
        self.channel = WeChatChannel()

    def worker(self, redis: redis_client.Redis, **more: bool) -> Delivery:
        return Delivery(
            self.database,
            self.sender,
            Live(redis),
            self.clock,
            permission=self.permission,
            media=self.media,
            uploads=Uploads(redis),
            **more,
        )

    def touch(self, touch: Touch = Touch.MESSAGE, openid: str = "oResident") -> None:
        with self.database.session() as session:
            identity_id = self._conversation(session, openid).identity_id
            self.channel.grant(session, identity_id, touch, self.clock.now)
            outbox.release_kept(session, identity_id, self.clock.now)

    def write(self, *texts: str, openid: str = "oResident") -> None:
        with self.database.session() as session:
            conversation = self._conversation(session, openid)
            for text in texts:
                message = records.write(session, conversation, Author.STAFF, text, self.clock.now)
                outbox.enqueue(session, conversation.identity_id, message.id, [text], self.clock.now)

    def show(
        self,
        data: bytes,
        openid: str = "oResident",
        *,
        path: str | None = None,
        state: MediaState = MediaState.STORED,
        public_key: str | None = None,
    ) -> None:
        """A member of staff, or an answer, sends a picture."""
        with self.database.session() as session:
            conversation = self._conversation(session, openid)
            written = self.media.write(data, "png", self.clock.now) if path is None else path
            media = Media(
                external_id=f"staff:{len(data)}", kind="image", state=state, content_type="image/png",
                path=written, public_key=public_key, created_at=self.clock.now,
            )  # fmt: skip
            session.add(media)
            session.flush()
            message = records.write(session, conversation, Author.STAFF, "", self.clock.now)
            outbox.enqueue_picture(session, conversation.identity_id, message.id, media.id, self.clock.now)

    def _conversation(self, session: Session, openid: str) -> Conversation:
        found = session.scalar(select(Conversation).join(Identity).where(Identity.external_id == openid))
        return found or add_conversation(session, self.clock.now, openid)

    def states(self) -> list[OutboxState]:
        with self.database.reader() as session:
            return list(session.scalars(select(OutboxItem.state).order_by(OutboxItem.id)))

    def attempts(self) -> list[tuple[int | None, str | None]]:
        with self.database.reader() as session:
            return [(one.error_code, one.error) for one in session.scalars(select(Attempt).order_by(Attempt.id))]

    def used(self) -> list[int]:
        with self.database.reader() as session:
            return list(session.scalars(select(QuotaGrant.used).order_by(QuotaGrant.id)))
