"""Figures of an evaluation; pure. A figure that nothing was measured for is None, never 0 or 1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.evaluation.messages import SAFETY_LABELS


@dataclass(frozen=True)
class Judged:
    """A labelled message and the label it got (`nlu_fallback` and dialogue control included: they are wrong ones)."""

    text: str
    accepted: tuple[str, ...]
    predicted: str

    @property
    def is_right(self) -> bool:
        """Whether the label is one of those accepted."""
        return self.predicted in self.accepted

    @property
    def counted_as(self) -> str:
        """The true label, for F1: the predicted one where it is accepted, else the first."""
        return self.predicted if self.is_right else self.accepted[0]


@dataclass(frozen=True)
class IntentScore:
    """How one intent did; n counts the messages that are truly of it."""

    n: int
    precision: float | None
    recall: float | None
    f1: float


@dataclass(frozen=True)
class Confusion:
    """A wrong label, how often it took the true one's place, and one message where it did."""

    true: str
    predicted: str
    count: int
    example: str


def accuracy(judged: Sequence[Judged]) -> float | None:
    """Return the share of messages with an accepted label."""
    return _share([one.is_right for one in judged])


def per_intent(judged: Sequence[Judged]) -> dict[str, IntentScore]:
    """Return the score of each label that occurs in the file, by name.

    A label that only stood as a second choice (`a|b`), and was never predicted, has nothing to score.
    """
    true = Counter(one.counted_as for one in judged)
    predicted = Counter(one.predicted for one in judged)
    right = Counter(one.predicted for one in judged if one.is_right)
    labels = sorted({label for one in judged for label in one.accepted})
    return {
        label: _score(true[label], predicted[label], right[label])
        for label in labels
        if true[label] or predicted[label]
    }


def _score(true: int, predicted: int, right: int) -> IntentScore:
    return IntentScore(
        n=true,
        precision=right / predicted if predicted else None,
        recall=right / true if true else None,
        # The harmonic mean of both, written so that neither has to exist.
        f1=2 * right / (true + predicted),
    )


def macro_f1(scores: dict[str, IntentScore]) -> float | None:
    """Return the plain mean of the intents' F1: a rare intent weighs as much as a frequent one."""
    return sum(score.f1 for score in scores.values()) / len(scores) if scores else None


def safety_recall(judged: Sequence[Judged]) -> float | None:
    """Return the share of safety messages that raised an alarm, of whichever of the two kinds.

    A message that may as well be an ordinary one (`psych_crisis|psych_help`) counts here only when that was not chosen.
    """
    rows = [one for one in judged if SAFETY_LABELS.intersection(one.accepted)]
    return _share([one.predicted in SAFETY_LABELS for one in rows if one.counted_as in SAFETY_LABELS])


def safety_false_rate(judged: Sequence[Judged]) -> float | None:
    """Return the share of all other messages that raised an alarm."""
    rows = [one for one in judged if one.counted_as not in SAFETY_LABELS]
    return _share([one.predicted in SAFETY_LABELS for one in rows])


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """Return which labels took which others' place, the most frequent first."""
    texts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in judged:
        if not one.is_right:
            texts[one.counted_as, one.predicted].append(one.text)
    found = [Confusion(true, predicted, len(some), some[0]) for (true, predicted), some in texts.items()]
    return sorted(found, key=lambda one: (-one.count, one.true, one.predicted))


def _share(answers: Sequence[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None
