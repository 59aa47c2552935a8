"""The declarative base, and the column types that every table shares."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

# Names of constraints are given, so that migrations can drop them on both databases.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC and always handed out with its time zone; SQLite itself knows none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: nobody could say which one it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """Text that the database file does not show: phone numbers and addresses (个人信息保护法 51)."""

    impl = Text
    cache_ok = True
    _fernet: Fernet | None = None
    _digest_key: bytes = b""

    @classmethod
    def use_key(cls, secret: str) -> None:
        """Derive the keys of this process from `DATA_KEY`; called once by the composition root."""
        cls._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))
        cls._digest_key = hashlib.sha256(b"digest:" + secret.encode()).digest()

    @classmethod
    def digest_key(cls) -> bytes:
        """Return the key of the digests by which encrypted columns are searched (bot/digests.py)."""
        if not cls._digest_key:
            raise RuntimeError("EncryptedText.use_key has not been called")
        return cls._digest_key

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return None if value is None else self._cipher().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt; a value written with another key is an error, never shown as it is."""
        if value is None:
            return None
        try:
            return self._cipher().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise ValueError("stored personal data was written with another DATA_KEY") from error

    def _cipher(self) -> Fernet:
        if self._fernet is None:
            raise RuntimeError("EncryptedText.use_key has not been called")
        return self._fernet


# SQLite counts a primary key up by itself only where its type is exactly INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


def _values(kinds: type[StrEnum]) -> list[str]:
    return [kind.value for kind in kinds]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  (read by SQLAlchemy as a plain dictionary)
        int: BigId,
        str: String(255),
        datetime: UtcDateTime,
        # As words, not as a type of the database's own: a new word then needs no migration.
        StrEnum: Enum(StrEnum, native_enum=False, length=40, values_callable=_values),
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        list[str]: JSON,
    }
