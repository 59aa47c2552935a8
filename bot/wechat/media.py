"""Media: files are fetched and kept in the data folder: what residents sent, before WeChat forgets it (three days)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import redis
from sqlalchemy import select

from bot.database import Database
from bot.live import Live
from bot.media_folder import MediaFolder
from bot.models import Conversion, Media, MediaState, Message
from bot.wechat.download import Download
from bot.wechat.errors import ApiError, MediaGone, Unsendable
from bot.wechat.sound import needs_conversion

_logger = logging.getLogger(__name__)

_LEASE_SECONDS = 180
_KEPT_BY_WECHAT = timedelta(days=3)
_LONGEST_DELAY_SECONDS = 1800


class Downloader(Protocol):
    """What the fetcher needs of `bot.wechat.client.WeChatApi`."""

    def download(self, media_id: str) -> Download:
        """Fetch a file. Raises `ApiError`."""


class Sources:
    """Files of residents come from WeChat by their media id, pictures of entries from the web by their address."""

    def __init__(self, wechat: Downloader, web: Downloader) -> None:
        self._wechat = wechat
        self._web = web

    def download(self, name: str) -> Download:
        """See `Downloader`."""
        return (self._web if name.startswith("https://") else self._wechat).download(name)


class MediaFetcher:
    """Fetches files that wait. A key in Redis is both the lease of a file and the pause after a failed try."""

    def __init__(
        self,
        database: Database,
        downloader: Downloader,
        client: redis.Redis,
        live: Live,
        *,
        folder: Path,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._downloader = downloader
        self._redis = client
        self._live = live
        self._folder = MediaFolder(folder)
        self._clock = clock

    def fetch_waiting(self, most: int = 50) -> int:
        """Fetch what waits; return how many files were stored. Safe with several workers at once."""
        with self._database.reader() as session:
            waiting = session.execute(
                select(Media.id, Media.external_id).where(Media.state == MediaState.WAITING).order_by(Media.id)
            ).all()
        stored = 0
        for media_id, external_id in waiting:
            if stored < most and self._redis.set(_pause(media_id), "1", nx=True, ex=_LEASE_SECONDS):
                stored += self._fetch(media_id, external_id)
        return stored

    def _fetch(self, media_id: int, external_id: str) -> bool:
        try:
            file = self._downloader.download(external_id)
            path = self._folder.write(file.data, file.ending, self._clock())
        except (ApiError, OSError) as error:
            self._note_failure(media_id, error)
            return False
        with self._database.session() as session:
            media = session.get_one(Media, media_id)
            media.state, media.path, media.content_type = MediaState.STORED, path, file.content_type
            media.tries, media.error = media.tries + 1, None
            if media.kind == "voice" and needs_conversion(file.content_type):
                media.conversion = Conversion.WAITING
        tell(self._database, self._live, media_id)
        return True

    def _note_failure(self, media_id: int, error: Exception) -> None:
        with self._database.session() as session:
            media = session.get_one(Media, media_id)
            media.tries += 1
            media.error = str(error)
            is_gone = isinstance(error, (MediaGone, Unsendable))
            if is_gone or self._clock() - media.created_at > _KEPT_BY_WECHAT:
                media.state = MediaState.FAILED
            pause = min(5 * 2 ** min(media.tries, 12), _LONGEST_DELAY_SECONDS)
        self._redis.set(_pause(media_id), "1", ex=pause)
        _logger.warning("media %s could not be fetched: %s", media_id, error)
        tell(self._database, self._live, media_id)


def tell(database: Database, live: Live, media_id: int) -> None:
    """Have open pages show what became of a file."""
    with database.reader() as session:
        found = session.execute(select(Message.conversation_id, Message.id).where(Message.media_id == media_id))
        shown = found.tuples().all()
    for conversation_id, message_id in shown:
        live.publish("message", conversation=conversation_id, message=message_id)


def _pause(media_id: int) -> str:
    return f"linli:media:{media_id}"
