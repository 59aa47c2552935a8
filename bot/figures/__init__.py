"""Figures of the work: what waits now, what a time brought, and the weekly report. See README.md."""

from bot.figures.period import Period
from bot.figures.section import Section

__all__ = ["Period", "Section"]
