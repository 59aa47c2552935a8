"""Faults that can be switched on: an error code, a broken answer, or a delay, for some calls or for all."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

from bot.devtools.refusal import Refusal
from bot.devtools.store import Store


@dataclass(frozen=True)
class Fault:
    """What happens to calls whose path ends with `path` ("" means all); `times` counts down, -1 never ends."""

    path: str = ""
    errcode: int = 0
    http: int = 0
    delay: float = 0.0
    garbage: bool = False
    times: int = -1


class HttpFault(Exception):
    """The call is answered with an HTTP status, or with something that is no JSON."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Faults:
    """The faults that are switched on, oldest first."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[dict[str, Any]]:
        """Return them as they were given."""
        return list(self._store.get("faults") or [])

    def switch(self, faults: list[dict[str, Any]]) -> None:
        """Put these in the place of all others. Raises `TypeError` for a field that does not exist."""
        self._store.put("faults", [asdict(Fault(**one)) for one in faults])

    def strike(self, path: str) -> None:
        """Do to a call what is switched on for it. Raises `Refusal` or `HttpFault`."""
        if (fault := self._next(path)) is None:
            return
        time.sleep(fault.delay)
        if fault.http or fault.garbage:
            raise HttpFault(fault.http or 200)
        if fault.errcode:
            raise Refusal(fault.errcode, "switched on at /dev/wechat/faults")

    def _next(self, path: str) -> Fault | None:
        with self._store.lock("faults"):
            faults = [Fault(**one) for one in self.all()]
            hit = next((one for one in faults if path.endswith(one.path)), None)
            if hit is not None and hit.times > 0:
                left = [Fault(**(asdict(one) | {"times": one.times - 1})) if one is hit else one for one in faults]
                self.switch([asdict(one) for one in left if one.times != 0])
            return hit
