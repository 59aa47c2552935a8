"""What the pages of staff share, whatever they are for: the frame, the look, the way from one part to another."""

from bot.pages.blueprint import Door, blueprint

__all__ = ["Door", "blueprint"]
