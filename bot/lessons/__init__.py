"""Learning from use. See README.md."""

from bot.lessons.collecting import Heard, collect
from bot.lessons.exporting import export, export_file_name
from bot.lessons.labels import INTENTS, LABELS
from bot.lessons.reviewing import LessonRefusal, SamePerson, UnknownIntent, counts, dismiss, listed, propose, restore

__all__ = [
    "INTENTS",
    "LABELS",
    "Heard",
    "LessonRefusal",
    "SamePerson",
    "UnknownIntent",
    "collect",
    "counts",
    "dismiss",
    "export",
    "export_file_name",
    "listed",
    "propose",
    "restore",
]
