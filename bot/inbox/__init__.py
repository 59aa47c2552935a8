"""The inbox of staff: lists, transcript, take over, answer, hand back. See README.md."""

from bot.inbox.views import blueprint

__all__ = ["blueprint"]
