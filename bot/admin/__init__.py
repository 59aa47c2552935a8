"""The pages of administrators and supervisors. See README.md."""

from bot.admin.access import may_enter
from bot.admin.views import blueprint

__all__ = ["blueprint", "may_enter"]
