"""receive → understand → reply; hand over to staff, hand back.

The channel (today WeChat) hands in an `Incoming` and gets the passive reply back; staff pages use `handoff`.
"""

from bot.conversations.incoming import Incoming, Touch
from bot.conversations.turn import Conversations

__all__ = ["Conversations", "Incoming", "Touch"]
