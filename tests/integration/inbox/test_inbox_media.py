from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.models import Media, Message, MessageKind
from bot.settings import Settings
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def _files(settings: Settings) -> None:
    folder = settings.data_dir / "media"
    folder.mkdir(parents=True)
    for name in ("lamp.png", "voice.wav", "voice.amr"):
        (folder / name).write_bytes(name.encode() * 100)
    (settings.data_dir / "secret").write_bytes(b"secret")


def test_picture_is_shown_to_those_who_see_the_conversation(login: Login, city: City) -> None:
    answer = login("wangfang").get(f"/inbox/media/{city.media['lamp.png']}")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_picture_is_not_there_for_others(login: Login, city: City) -> None:
    assert login("chenjing").get(f"/inbox/media/{city.media['lamp.png']}").status_code == 404


def test_player_may_ask_for_a_part_of_a_voice(login: Login, city: City) -> None:
    client = login("wangfang").client
    answer = client.get(f"/inbox/media/{city.media['voice.wav']}", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, len(answer.data)) == (206, 10)


def test_what_browsers_cannot_play_or_should_not_run_is_only_downloaded(
    login: Login, city: City, database: Database
) -> None:
    browser = login("wangfang")
    with database.session() as session:
        session.get_one(Media, city.media["lamp.png"]).content_type = "text/html"
    page = browser.get(f"/inbox/media/{city.media['lamp.png']}")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.mimetype == "application/octet-stream"


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "missing.png"])
def test_nothing_outside_the_folder_is_ever_sent(login: Login, city: City, database: Database, path: str) -> None:
    with database.session() as session:
        session.get_one(Media, city.media["lamp.png"]).path = path
    assert login("wangfang").get(f"/inbox/media/{city.media['lamp.png']}").status_code == 404


def test_voice_that_was_written_down_is_read_with_the_name_and_found_by_its_words(
    login: Login, city: City, database: Database
) -> None:
    with database.reader() as session:
        voice = session.scalars(select(Message.id).where(Message.kind == MessageKind.VOICE).limit(1)).one()
    browser = login("wangfang")
    page = words(browser.post(f"/inbox/messages/{voice}/hear", text="俺家暖气片漏水了"))
    assert "俺家暖气片漏水了" in page
    assert "王芳听写" in page
    assert "暖气" in words(browser.get("/inbox/search?q=暖气片", part=True))


def test_only_voices_are_written_down_and_only_by_those_who_see_them(
    login: Login, city: City, database: Database
) -> None:
    with database.reader() as session:
        voice = session.scalars(select(Message.id).where(Message.kind == MessageKind.VOICE).limit(1)).one()
        text = session.scalars(select(Message.id).where(Message.kind == MessageKind.TEXT).limit(1)).one()
    assert login("chenjing").post(f"/inbox/messages/{voice}/hear", text="x").status_code == 404
    assert login("wangfang").post(f"/inbox/messages/{text}/hear", text="x").status_code == 404
