"""Live: the present preferences, read from the table at most once a second by each process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.database import Database
from bot.models import StoredPreference
from bot.preferences.catalogue import CATALOGUE, Preferences
from bot.preferences.preference import WrongPreference

# What is saved on one page counts everywhere within two seconds.
_SECONDS = 1.0
_logger = logging.getLogger(__name__)


class LivePreferences:
    """Calling it returns what counts at this moment; without a database, what counted last."""

    def __init__(
        self, database: Database, seconds: float = _SECONDS, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._seen = Preferences()
        self._read_at = float("-inf")

    def __call__(self) -> Preferences:
        """Return the preferences."""
        with self._lock:
            if self._monotonic() - self._read_at >= self._seconds:
                self._read_at = self._monotonic()
                self._read()
            return self._seen

    def _read(self) -> None:
        try:
            with self._database.reader() as session:
                self._seen = present(session)
        except SQLAlchemyError:
            _logger.warning("preferences could not be read; those before stay", exc_info=True)


def present(session: Session) -> Preferences:
    """Return the preferences as they stand in the table; a value that no longer fits gives way to its default."""
    values: dict[str, Any] = {}
    for row in session.scalars(select(StoredPreference)):
        definition = CATALOGUE.get(row.name)
        if definition is None:
            continue
        try:
            values[row.name] = definition.parse(row.words)
        except WrongPreference as error:
            _logger.warning("the preference %s does not fit any more: %s", row.name, error)
        if row.name == "privacy_notice":
            values["privacy_version"] = f"{row.changed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return Preferences(**values)
