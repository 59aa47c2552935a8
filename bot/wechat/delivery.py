"""Delivery: empties the outbox, one resident at a time, in order, within WeChat's quotas.

Sending is done outside of any transaction: a slow WeChat must not hold the database. So a bundle is first leased (its
next try lies a lease ahead: no other worker takes it), then sent, then its outcome is written. A worker that dies in
between leaves the bundle to be sent once more after the lease: rather twice than never.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from bot.database import Database
from bot.live import Live
from bot.media_folder import MediaFolder
from bot.models import Attempt, Media, MediaState, OutboxItem, OutboxState, QuotaGrant
from bot.wechat.errors import (
    ApiError,
    MediaGone,
    NotFetched,
    NotPermitted,
    QuotaUsedUp,
    TooLong,
    Unsendable,
    WindowClosed,
)
from bot.wechat.permission import Permission
from bot.wechat.quota import usable
from bot.wechat.text import shipped_limit, size
from bot.wechat.uploads import Uploads

_logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=5), timedelta(hours=1)
# 5 s, 10 s, … one hour: about half a day in all, well within the 48 hours of WeChat's window.
MAX_TRIES = 20
# A picture on the web that cannot be had must not hold up what staff write: it is given up after half a minute.
_PATIENCE = 4
_JOINT = "\n\n"


class Sender(Protocol):
    """What delivery needs of `bot.wechat.client.WeChatApi`."""

    def send_text(self, openid: str, text: str) -> None:
        """Send a customer-service message. Raises `ApiError`."""

    def upload(self, kind: str, name: str, data: bytes, content_type: str) -> str:
        """Store a file at WeChat and return its media id. Raises `ApiError`."""

    def send_image(self, openid: str, media_id: str) -> None:
        """Send a picture. Raises `ApiError`."""


@dataclass(frozen=True)
class _Picture:
    """A picture of staff or of an answer; `path` is below the media folder, "" while it is not fetched."""

    path: str
    content_type: str
    state: MediaState


@dataclass(frozen=True)
class _Bundle:
    """Neighbouring pieces for one resident that go out as one message."""

    identity_id: int
    conversation_id: int
    openid: str
    item_ids: tuple[int, ...]
    message_ids: tuple[int, ...]
    text: str
    picture: _Picture | None
    tries: int


def backoff(tries: int) -> timedelta:
    """Return how long to wait after so many failed tries."""
    return min(FIRST_DELAY * 2 ** min(max(tries - 1, 0), 20), LONGEST_DELAY)


class Delivery:
    """Sends what waits in the outbox."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        live: Live,
        clock: Callable[[], datetime],
        *,
        permission: Permission | None = None,
        passive_only: bool = False,
        media: MediaFolder,
        uploads: Uploads,
        limit: Callable[[], int] = shipped_limit,
    ) -> None:
        self._database = database
        self._sender = sender
        self._live = live
        self._clock = clock
        self._permission = permission
        self._passive_only = passive_only
        self._media = media
        self._uploads = uploads
        self._limit = limit

    def deliver_due(self, most: int = 500) -> int:
        """Send what is due; return how many messages went out. Safe with several workers at once."""
        sent = 0
        for _ in range(most):
            bundle, may_send = self._lease()
            if bundle is None:
                break
            if may_send and self._send(bundle):
                sent += 1
        return sent

    def _lease(self) -> tuple[_Bundle | None, bool]:
        """Take the next resident's first pieces; those that may not be sent are kept at once."""
        now, limit = self._clock(), self._limit()
        with self._database.session() as session:
            head = session.scalars(_first_due(now)).first()
            if head is None:
                return None, False
            items = _bundle_of(session, head, limit)
            refusal = self._refusal(session, head, now)
            for item in items:
                item.next_try_at = now + LEASE
                if refusal:
                    _keep(item, now, None, refusal)
            bundle = _describe(session, items)
        if refusal:
            self._tell(bundle)
        return bundle, refusal is None

    def _refusal(self, session: Session, head: OutboxItem, now: datetime) -> str | None:
        """Return why nothing may be sent to the resident now, or None."""
        if self._passive_only or (self._permission is not None and self._permission.denied):
            return "the account may not send customer-service messages"
        if not head.identity.subscribed:
            return "the resident unfollowed"
        return None if _grant(session, head.identity_id, now) else "the resident's touch allows no more messages"

    def _send(self, bundle: _Bundle) -> bool:
        try:
            if bundle.picture is None:
                self._sender.send_text(bundle.openid, bundle.text)
            else:
                self._send_picture(bundle.openid, bundle.picture)
        except ApiError as error:
            self._note_failure(bundle, error)
            return False
        self._note_success(bundle)
        return True

    def _send_picture(self, openid: str, picture: _Picture) -> None:
        """Send a picture; it is uploaded when WeChat does not have it, or has it no longer."""
        if picture.state is MediaState.WAITING:
            raise NotFetched(None, "the picture has not been fetched yet")
        if known := self._uploads.known(picture.path):
            try:
                self._sender.send_image(openid, known)
                return
            except MediaGone:
                self._uploads.forget(picture.path)
        self._sender.send_image(openid, self._upload(picture))

    def _upload(self, picture: _Picture) -> str:
        try:
            data = self._media.read(picture.path)
        except OSError as error:
            raise Unsendable(None, f"the picture cannot be read: {error}") from error
        name = picture.path.rpartition("/")[2]
        media_id = self._sender.upload("image", name, data, picture.content_type)
        self._uploads.remember(picture.path, media_id)
        return media_id

    def _note_success(self, bundle: _Bundle) -> None:
        now = self._clock()
        with self._database.session() as session:
            if grant := _grant(session, bundle.identity_id, now):
                grant.used += 1
            for item in _items(session, bundle):
                item.state, item.sent_at = OutboxState.SENT, now
                session.add(Attempt(item_id=item.id, at=now, data={"bundled": len(bundle.item_ids)}))
        self._tell(bundle)

    def _note_failure(self, bundle: _Bundle, error: ApiError) -> None:
        now, tries = self._clock(), bundle.tries + 1
        if isinstance(error, NotPermitted) and self._permission is not None:
            self._permission.deny()
        with self._database.session() as session:
            if isinstance(error, QuotaUsedUp) and (grant := _grant(session, bundle.identity_id, now)):
                # WeChat has counted more than we have: believe it until the next touch.
                grant.used = grant.allowed
            for item in _items(session, bundle):
                self._settle(item, error, now, tries, alone=len(bundle.item_ids) == 1)
        _logger.warning("outbox items %s not sent, try %s: %s", bundle.item_ids, tries, error)
        self._tell(bundle)

    def _settle(self, item: OutboxItem, error: ApiError, now: datetime, tries: int, *, alone: bool) -> None:
        """Decide what becomes of a piece that was not sent."""
        if isinstance(error, (WindowClosed, QuotaUsedUp, NotPermitted)):
            _keep(item, now, error.code, error.message)
            return
        is_hopeless = isinstance(error, (Unsendable, TooLong)) or (isinstance(error, NotFetched) and tries >= _PATIENCE)
        apart = {"apart": True} if is_hopeless and not alone else {}
        item.attempts.append(Attempt(at=now, error_code=error.code, error=error.message, data=apart))
        if apart:
            # Only one of the bundled pieces may be to blame: from now on each goes alone.
            item.next_try_at = now
        elif is_hopeless or tries >= MAX_TRIES:
            item.state = OutboxState.FAILED
        else:
            item.next_try_at = now + backoff(tries)

    def _tell(self, bundle: _Bundle) -> None:
        for message_id in bundle.message_ids:
            self._live.publish("message", conversation=bundle.conversation_id, message=message_id)


def _first_due(now: datetime) -> Select[OutboxItem]:
    """The oldest waiting piece of some resident, if due. Its lock is the resident's: later pieces wait behind it."""
    earlier = aliased(OutboxItem)
    first_of_resident = (
        select(func.min(earlier.id))
        .where(earlier.identity_id == OutboxItem.identity_id, earlier.state == OutboxState.WAITING)
        .correlate(OutboxItem)
        .scalar_subquery()
    )
    return (
        select(OutboxItem)
        .where(
            OutboxItem.state == OutboxState.WAITING,
            OutboxItem.next_try_at <= now,
            OutboxItem.id == first_of_resident,
        )
        .order_by(OutboxItem.next_try_at, OutboxItem.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxItem)
    )


def _bundle_of(session: Session, head: OutboxItem, limit: int) -> list[OutboxItem]:
    """Return the head and the resident's next waiting pieces, as many as fit into one message."""
    waiting = session.scalars(
        select(OutboxItem)
        .where(
            OutboxItem.identity_id == head.identity_id,
            OutboxItem.state == OutboxState.WAITING,
            OutboxItem.id > head.id,
        )
        .order_by(OutboxItem.id)
        .limit(50)
    )
    bundle, length = [head], size(head.text)
    for item in () if _goes_apart(head) else waiting:
        length += size(_JOINT) + size(item.text)
        if length > limit or _goes_apart(item):
            break
        bundle.append(item)
    return bundle


def _goes_apart(item: OutboxItem) -> bool:
    return item.media_id is not None or any(attempt.data.get("apart") for attempt in item.attempts)


def _describe(session: Session, items: Sequence[OutboxItem]) -> _Bundle:
    head = items[0]
    return _Bundle(
        identity_id=head.identity_id,
        conversation_id=head.message.conversation_id,
        openid=head.identity.external_id,
        item_ids=tuple(item.id for item in items),
        message_ids=tuple(sorted({item.message_id for item in items})),
        text=_JOINT.join(item.text for item in items),
        picture=_picture(head.media) if head.media else None,
        tries=sum(1 for attempt in head.attempts if attempt.error and not attempt.data.get("kept")),
    )


def _picture(media: Media) -> _Picture:
    return _Picture(media.path or "", media.content_type or "", media.state)


def _keep(item: OutboxItem, now: datetime, code: int | None, why: str) -> None:
    """Hold a piece back for the resident's next touch."""
    item.state = OutboxState.KEPT
    item.attempts.append(Attempt(at=now, error_code=code, error=why, data={"kept": True}))


def _items(session: Session, bundle: _Bundle) -> Iterable[OutboxItem]:
    """Return the bundle's pieces, without those that went another way meanwhile (into a passive reply)."""
    return session.scalars(
        select(OutboxItem)
        .where(OutboxItem.id.in_(bundle.item_ids), OutboxItem.state == OutboxState.WAITING)
        .order_by(OutboxItem.id)
    ).all()


def _grant(session: Session, identity_id: int, now: datetime) -> QuotaGrant | None:
    """Return the grant to use for the next message, if WeChat still allows one."""
    return usable(session.scalars(select(QuotaGrant).where(QuotaGrant.identity_id == identity_id)), now)
