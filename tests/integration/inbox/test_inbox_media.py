from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.models import Conversion, Media, MediaState, Message, MessageKind
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


@pytest.fixture
def converted(city: City, database: Database, settings: Settings) -> int:
    """The voice that browsers do not play, once it has been made into one that they do; its id."""
    (settings.data_dir / "media" / "voice.mp3").write_bytes(b"ID3" + bytes(100))
    with database.session() as session:
        media = session.get_one(Media, city.media["voice.amr"])
        media.conversion, media.sound_path, media.seconds = Conversion.DONE, "voice.mp3", 65
    return media.id


def test_converted_voice_is_played_in_parts_and_its_original_downloaded(login: Login, converted: int) -> None:
    browser = login("wangfang")
    part = browser.client.get(f"/inbox/media/{converted}/sound", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.mimetype, len(part.data)) == (206, "audio/mpeg", 10)
    assert part.headers["Content-Disposition"].startswith("inline")
    assert "media-src 'self'" in part.headers["Content-Security-Policy"]
    assert browser.get(f"/inbox/media/{converted}").data == b"voice.amr" * 100


def test_converted_voice_is_not_there_for_others(login: Login, converted: int) -> None:
    assert login("chenjing").get(f"/inbox/media/{converted}/sound").status_code == 404


def test_voice_without_a_conversion_has_no_sound(login: Login, city: City) -> None:
    assert login("wangfang").get(f"/inbox/media/{city.media['voice.amr']}/sound").status_code == 404


def test_page_says_how_long_a_voice_is(login: Login, city: City, converted: int) -> None:
    page = login("wangfang").get(f"/inbox/conversations/{city.conversations['pictures']}")
    assert 'aria-label="居民的语音，1 分 5 秒"' in page.text


@pytest.mark.parametrize(
    ("state", "conversion", "told"),
    [
        (MediaState.WAITING, None, "语音正在从微信取回"),
        (MediaState.FAILED, None, "语音没能从微信取回"),
        (MediaState.STORED, Conversion.WAITING, "语音正在转换"),
        (MediaState.STORED, Conversion.FAILED, "下载语音 浏览器放不了这种格式"),
    ],
)
def test_page_says_what_became_of_a_voice(
    login: Login, city: City, database: Database, state: MediaState, conversion: Conversion | None, told: str
) -> None:
    with database.session() as session:
        media = session.get_one(Media, city.media["voice.amr"])
        media.state, media.conversion = state, conversion
    page = words(login("wangfang").get(f"/inbox/conversations/{city.conversations['pictures']}"))
    assert told in " ".join(page.split())


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
