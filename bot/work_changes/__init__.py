"""Work changes: an act of staff writes down what it altered, so that it can be undone as a whole.

The ledger writes the steps of an act, undoing reads them backwards; `steps.py` says what a step looks like.
"""

from bot.work_changes.ledger import Changed, Ledger, Row
from bot.work_changes.undoing import UNDO_WITHIN, CannotUndo, Undone, undo

__all__ = ["UNDO_WITHIN", "CannotUndo", "Changed", "Ledger", "Row", "Undone", "undo"]
