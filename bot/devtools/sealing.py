"""WeChat's encryption, written from its documentation with `cryptography` alone.

Linli opens messages with wechatpy; were both sides wechatpy, a fault of it would be invisible.
Layout: 16 random bytes, the length of the message (4 bytes, big-endian), the message, the app id; PKCS#7 to 32 bytes;
AES-256-CBC with the key's first 16 bytes as the initial vector; base64.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32


class SealError(ValueError):
    """What came back is not sealed as it should be."""


def signature(*parts: str) -> str:
    """Return SHA-1 over the sorted parts."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in sorted(parts):
        digest.update(part.encode())
    return digest.hexdigest()


class Seal:
    """Encrypts to and decrypts from one account."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        self._key = base64.b64decode(aes_key + "=")
        self._app_id = app_id.encode()

    def close(self, message: str) -> str:
        """Return the encrypted message."""
        data = message.encode()
        whole = secrets.token_bytes(16) + struct.pack(">I", len(data)) + data + self._app_id
        pad = _BLOCK - len(whole) % _BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(whole + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def open(self, encrypted: str) -> str:
        """Return the message. Raises `SealError`."""
        try:
            decryptor = self._cipher().decryptor()
            whole = decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()
            pad = whole[-1]
            if not 1 <= pad <= _BLOCK or whole[-pad:] != bytes([pad]) * pad:
                raise SealError("the padding is wrong")
            length = struct.unpack(">I", whole[16:20])[0]
            message, app_id = whole[20 : 20 + length], whole[20 + length : -pad]
            if app_id != self._app_id:
                raise SealError("sealed for another account")
            return message.decode()
        except (ValueError, IndexError, struct.error) as error:
            raise SealError(str(error)) from error

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
