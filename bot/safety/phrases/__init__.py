"""The words of danger, as data: one named phrase a line of thought, grouped by what is happening.

How to read it: a phrase is looked for in each clause (or in each sentence where `WHOLE` is set) of a message in normal
form (`plain_text`). Gaps are bounded (`.{0,6}`), so no message can make a phrase slow. Whether the words are meant is
not decided here: idioms, films, the past, denials and questions are the business of `context`.
The order of a group is the order in which its danger is named when a message tells of several.
"""

from bot.safety.phrases.crisis import CRISIS
from bot.safety.phrases.fire import FIRE
from bot.safety.phrases.medical import MEDICAL
from bot.safety.phrases.phrase import Phrase, Trait
from bot.safety.phrases.trapped import TRAPPED
from bot.safety.phrases.violence import VIOLENCE
from bot.safety.phrases.water import WATER

EMERGENCY: tuple[Phrase, ...] = (*FIRE, *WATER, *VIOLENCE, *TRAPPED, *MEDICAL)

__all__ = ["CRISIS", "EMERGENCY", "Phrase", "Trait"]
