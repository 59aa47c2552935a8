"""Pages that residents open inside WeChat. See README.md."""

from bot.resident.views import blueprint

__all__ = ["blueprint"]
