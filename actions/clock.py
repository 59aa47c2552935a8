"""Clock: how actions learn what time it is; handed in, so that tests choose it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
