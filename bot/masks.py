"""Masks: personal data as it may be shown (phone 138****1234, ID number first 6 and last 4)."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")


def mask_phone(phone: str) -> str:
    """Return a telephone number with its middle hidden; a landline keeps its area code and its last two digits."""
    masked = _MOBILE.sub(r"\1****\2", phone)
    if masked != phone:
        return masked
    code = phone[:4] if phone.startswith("0") and len(phone) > 9 else ""
    return f"{code}****{phone[-2:]}"


def mask_text(text: str) -> str:
    """Return a text with every mobile and ID number in it masked."""
    return _MOBILE.sub(r"\1****\2", _ID_NUMBER.sub(r"\1********\2", text))
