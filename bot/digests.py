"""Digests: personal data that can be looked for, but not read from the database file."""

from __future__ import annotations

import hashlib
import hmac
import re


def last_four(phone: str) -> str | None:
    """Return the last four digits of a phone number, None when it has fewer."""
    digits = re.sub(r"\D", "", phone)
    return digits[-4:] if len(digits) >= 4 else None


def digest_last_four(phone: str, key: bytes) -> str | None:
    """Return the keyed hash of a phone number's last four digits: without the key ten thousand tries tell nothing."""
    digits = last_four(phone)
    return hmac.new(key, f"phone:{digits}".encode(), hashlib.sha256).hexdigest() if digits else None
