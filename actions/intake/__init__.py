"""Intake: the rules of a form, pure. What a resident said goes in; what is asked next, or how it ended, comes out.

The order of judgement: words of control (取消, 上一步, 改地址), then an answer to what was asked, then another wish
(a question is answered and the form goes on; another service takes over), then "I did not catch that".
"""

from actions.intake.state import Aside, Intake, Move, Outcome, Prompt
from actions.intake.summary import brief, summary
from actions.intake.turns import advance, begin

__all__ = ["Aside", "Intake", "Move", "Outcome", "Prompt", "advance", "begin", "brief", "summary"]
