"""The body of a callback: bytes of XML or JSON, read into plain fields. Whoever sent it is not trusted yet."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.wechat.errors import Malformed
from bot.wechat.text import clean

Fields = Mapping[str, Any]

# WeChat nests two levels (SendPicsInfo, SubscribeMsgPopupEvent); what lies deeper is not read.
_DEPTH = 5


def is_json(body: bytes) -> bool:
    """Whether the account pushes JSON (a switch in WeChat's console)."""
    return body.lstrip()[:1] == b"{"


def read(body: bytes) -> Fields:
    """Return the fields of a message, cleaned of control characters.

    Raises `Malformed` for whatever is not one XML element or one JSON object; document types and entities are refused
    unread (an expanding entity would fill the memory).
    """
    return _read_json(body) if is_json(body) else _read_xml(body)


def _read_json(body: bytes) -> Fields:
    try:
        found = json.loads(body)
        return {str(key): _tidy(value, _DEPTH) for key, value in found.items()}
    except (ValueError, RecursionError, AttributeError) as error:
        raise Malformed(f"not a JSON object: {type(error).__name__}") from error


def _tidy(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if depth == 0 and isinstance(value, (dict, list)):
        return None
    if isinstance(value, dict):
        return {clean(key): _tidy(one, depth - 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_tidy(one, depth - 1) for one in value]
    return value


def _read_xml(body: bytes) -> Fields:
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed(f"not XML that is taken: {type(error).__name__}") from error
    fields = _children(root, _DEPTH)
    if root.tag != "xml" or not fields:
        raise Malformed("no <xml> with fields in it")
    return fields


def _children(element: Element, depth: int) -> dict[str, Any]:
    """Return an element's children by name; a name that comes again makes a list."""
    fields: dict[str, Any] = {}
    for child in element:
        value = _value(child, depth)
        if child.tag in fields:
            earlier = fields[child.tag]
            fields[child.tag] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        else:
            fields[child.tag] = value
    return fields


def _value(element: Element, depth: int) -> Any:
    if len(element) == 0:
        return clean(element.text or "")
    return _children(element, depth - 1) if depth > 0 else None
