"""The seal of a callback: signature, time, and in secure mode the encryption; and the seal of the answer."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wechatpy.crypto import WeChatCrypto

from bot.wechat.errors import Forbidden, Malformed
from bot.wechat.payload import Fields, is_json, read

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opened:
    """A message whose seal was right. `crypto` opened it, and seals its answer; None in plain mode."""

    fields: Fields
    as_json: bool
    crypto: WeChatCrypto | None


class Callback:
    """Checks and opens what WeChat sends: plain, compatible and secure modes, XML and JSON, two AES keys."""

    def __init__(
        self, token: str, app_id: str, aes_keys: Sequence[str], *, stale_seconds: int = 600, secure_only: bool = False
    ) -> None:
        self._token = token
        # The current key first; the previous one still opens what was sent while the key was being changed.
        self._cryptos = [WeChatCrypto(token, key, app_id) for key in aes_keys]
        self._stale_seconds = stale_seconds
        self._secure_only = secure_only

    def verify(self, query: Mapping[str, str], now: datetime) -> None:
        """Check the signature of a request without a body (the console's GET). Raises `Forbidden`."""
        self._check_time(query, now)
        self._check(query.get("signature", ""), query)

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Opened:
        """Return what the body says. Raises `Forbidden` or `Malformed`."""
        self._check_time(query, now)
        if not _is_sealed(query):
            if self._secure_only:
                raise Forbidden("a plain message, but the account is in secure mode")
            self._check(query.get("signature", ""), query)
            return Opened(read(body), is_json(body), None)
        if "signature" in query:
            self._check(query["signature"], query)
        encrypted = read(body).get("Encrypt")
        if not isinstance(encrypted, str) or not encrypted:
            raise Malformed("encrypt_type says aes, but nothing is encrypted")
        self._check(query.get("msg_signature", ""), query, encrypted)
        return self._decrypt(query, encrypted)

    def _check_time(self, query: Mapping[str, str], now: datetime) -> None:
        text = query.get("timestamp", "")
        if not (text.isascii() and text.isdigit() and len(text) <= 11):
            raise Forbidden("no timestamp")
        if abs(now.timestamp() - int(text)) > self._stale_seconds:
            raise Forbidden("the timestamp is stale")

    def _check(self, signature: str, query: Mapping[str, str], *more: str) -> None:
        expected = sign(self._token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            raise Forbidden("the signature is wrong")

    def _decrypt(self, query: Mapping[str, str], encrypted: str) -> Opened:
        arguments = (query["msg_signature"], query["timestamp"], query.get("nonce", ""))
        for crypto in self._cryptos:
            try:
                plain = crypto.decrypt_message({"Encrypt": encrypted}, *arguments).encode()
            # wechatpy raises ValueError, IndexError, struct.error and its own errors for what it cannot open.
            except Exception as error:
                _logger.debug("a key does not open the message: %s", type(error).__name__)
                continue
            return Opened(read(plain), is_json(plain), crypto)
        raise Malformed("no key opens the message")


def _is_sealed(query: Mapping[str, str]) -> bool:
    return query.get("encrypt_type", "raw") not in ("", "raw") or "msg_signature" in query


def sign(*parts: str) -> str:
    """Return WeChat's signature of some parts: SHA-1 over them, sorted and joined."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def seal(opened: Opened, answer: str, now: datetime) -> str:
    """Encrypt an answer the way its question came; in plain mode it stays as it is."""
    if opened.crypto is None:
        return answer
    xml: str = opened.crypto.encrypt_message(answer, secrets.token_hex(8), str(int(now.timestamp())))
    if not opened.as_json:
        return xml
    fields = read(xml.encode())
    return json.dumps(dict(fields) | {"TimeStamp": int(fields["TimeStamp"])})
