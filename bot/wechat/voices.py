"""Voices: what residents said is made playable in the worker, once it is stored; the original stays beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update

from bot.database import Database
from bot.live import Live
from bot.media_folder import MediaFolder
from bot.models import Conversion, Media
from bot.wechat.media import tell
from bot.wechat.sound import NoSound, as_mp3

_logger = logging.getLogger(__name__)


class Voices:
    """Converts voices that wait for it."""

    def __init__(self, database: Database, live: Live, *, folder: Path, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._live = live
        self._folder = MediaFolder(folder)
        self._clock = clock

    def convert_waiting(self, most: int = 20) -> int:
        """Convert what waits; return how many voices can be played now. Safe with several workers at once."""
        with self._database.reader() as session:
            waiting = select(Media.id).where(Media.conversion == Conversion.WAITING).order_by(Media.id).limit(most)
            ids = session.scalars(waiting).all()
        return sum(self._convert(media_id) for media_id in ids if self._claim(media_id))

    def _claim(self, media_id: int) -> bool:
        """Count the voice as failed until it is done: a file that brings a worker down is not tried by the next one."""
        mine = Media.id == media_id, Media.conversion == Conversion.WAITING
        with self._database.session() as session:
            claimed = session.execute(update(Media).where(*mine).values(conversion=Conversion.FAILED))
        return bool(claimed.rowcount)  # type: ignore[attr-defined]

    def _convert(self, media_id: int) -> bool:
        with self._database.reader() as session:
            media = session.get_one(Media, media_id)
        try:
            sound = as_mp3(self._folder.read(media.path or ""), media.content_type or "")
            path = self._folder.write(sound.data, "mp3", self._clock())
        except (NoSound, OSError) as error:
            _logger.warning("voice %s cannot be made playable: %s", media_id, error)
            tell(self._database, self._live, media_id)
            return False
        with self._database.session() as session:
            media = session.get_one(Media, media_id)
            media.conversion, media.sound_path, media.seconds = Conversion.DONE, path, sound.seconds
        tell(self._database, self._live, media_id)
        return True
