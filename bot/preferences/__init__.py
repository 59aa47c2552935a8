"""What administrators change while Linli runs. See README.md."""

from bot.preferences.catalogue import CATALOGUE, Preferences
from bot.preferences.live import LivePreferences
from bot.preferences.preference import Preference, WrongPreference

__all__ = ["CATALOGUE", "LivePreferences", "Preference", "Preferences", "WrongPreference"]
