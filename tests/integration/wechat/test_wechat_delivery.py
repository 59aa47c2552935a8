"""The outbox goes out in order, within WeChat's quotas, and nothing in it is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
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
from bot.wechat.delivery import LEASE, MAX_TRIES, Delivery
from bot.wechat.errors import (
    ApiError,
    MediaGone,
    NotPermitted,
    QuotaUsedUp,
    TooLong,
    Unreachable,
    Unsendable,
    WindowClosed,
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


@pytest.fixture
def desk(database: Database, redis: redis_client.Redis, now: datetime, tmp_path: Path) -> Desk:
    return Desk(database, redis, now, tmp_path)


LONG = "字" * 650 + "。"  # two of these do not fit into one message


def test_what_waits_is_sent_and_the_attempt_recorded(desk: Desk) -> None:
    desk.touch()
    desk.write("您好，我是李敏。")
    assert desk.delivery.deliver_due() == 1
    assert desk.sender.sent == [("oResident", "您好，我是李敏。")]
    assert (desk.states(), desk.attempts(), desk.used()) == ([OutboxState.SENT], [(None, None)], [1])
    assert desk.delivery.deliver_due() == 0


def test_short_pieces_go_out_as_one_message_and_cost_one_of_the_quota(desk: Desk) -> None:
    desk.touch()
    desk.write("一", "二", "三")
    assert desk.delivery.deliver_due() == 1
    assert desk.sender.texts() == ["一\n\n二\n\n三"]
    assert (desk.used(), len(desk.attempts())) == ([1], 3)


def test_long_pieces_go_out_one_by_one_in_order(desk: Desk) -> None:
    desk.touch()
    texts = [f"{number}{LONG}" for number in range(4)]
    desk.write(*texts)
    desk.delivery.deliver_due()
    assert desk.sender.texts() == texts


def test_after_five_messages_the_rest_is_kept_for_the_next_touch(desk: Desk) -> None:
    desk.touch()
    texts = [f"{number}{LONG}" for number in range(7)]
    desk.write(*texts)
    assert desk.delivery.deliver_due() == 5
    assert desk.states() == [OutboxState.SENT] * 5 + [OutboxState.KEPT] * 2
    desk.clock.forward(hours=1)
    desk.touch()
    assert desk.delivery.deliver_due() == 2
    assert desk.sender.texts() == texts


def test_after_48_hours_nothing_is_sent(desk: Desk) -> None:
    desk.touch()
    desk.clock.forward(hours=48)
    desk.write("您的工单办好了。")
    assert desk.delivery.deliver_due() == 0
    assert desk.sender.sent == []
    assert desk.states() == [OutboxState.KEPT]


def test_a_tap_allows_three_messages_in_a_minute(desk: Desk) -> None:
    desk.touch(Touch.TAP)
    desk.write(*[f"{number}{LONG}" for number in range(4)])
    assert desk.delivery.deliver_due() == 3
    desk.touch(Touch.TAP)
    desk.clock.forward(seconds=60)
    assert desk.delivery.deliver_due() == 0
    desk.touch(Touch.TAP)
    assert desk.delivery.deliver_due() == 1


def test_the_quota_of_a_tap_is_used_before_that_of_a_message(desk: Desk) -> None:
    desk.touch(Touch.MESSAGE)
    desk.touch(Touch.TAP)
    desk.write(*[f"{number}{LONG}" for number in range(4)])
    desk.delivery.deliver_due()
    assert desk.used() == [1, 3]


def test_a_new_message_starts_its_count_again(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.delivery.deliver_due()
    desk.touch()
    assert desk.used() == [0]


def test_a_touch_that_is_none_allows_nothing(desk: Desk) -> None:
    desk.touch(Touch.NONE)
    desk.write("一")
    assert desk.delivery.deliver_due() == 0
    assert desk.used() == []


def test_a_resident_who_unfollowed_hears_nothing_until_they_come_back(desk: Desk) -> None:
    desk.touch()
    with desk.database.session() as session:
        session.scalars(select(Identity)).one().subscribed = False
    desk.write("一")
    assert desk.delivery.deliver_due() == 0
    assert desk.states() == [OutboxState.KEPT]
    with desk.database.session() as session:
        session.scalars(select(Identity)).one().subscribed = True
    desk.touch(Touch.TAP)
    assert desk.delivery.deliver_due() == 1


@pytest.mark.parametrize("error", [WindowClosed(45015, "out of time"), QuotaUsedUp(45047, "used up")])
def test_what_wechat_counts_otherwise_is_kept(desk: Desk, error: ApiError) -> None:
    desk.touch()
    desk.write("一", LONG + LONG[:30])
    desk.sender.errors = [error]
    desk.delivery.deliver_due()
    assert OutboxState.KEPT in desk.states()
    assert OutboxState.FAILED not in desk.states()
    assert desk.attempts()[0] == (error.code, error.message)
    desk.touch()
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT] * 2


def test_wechats_count_is_believed_until_the_next_touch(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [QuotaUsedUp(45047, "used up")]
    desk.delivery.deliver_due()
    desk.write("二")
    assert desk.delivery.deliver_due() == 0
    assert desk.sender.sent == []


def test_an_account_that_may_not_send_keeps_everything_for_passive_replies(
    desk: Desk, redis: redis_client.Redis
) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [NotPermitted(48001, "api unauthorized")]
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.KEPT]
    assert WeChatChannel(permission=Permission(redis)).passive_only
    desk.write("二")
    assert desk.delivery.deliver_due() == 0
    with desk.database.session() as session:
        identity_id = session.scalars(select(Identity.id)).one()
        assert outbox.take_for_passive_reply(session, identity_id, desk.clock.now, line_of) == ["一", "二"]


def test_an_account_that_is_set_to_passive_never_calls_wechat(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.write("一")
    assert desk.worker(redis, passive_only=True).deliver_due() == 0
    assert (desk.sender.sent, desk.states()) == ([], [OutboxState.KEPT])


def test_a_wechat_that_is_down_is_tried_again_with_growing_pauses(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [Unreachable(None, "ReadTimeout")] * 3
    for pause in (5, 10, 20):
        assert desk.delivery.deliver_due() == 0
        desk.clock.forward(seconds=pause - 0.5)
        assert desk.delivery.deliver_due() == 0
        desk.clock.forward(seconds=0.5)
    assert desk.delivery.deliver_due() == 1
    assert desk.attempts() == [(None, "ReadTimeout")] * 3 + [(None, None)]
    assert desk.used() == [1]


def test_after_many_tries_staff_see_that_it_failed(desk: Desk) -> None:
    desk.touch()
    desk.write("一")
    desk.sender.errors = [ApiError(-1, "system error")] * MAX_TRIES
    for _ in range(MAX_TRIES):
        desk.touch()
        desk.delivery.deliver_due()
        desk.clock.forward(hours=1)
    assert desk.states() == [OutboxState.FAILED]
    assert len(desk.attempts()) == MAX_TRIES


def test_being_kept_does_not_count_as_a_try(desk: Desk) -> None:
    desk.write("一")
    for _ in range(MAX_TRIES + 5):
        desk.delivery.deliver_due()
        desk.touch(Touch.NONE)
    desk.touch()
    desk.sender.errors = [Unreachable(None, "down")]
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.WAITING]


def test_later_pieces_wait_behind_one_that_is_tried_again(desk: Desk) -> None:
    desk.touch()
    desk.write(LONG)
    desk.sender.errors = [Unreachable(None, "down")]
    desk.delivery.deliver_due()
    desk.write("第二件事")
    assert desk.delivery.deliver_due() == 0
    desk.clock.forward(seconds=5)
    desk.delivery.deliver_due()
    assert "\n\n".join(desk.sender.texts()) == LONG + "\n\n" + "第二件事"


def test_one_resident_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.touch()
    desk.touch(openid="oAnother")
    desk.write(LONG)
    desk.sender.errors = [Unreachable(None, "down")]
    desk.write("给另一位", openid="oAnother")
    desk.delivery.deliver_due()
    assert desk.sender.texts("oAnother") == ["给另一位"]


def test_a_piece_that_wechat_will_never_take_does_not_take_others_with_it(desk: Desk) -> None:
    desk.touch()
    desk.write("好的一", "坏的", "好的二")
    desk.sender.refuse = lambda text: Unsendable(87014, "risky content") if "坏" in text else None
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT, OutboxState.FAILED, OutboxState.SENT]
    assert desk.sender.texts() == ["好的一", "好的二"]


def test_a_text_that_is_too_long_for_wechat_is_tried_in_smaller_bundles(desk: Desk) -> None:
    desk.touch()
    desk.write("一" * 300, "二" * 300)
    desk.sender.refuse = lambda text: TooLong(45002, "content size out of limit") if len(text) > 400 else None
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.SENT] * 2


def test_two_workers_send_nothing_twice_and_nothing_out_of_order(desk: Desk, redis: redis_client.Redis) -> None:
    residents = [f"oResident{number}" for number in range(6)]
    for openid in residents:
        desk.touch(openid=openid)
        desk.write(*[f"{number}{LONG}" for number in range(5)], openid=openid)
    workers = [desk.worker(redis) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        sent = sum(threads.map(lambda worker: worker.deliver_due(), workers))
    sent += desk.delivery.deliver_due()
    assert sent == len(desk.sender.sent) == 30
    for openid in residents:
        assert [text[0] for text in desk.sender.texts(openid)] == list("01234")


def test_what_a_dead_worker_held_is_sent_after_its_lease(desk: Desk, redis: redis_client.Redis) -> None:
    class Killed(FakeSender):
        def send_text(self, openid: str, text: str) -> None:
            raise KeyboardInterrupt

    desk.touch()
    desk.write("一")
    dying = Delivery(desk.database, Killed(), Live(redis), desk.clock, media=desk.media, uploads=Uploads(redis))
    with pytest.raises(KeyboardInterrupt):
        dying.deliver_due()
    assert desk.delivery.deliver_due() == 0
    desk.clock.forward(seconds=LEASE.total_seconds())
    assert desk.delivery.deliver_due() == 1


def test_no_transaction_is_open_while_wechat_is_slow(desk: Desk) -> None:
    def write_meanwhile(text: str) -> None:
        desk.write("给另一位", openid="oAnother")

    desk.touch()
    desk.write("一")
    desk.sender.refuse = write_meanwhile  # type: ignore[assignment]
    assert desk.delivery.deliver_due() == 1


def test_open_pages_hear_of_a_delivery(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.write("一")
    news = Live(redis).follow(beat_seconds=0.5)
    with ThreadPoolExecutor(1) as threads:
        listening = threads.submit(lambda: next(one for one in news if one and one["kind"] == "message"))
        while not redis.pubsub_numsub("linli:live")[0][1]:
            pass
        desk.delivery.deliver_due()
        assert listening.result(30)


def test_a_picture_goes_by_itself_between_the_words_around_it(desk: Desk) -> None:
    desk.touch()
    desk.write("您看这张")
    desk.show(b"\x89PNG picture")
    desk.write("就是这里")
    assert desk.delivery.deliver_due() == 3
    assert desk.states() == [OutboxState.SENT] * 3
    assert desk.sender.pictures == [("oResident", b"\x89PNG picture", "image/png")]
    assert desk.used() == [3]


def test_a_picture_whose_file_is_gone_fails_with_its_reason_and_holds_up_nothing(desk: Desk) -> None:
    desk.touch()
    desk.show(b"\x89PNG picture")
    desk.write("就是这里")
    for path in desk.media.folder.rglob("*.png"):
        path.unlink()
    desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.FAILED, OutboxState.SENT]
    assert "cannot be read" in str(desk.attempts()[0][1])


def test_a_picture_waits_while_only_passive_replies_are_allowed(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.show(b"\x89PNG picture")
    desk.worker(redis, passive_only=True).deliver_due()
    assert desk.states() == [OutboxState.KEPT]
    with desk.database.session() as session:
        identity_id = desk._conversation(session, "oResident").identity_id
        assert outbox.take_for_passive_reply(session, identity_id, desk.clock.now, line_of) == []
    assert desk.states() == [OutboxState.KEPT]


def test_a_picture_for_everybody_becomes_a_line_while_only_passive_replies_are_allowed(
    desk: Desk, redis: redis_client.Redis
) -> None:
    desk.touch()
    desk.show(b"\x89PNG picture", public_key="k1")
    desk.worker(redis, passive_only=True).deliver_due()
    with desk.database.session() as session:
        identity_id = desk._conversation(session, "oResident").identity_id
        assert outbox.take_for_passive_reply(session, identity_id, desk.clock.now, line_of) == ["图片 k1"]
    assert desk.states() == [OutboxState.SENT]


def test_a_picture_is_uploaded_once_for_many_residents(desk: Desk) -> None:
    path = desk.media.write(b"\x89PNG picture", "png", desk.clock.now)
    for openid in ("oOne", "oTwo", "oThree"):
        desk.touch(openid=openid)
        desk.show(b"\x89PNG picture", openid=openid, path=path)
    assert desk.delivery.deliver_due() == 3
    assert [to for to, *_ in desk.sender.pictures] == ["oOne", "oTwo", "oThree"]
    assert desk.sender.uploads == 1


def test_an_upload_is_forgotten_before_wechat_forgets_it(desk: Desk, redis: redis_client.Redis) -> None:
    desk.touch()
    desk.show(b"\x89PNG picture")
    desk.delivery.deliver_due()
    [key] = redis.keys("linli:wechat:uploaded:*")
    assert 2 * 24 * 3600 < redis.ttl(key) < 3 * 24 * 3600


def test_a_picture_that_wechat_no_longer_has_is_uploaded_anew(desk: Desk) -> None:
    path = desk.media.write(b"\x89PNG picture", "png", desk.clock.now)
    desk.touch()
    desk.show(b"\x89PNG picture", path=path)
    desk.delivery.deliver_due()
    desk.sender.forget_uploads()
    desk.show(b"\x89PNG picture", path=path)
    assert desk.delivery.deliver_due() == 1
    assert (desk.sender.uploads, len(desk.sender.pictures)) == (2, 2)
    assert desk.states() == [OutboxState.SENT] * 2


def test_without_redis_a_picture_is_uploaded_each_time(desk: Desk, tmp_path: Path) -> None:
    nowhere = redis_client.Redis(unix_socket_path=str(tmp_path / "no.sock"))
    uploads = Uploads(nowhere)
    uploads.remember("a.png", "m1")
    assert uploads.known("a.png") is None
    uploads.forget("a.png")


def test_a_picture_on_its_way_to_us_is_waited_for_and_then_given_up(desk: Desk) -> None:
    desk.touch()
    desk.show(b"", state=MediaState.WAITING, path="")
    desk.write("别的事")
    assert desk.delivery.deliver_due() == 0
    assert desk.states() == [OutboxState.WAITING] * 2
    for _ in range(3):
        desk.clock.forward(minutes=1)
        desk.delivery.deliver_due()
    assert desk.states() == [OutboxState.FAILED, OutboxState.SENT]


def test_a_picture_that_has_come_meanwhile_is_sent(desk: Desk) -> None:
    desk.touch()
    desk.show(b"", state=MediaState.WAITING, path="")
    desk.delivery.deliver_due()
    with desk.database.session() as session:
        media = session.scalars(select(Media)).one()
        media.state, media.path = MediaState.STORED, desk.media.write(b"\x89PNG late", "png", desk.clock.now)
    desk.clock.forward(seconds=6)
    assert desk.delivery.deliver_due() == 1
    assert desk.sender.pictures == [("oResident", b"\x89PNG late", "image/png")]
