"""What residents send is fetched and kept, or its loss is shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis as redis_client
from sqlalchemy import select

from bot.conversations import Incoming, records
from bot.database import Database
from bot.live import Live
from bot.models import Media, MediaState, MessageKind
from bot.wechat.download import Download
from bot.wechat.errors import ApiError, MediaGone, Unreachable, Unsendable
from bot.wechat.media import MediaFetcher

JPEG = b"\xff\xd8\xff\xe0 picture"


class FakeDownloader:
    """WeChat's files: one picture, or errors."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.asked: list[str] = []

    def download(self, media_id: str) -> Download:
        self.asked.append(media_id)
        if self.error:
            raise self.error
        return Download(JPEG, "image/jpeg")


@pytest.fixture
def downloader() -> FakeDownloader:
    return FakeDownloader()


def receive(database: Database, now: datetime, media_id: str = "m1") -> None:
    records.store(database, Incoming("wechat", "o1", media_id, MessageKind.IMAGE, now, payload={"media_id": media_id}))


def only(database: Database) -> Media:
    with database.reader() as session:
        return session.scalars(select(Media)).one()


def test_a_picture_is_stored_whole_and_for_us_only(
    database: Database, fetcher: MediaFetcher, tmp_path: Path, now: datetime
) -> None:
    receive(database, now)
    assert fetcher.fetch_waiting() == 1
    media = only(database)
    file = tmp_path / "media" / str(media.path)
    assert (media.state, media.content_type, media.error) == (MediaState.STORED, "image/jpeg", None)
    assert file.read_bytes() == JPEG
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one for one in (tmp_path / "media").rglob("*") if one.is_file()] == [file]


def test_what_is_stored_is_not_fetched_again(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, now: datetime
) -> None:
    receive(database, now)
    fetcher.fetch_waiting()
    assert fetcher.fetch_waiting() == 0
    assert downloader.asked == ["m1"]


def test_two_workers_fetch_a_file_once(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, now: datetime
) -> None:
    for number in range(6):
        receive(database, now, f"m{number}")
    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(lambda _: fetcher.fetch_waiting(), range(4))) == 6
    assert sorted(downloader.asked) == [f"m{number}" for number in range(6)]


@pytest.mark.parametrize("error", [MediaGone(40007, "invalid media_id"), Unsendable(None, "too large")])
def test_a_file_that_is_gone_is_shown_as_lost(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, now: datetime, error: ApiError
) -> None:
    receive(database, now)
    downloader.error = error
    assert fetcher.fetch_waiting() == 0
    assert (only(database).state, only(database).error) == (MediaState.FAILED, str(error))


def test_a_wechat_that_is_down_is_asked_again_after_a_pause(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, redis: redis_client.Redis, now: datetime
) -> None:
    receive(database, now)
    downloader.error = Unreachable(None, "ReadTimeout")
    fetcher.fetch_waiting()
    fetcher.fetch_waiting()
    assert len(downloader.asked) == 1
    assert (only(database).state, only(database).tries) == (MediaState.WAITING, 1)
    downloader.error = None
    redis.flushdb()
    assert fetcher.fetch_waiting() == 1


def test_after_three_days_wechat_has_forgotten_it(
    database: Database, fetcher: MediaFetcher, downloader: FakeDownloader, now: datetime
) -> None:
    receive(database, now - timedelta(days=3, minutes=1))
    downloader.error = Unreachable(None, "ReadTimeout")
    fetcher.fetch_waiting()
    assert only(database).state is MediaState.FAILED


def test_a_full_disk_loses_nothing(
    database: Database, downloader: FakeDownloader, redis: redis_client.Redis, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    fetcher = MediaFetcher(database, downloader, redis, Live(redis), folder=tmp_path / "media", clock=lambda: now)
    receive(database, now)
    assert fetcher.fetch_waiting() == 0
    assert only(database).state is MediaState.WAITING
