"""A WeChat of its own for tests: signs, encrypts and posts as WeChat's servers do, with no code of the server's.

Source: WeChat's "消息加解密" contract: AES-256-CBC, key = base64(EncodingAESKey + "="), iv = first 16 bytes of it,
plaintext = 16 random bytes + length (4 bytes, big endian) + message + AppID, padded to 32 bytes (PKCS#7).
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
import time
from dataclasses import dataclass, field

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


@dataclass
class Account:
    """The official account's secrets, as typed into WeChat's console."""

    app_id: str
    token: str
    aes_key: str

    def seal(self, message: str) -> str:
        """Encrypt a message."""
        body = message.encode()
        plain = os.urandom(16) + struct.pack(">I", len(body)) + body + self.app_id.encode()
        fill = 32 - len(plain) % 32
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt a message; fails when it was not meant for this account."""
        decryptor = self._cipher().decryptor()
        padded = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
        plain = padded[: -padded[-1]]
        (length,) = struct.unpack(">I", plain[16:20])
        assert plain[20 + length :].decode() == self.app_id
        return plain[20 : 20 + length].decode()

    def sign(self, *parts: str) -> str:
        """Sign the token, timestamp, nonce and what else is given."""
        return hashlib.sha1("".join(sorted([self.token, *parts])).encode()).hexdigest()

    def _cipher(self) -> Cipher:
        key = base64.b64decode(self.aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


@dataclass
class Resident:
    """A resident with a phone, who writes to the account in secure mode."""

    url: str
    account: Account
    openid: str
    seen: list[str] = field(default_factory=list)

    def say(self, text: str) -> str:
        """Send a text; return the reply as the phone shows it ("" when there is none)."""
        return self.send("text", f"<Content><![CDATA[{text}]]></Content>")

    def tap(self, key: str) -> str:
        """Tap a key of the account's menu."""
        return self._post(
            f"<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[{key}]]></EventKey>"
        )

    def follow(self) -> str:
        """Follow the account."""
        return self._post(
            "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey></EventKey>"
        )

    def send(self, kind: str, fields: str) -> str:
        """Send a message of any kind."""
        return self._post(f"<MsgType><![CDATA[{kind}]]></MsgType>{fields}<MsgId>{time.time_ns()}</MsgId>")

    def _post(self, fields: str) -> str:
        now = str(int(time.time()))
        message = (
            f"<xml><ToUserName><![CDATA[gh_linli]]></ToUserName><FromUserName><![CDATA[{self.openid}]]></FromUserName>"
            f"<CreateTime>{now}</CreateTime>{fields}</xml>"
        )
        nonce, sealed = os.urandom(6).hex(), self.account.seal(message)
        query = {
            "signature": self.account.sign(now, nonce),
            "timestamp": now,
            "nonce": nonce,
            "openid": self.openid,
            "encrypt_type": "aes",
            "msg_signature": self.account.sign(now, nonce, sealed),
        }
        body = f"<xml><ToUserName><![CDATA[gh_linli]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        answer = httpx.post(f"{self.url}/wechat", params=query, content=body.encode(), timeout=5.0, trust_env=False)
        assert answer.status_code == 200, f"HTTP {answer.status_code}"
        reply = self._read(answer.text)
        self.seen.append(reply)
        return reply

    def _read(self, body: str) -> str:
        if body in ("", "success"):
            return ""
        sealed, signature, timestamp, nonce = (
            _field(body, name) for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
        )
        assert signature == self.account.sign(timestamp, nonce, sealed), "the reply's signature is wrong"
        plain = self.account.open(sealed)
        assert _field(plain, "ToUserName") == self.openid
        return re.sub(r"<a [^>]*>(.*?)</a>", r"\1", _field(plain, "Content"))


def _field(xml: str, name: str) -> str:
    found = re.search(rf"<{name}>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</{name}>", xml, re.DOTALL)
    assert found, f"no {name} in {xml[:200]}"
    return found.group(1)
