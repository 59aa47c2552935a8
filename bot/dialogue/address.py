"""Where Rasa listens now: it moves to another port whenever its model is replaced (scripts/rasa.py)."""

from __future__ import annotations

import redis

RASA_ADDRESS = "linli:rasa"


class RasaAddress:
    """Called, it returns Rasa's address: the one that was published, else `RASA_URL`.

    An operator's own Rasa (several machines, a balancer before them) publishes nothing and is found by `RASA_URL`.
    """

    def __init__(self, client: redis.Redis, configured: str) -> None:
        self._client = client
        self._configured = configured

    def __call__(self) -> str:
        """Return the address, without a slash at its end."""
        try:
            published = self._client.get(RASA_ADDRESS)
        except redis.RedisError:
            return self._configured  # whatever else is down, Rasa may still listen where it began
        return published.decode() if isinstance(published, bytes) else self._configured

    def publish(self, address: str) -> None:
        """Send every turn from now on to this address."""
        self._client.set(RASA_ADDRESS, address)

    def withdraw(self) -> None:
        """Let `RASA_URL` be valid again."""
        self._client.delete(RASA_ADDRESS)
