"""What is left of a question when the regulation's own words are taken out of it.

网格员一个月拿几张票子 and 调解员一回收几个钱 have no matter in common, but what is left of them is: the regulation has no words
for it. A model that sees this, too, learns one way of asking from one matter and knows it again in all others.
"""

from collections.abc import Iterable

from knowledge.question_index import letters

# Where words were taken out; a sign that no question holds.
GAP = "〇"


class Residue:
    """Knows the letter pairs of the regulation."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = {pair for text in texts for pair in _pairs(letters(text))}

    def of(self, question: str) -> str:
        """In: a question. Out: its letters that stand in no pair of the regulation, with one GAP for each stretch of others."""
        plain = letters(question)
        known = [pair in self._known for pair in _pairs(plain)]
        left = ""
        for position, letter in enumerate(plain):
            if any(known[max(0, position - 1) : position + 1]):
                left += "" if left.endswith(GAP) else GAP
            else:
                left += letter
        return left


def _pairs(plain: str) -> list[str]:
    return [plain[start : start + 2] for start in range(len(plain) - 1)]
