"""The courier: carries what a resident does to the account's server, exactly as WeChat does, and reads the answer.

Five seconds a try, three tries with the same MsgId; an answer that is neither a reply, nor "success", nor empty shows
the resident that the account is out of order.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

import httpx
from defusedxml.ElementTree import fromstring

from bot.devtools.sealing import Seal, SealError, signature

TRIES, SECONDS = 3, 5.0
OUT_OF_ORDER = "该公众号暂时无法提供服务，请稍后再试"
ACCOUNT = "gh_linlidemo0001"


class Mode(StrEnum):
    """How the account's console is set."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SECURE = "secure"


@dataclass(frozen=True)
class Account:
    """The console's settings of the account: where its server is, and its secrets."""

    url: str
    token: str
    app_id: str
    aes_key: str
    mode: Mode = Mode.SECURE
    as_json: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a delivery: the text to show, "" for none; None when the account is out of order."""

    text: str | None
    tries: int
    problem: str = ""


class Courier:
    """Delivers messages and events. `transport` takes the place of the network in tests."""

    def __init__(self, account: Account, transport: httpx.BaseTransport | None = None) -> None:
        self._account = account
        self._seal = Seal(account.aes_key, account.app_id)
        self._http = httpx.Client(transport=transport, timeout=SECONDS, trust_env=False)

    def message(self, openid: str, kind: str, **fields: Any) -> dict[str, Any]:
        """Return the fields of a message, with a MsgId of its own."""
        return self._fields(openid, kind) | fields | {"MsgId": secrets.randbelow(10**17) + 10**17}

    def event(self, openid: str, event: str, **fields: Any) -> dict[str, Any]:
        """Return the fields of an event; events have no MsgId."""
        return self._fields(openid, "event") | {"Event": event} | fields

    def deliver(self, fields: Mapping[str, Any]) -> Outcome:
        """Bring it to the account's server; up to three times when no answer comes."""
        problem = ""
        for number in range(1, TRIES + 1):
            try:
                response = self.post(fields)
            except httpx.HTTPError as error:
                problem = type(error).__name__
                continue
            try:
                return Outcome(self.read(response), number)
            except (SealError, ValueError) as error:
                return Outcome(None, number, str(error))
        return Outcome(None, TRIES, problem)

    def post(self, fields: Mapping[str, Any]) -> httpx.Response:
        """Send one request, sealed as the console says."""
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**9))
        query = {"signature": signature(self._account.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
        query["openid"] = str(fields["FromUserName"])
        plain = self.write(fields)
        body = plain
        if self._account.mode is not Mode.PLAIN:
            encrypted = self._seal.close(plain)
            query["encrypt_type"] = "aes"
            query["msg_signature"] = signature(self._account.token, stamp, nonce, encrypted)
            visible = dict(fields) if self._account.mode is Mode.COMPATIBLE else {}
            body = self.write({"ToUserName": fields["ToUserName"]} | visible | {"Encrypt": encrypted})
        kind = "application/json" if self._account.as_json else "text/xml"
        return self._http.post(self._account.url, params=query, content=body.encode(), headers={"Content-Type": kind})

    def verify(self, echo: str) -> httpx.Response:
        """Send the console's GET."""
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**9))
        query = {"signature": signature(self._account.token, stamp, nonce), "timestamp": stamp, "nonce": nonce}
        return self._http.get(self._account.url, params=query | {"echostr": echo})

    def write(self, fields: Mapping[str, Any]) -> str:
        """Return the fields as the console wants them: XML or JSON."""
        if self._account.as_json:
            return json.dumps(fields, ensure_ascii=False)
        return f"<xml>{_elements(fields)}</xml>"

    def read(self, response: httpx.Response) -> str:
        """Return the text of an answer, "" for none. Raises `ValueError`, `SealError` when WeChat would not take it."""
        if response.status_code != 200:
            raise ValueError(f"HTTP {response.status_code}")
        if response.text.strip() in ("", "success"):
            return ""
        fields = self._parse(response.text)
        if self._account.mode is not Mode.PLAIN:
            fields = self._parse(self._unseal(fields))
        if fields.get("MsgType") != "text":
            raise ValueError("a reply that the stand-in does not know")
        if len(fields["Content"].encode()) > 2048:
            raise ValueError("the reply is too long")
        return fields["Content"]

    def _unseal(self, fields: Mapping[str, str]) -> str:
        encrypted = fields.get("Encrypt", "")
        expected = signature(self._account.token, fields.get("TimeStamp", ""), fields.get("Nonce", ""), encrypted)
        if fields.get("MsgSignature") != expected:
            raise SealError("the reply is not signed")
        return self._seal.open(encrypted)

    def _parse(self, text: str) -> dict[str, str]:
        if self._account.as_json:
            return {name: str(value) for name, value in json.loads(text).items()}
        try:
            return {child.tag: child.text or "" for child in fromstring(text)}
        except ParseError as error:
            raise ValueError("the reply is not XML") from error

    def _fields(self, openid: str, kind: str) -> dict[str, Any]:
        return {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": int(time.time()), "MsgType": kind}


def _elements(fields: Mapping[str, Any]) -> str:
    return "".join(f"<{name}>{_element(value)}</{name}>" for name, value in fields.items())


def _element(value: Any) -> str:
    if isinstance(value, Mapping):
        return _elements(value)
    if isinstance(value, str) and "]]>" not in value:
        return f"<![CDATA[{value}]]>"
    return escape(str(value))
