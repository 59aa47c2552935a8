"""Voices are made playable once they are stored; the original stays, and what cannot be converted is still there."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
import redis as redis_client
from sqlalchemy import select

from bot.conversations import Incoming, records
from bot.database import Database
from bot.live import Live
from bot.models import Conversion, Media, MediaState, MessageKind
from bot.wechat.download import Download
from bot.wechat.media import MediaFetcher
from bot.wechat.voices import Voices
from tests.integration.wechat.conftest import OPENID, Linli
from tests.voices import AMR, silent_voice


class FakeDownloader:
    """WeChat's files: the voice it was given."""

    def __init__(self) -> None:
        self.data = silent_voice(3)

    def download(self, media_id: str) -> Download:
        return Download(self.data, "audio/amr")


@pytest.fixture
def downloader() -> FakeDownloader:
    return FakeDownloader()


@pytest.fixture
def voices(database: Database, redis: redis_client.Redis, tmp_path: Path, clock: Callable[[], datetime]) -> Voices:
    return Voices(database, Live(redis), folder=tmp_path / "media", clock=clock)


def speak(database: Database, now: datetime, media_id: str = "m1", kind: MessageKind = MessageKind.VOICE) -> None:
    records.store(database, Incoming("wechat", "o1", media_id, kind, now, payload={"media_id": media_id}))


def only(database: Database) -> Media:
    with database.reader() as session:
        return session.scalars(select(Media)).one()


def test_a_stored_voice_is_converted_and_the_original_stays(
    database: Database, fetcher: MediaFetcher, voices: Voices, tmp_path: Path, now: datetime
) -> None:
    speak(database, now)
    fetcher.fetch_waiting()
    assert only(database).conversion is Conversion.WAITING
    assert voices.convert_waiting() == 1
    media, folder = only(database), tmp_path / "media"
    assert (media.state, media.conversion, media.seconds) == (MediaState.STORED, Conversion.DONE, 3)
    assert (folder / str(media.path)).read_bytes() == silent_voice(3)
    assert media.content_type == "audio/amr"
    assert (folder / str(media.sound_path)).read_bytes()[:3] == b"ID3"
    assert (folder / str(media.sound_path)).stat().st_mode & 0o777 == 0o600


def test_open_pages_hear_of_it(
    database: Database, fetcher: MediaFetcher, voices: Voices, redis: redis_client.Redis, now: datetime
) -> None:
    speak(database, now)
    fetcher.fetch_waiting()
    with redis.pubsub(ignore_subscribe_messages=True) as news:
        news.subscribe("linli:live")
        news.get_message(timeout=1)
        voices.convert_waiting()
        told = news.get_message(timeout=5)
    assert told
    assert json.loads(told["data"])["kind"] == "message"


def test_several_workers_convert_each_voice_once(
    database: Database, fetcher: MediaFetcher, voices: Voices, now: datetime
) -> None:
    for number in range(5):
        speak(database, now, f"m{number}")
    fetcher.fetch_waiting()
    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(lambda _: voices.convert_waiting(), range(3))) == 5


def test_what_cannot_be_converted_is_kept_and_not_tried_for_ever(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, voices: Voices, now: datetime
) -> None:
    downloader.data = AMR
    speak(database, now)
    fetcher.fetch_waiting()
    assert voices.convert_waiting() == 0
    assert voices.convert_waiting() == 0
    media = only(database)
    assert (media.state, media.conversion, media.sound_path) == (MediaState.STORED, Conversion.FAILED, None)


def test_a_voice_that_brings_a_worker_down_is_not_tried_by_the_next(
    database: Database, fetcher: MediaFetcher, voices: Voices, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    speak(database, now)
    fetcher.fetch_waiting()
    monkeypatch.setattr("bot.wechat.voices.as_mp3", die)
    with pytest.raises(SystemExit):
        voices.convert_waiting()
    monkeypatch.undo()
    assert voices.convert_waiting() == 0
    assert only(database).conversion is Conversion.FAILED


def test_what_browsers_play_already_is_left_alone(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, voices: Voices, now: datetime
) -> None:
    downloader.data = b"ID3 an mp3"
    speak(database, now)
    fetcher.fetch_waiting()
    assert (only(database).conversion, voices.convert_waiting()) == (None, 0)


def test_a_picture_is_never_converted(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, now: datetime
) -> None:
    speak(database, now, kind=MessageKind.IMAGE)
    fetcher.fetch_waiting()
    assert only(database).conversion is None


def test_a_voice_spoken_into_the_phone_page_is_fetched_and_made_playable(linli: Linli) -> None:
    act = {"openid": OPENID, "kind": "voice", "text": "楼道里的灯坏了好几天没人管", "recognition": False}
    linli.app.test_client().post("/dev/phone/act", json=act)
    assert linli.works.fetch_media() == 1
    media = only(linli.database)
    assert (media.content_type, media.conversion, media.seconds) == ("audio/amr", Conversion.DONE, 3)
