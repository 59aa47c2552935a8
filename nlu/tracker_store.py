"""A tracker store in Redis for trackers that live only as long as one matter.

Rasa's own RedisTrackerStore takes a host and a port; Linli's embedded Redis listens on a socket, so the address is a URL
here (`unix:///…/redis.sock`, `redis://…`), and what nobody goes on with is forgotten after three days.
"""

from typing import Any, Optional

import redis
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import RedisTrackerStore
from rasa.shared.core.domain import Domain

THREE_DAYS = 3 * 24 * 3600


class ShortLivedTrackerStore(RedisTrackerStore):
    """Configured in endpoints.yml: `url` of Redis (Rasa hands it over as `host`), `record_exp` in seconds."""

    def __init__(
        self,
        domain: Domain,
        host: str,
        event_broker: Optional[EventBroker] = None,
        record_exp: int = THREE_DAYS,
        **kwargs: Any,
    ) -> None:
        """In: see the class. Errors: redis.RedisError at first use when the address leads nowhere."""
        super().__init__(domain, event_broker=event_broker, record_exp=record_exp, key_prefix="linli", **kwargs)
        self.red = redis.Redis.from_url(host, decode_responses=True)
