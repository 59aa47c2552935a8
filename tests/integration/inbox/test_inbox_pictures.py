from io import BytesIO

import pytest
from sqlalchemy import select

from bot.media_folder import MOST_PICTURE_BYTES
from bot.models import Media, Message, MessageKind, OutboxItem
from tests.integration.inbox.browser import words

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def send(browser, conversation, data, name="bench.png"):
    form = {"csrf_token": browser.token, "once": "k" * 20, "picture": (BytesIO(data), name)}
    return browser.client.post(
        f"/inbox/conversations/{conversation}/picture", data=form, headers={"HX-Request": "true"},
        content_type="multipart/form-data",
    )  # fmt: skip


def test_a_picture_is_kept_shown_and_put_into_the_outbox(login, city, database, settings):
    browser = login("wangfang")
    answer = send(browser, city.conversations["noise"], PNG)
    assert answer.status_code == 200
    with database.reader() as session:
        item = session.scalars(select(OutboxItem).where(OutboxItem.media_id.is_not(None))).one()
        assert (settings.data_dir / "media" / str(item.media.path)).read_bytes() == PNG
        assert item.message.kind is MessageKind.IMAGE
        media_id = item.media_id
    assert f"/inbox/media/{media_id}" in answer.text
    assert browser.get(f"/inbox/media/{media_id}").data == PNG


def test_a_double_tap_sends_one_picture(login, city, database):
    browser = login("wangfang")
    for _ in range(2):
        send(browser, city.conversations["noise"], PNG)
    with database.reader() as session:
        assert len(session.scalars(select(OutboxItem).where(OutboxItem.media_id.is_not(None))).all()) == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "请先选一张图片"),
        (b"GIF89a....", "只能发 JPG 或 PNG"),
        (b"<html>", "只能发 JPG 或 PNG"),
        (PNG + b"0" * MOST_PICTURE_BYTES, "超过 10 MB"),
    ],
)
def test_what_wechat_would_not_take_is_refused_in_words(login, city, database, data, why):
    answer = send(login("wangfang"), city.conversations["noise"], data)
    assert answer.status_code == 422
    assert why in words(answer)
    with database.reader() as session:
        assert session.scalars(select(Media).where(Media.external_id.startswith("staff:"))).all() == []


def test_nobody_sends_a_picture_into_a_conversation_of_another_or_of_the_bot(login, city, database):
    assert send(login("liqiang"), city.conversations["noise"], PNG).status_code == 409
    assert send(login("liqiang"), city.conversations["lamp"], PNG).status_code == 409
    with database.reader() as session:
        assert (
            session.scalars(
                select(Message).where(Message.kind == MessageKind.IMAGE, Message.staff_id.is_not(None))
            ).all()
            == []
        )
