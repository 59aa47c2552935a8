"""Exporting: what two people agreed on, as a file of training messages for nlu/data/messages."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import SHANGHAI
from bot.models import Lesson, LessonState


def export(session: Session, now: datetime) -> str:
    """Return the lessons that are agreed and new, as Rasa's training data, and write down that they left; "" for none."""
    found = session.scalars(
        select(Lesson).where(Lesson.state == LessonState.AGREED, Lesson.exported_at.is_(None)).order_by(Lesson.id)
    ).all()
    texts: dict[str, list[str]] = defaultdict(list)
    for lesson in found:
        lesson.exported_at = now
        if lesson.intent and lesson.text not in texts[lesson.intent]:
            texts[lesson.intent].append(lesson.text)
    return _file(texts) if found else ""


def export_file_name(now: datetime) -> str:
    """Return the name of the file; whoever wrote these messages is a voice of its own (nlu.text.messages)."""
    return f"residents_{now.astimezone(SHANGHAI):%Y%m%d_%H%M}.yml"


def _file(texts: dict[str, list[str]]) -> str:
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in told)}
        for intent, told in sorted(texts.items())
    ]
    return yaml.dump(
        {"version": "3.1", "nlu": blocks}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, as people write them in nlu/data."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)
