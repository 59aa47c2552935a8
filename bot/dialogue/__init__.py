"""The way to Rasa: an HTTP client, the choices that replies offer; domain, rules and stories lie beside it."""

from bot.dialogue.answer import Answer, Choice, Say, Understanding
from bot.dialogue.rasa import Dialogue, DialogueUnavailable, RasaDialogue, plain

__all__ = ["Answer", "Choice", "Dialogue", "DialogueUnavailable", "RasaDialogue", "Say", "Understanding", "plain"]
