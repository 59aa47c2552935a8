"""Masks: personal data as it may be shown (phone 138****1234, ID number first 6 and last 4)."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])")
# As typed: with gaps, in full width; a wrong checksum is a slip of the finger, not another number.
_WRITTEN_ID = re.compile(
    r"(?<!\d)([1-8１-８](?:[ \-－]?\d){5})(?:[ \-－]?(?:\d)){8}((?:[ \-－]?\d){3}[ \-－]?[\dXxＸｘ])(?![\dXx])"
)
_BORN = re.compile(r"^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


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


def hide_id_numbers(text: str) -> str:
    """Return a text without identity numbers in clear, for logs and tables: no service of ours needs one."""
    return _WRITTEN_ID.sub(lambda found: _hidden_id(found.group()), text)


def _hidden_id(written: str) -> str:
    digits = re.sub(r"[ \-－]", "", unicodedata.normalize("NFKC", written))
    return f"{digits[:6]}********{digits[-4:].upper()}" if _BORN.match(digits) else written
