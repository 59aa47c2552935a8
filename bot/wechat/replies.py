"""The passive reply: one text, in the form in which the message came."""

from __future__ import annotations

import json
from datetime import datetime

from bot.wechat.payload import Fields
from bot.wechat.text import clean

# "Understood, nothing to say": anything else makes WeChat tell the resident that the account is out of order.
SUCCESS = "success"


def text_reply(fields: Fields, text: str, now: datetime, *, as_json: bool = False) -> str:
    """Return the answer to the message with `fields`; sender and receiver change places."""
    answer: dict[str, str | int] = {
        "ToUserName": str(fields.get("FromUserName", "")),
        "FromUserName": str(fields.get("ToUserName", "")),
        "CreateTime": int(now.timestamp()),
        "MsgType": "text",
        "Content": clean(text),
    }
    if as_json:
        return json.dumps(answer, ensure_ascii=False)
    body = "".join(f"<{name}>{_value(value)}</{name}>" for name, value in answer.items())
    return f"<xml>{body}</xml>"


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else cdata(value)


def cdata(text: str) -> str:
    """Wrap text so that XML reads it as it is; "]]>" inside would end the wrapper, so it is cut in two."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
