"""Pictures go out between words, are uploaded once, and are waited for."""

from __future__ import annotations

from pathlib import Path

import redis as redis_client
from sqlalchemy import select

from bot import outbox
from bot.models import Media, MediaState, OutboxState
from bot.wechat.uploads import Uploads
from tests.integration.wechat.delivery_desk import Desk, line_of


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
