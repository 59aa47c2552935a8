"""What candidates learn from and are asked: labelled messages, and how they are parted for left-out judgement."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlu.text import messages

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Which of the five groups of voices to judge; one of them is a trial of what takes hours.
Groups = tuple[int, ...]
ALL_GROUPS: Groups = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Data:
    """Messages as written, with label and voice; a row of each array is a message."""

    texts: list[str]
    intents: "NDArray[Any]"
    voices: "NDArray[Any]"

    @property
    def names(self) -> list[str]:
        """The labels in the order of every table of chances."""
        return sorted(set(self.intents))

    @property
    def rows(self) -> "NDArray[np.int64]":
        """The numbers of all messages."""
        return np.arange(len(self.texts))

    def digest(self) -> str:
        """Out: a hash of everything in it: the same data give the same figures."""
        digest = hashlib.sha256()
        for line in zip(self.texts, self.intents, self.voices):
            digest.update("\t".join(line).encode())
            digest.update(b"\n")
        return digest.hexdigest()


def load() -> Data:
    """Out: the training messages. Errors: OSError, yaml.YAMLError."""
    read = messages.read()
    intents = np.array([message.intent for message in read])
    return Data([message.text for message in read], intents, np.array([message.voice for message in read]))


def five_groups(voices: "NDArray[Any]") -> "list[NDArray[np.int64]]":
    """In: the voice of each message. Out: the rows of five groups of voices; no voice is in two."""
    order = np.random.RandomState(0).permutation(sorted(set(voices)))
    return [np.flatnonzero(np.isin(voices, order[start::5])) for start in range(5)]


def chosen_groups(voices: "NDArray[Any]", groups: Groups) -> "list[NDArray[np.int64]]":
    """In: the voice of each message, numbers from 1 to 5. Out: the rows of those groups."""
    return [five_groups(voices)[group - 1] for group in groups]


def each_voice(voices: "NDArray[Any]") -> "list[NDArray[np.int64]]":
    """In: the voice of each message. Out: the rows of each voice."""
    return [np.flatnonzero(voices == voice) for voice in sorted(set(voices))]


def at_random(voices: "NDArray[Any]") -> "list[NDArray[np.int64]]":
    """In: the voice of each message. Out: five random parts: as much is learnt from as with groups, but voices are met again."""
    shuffled = np.random.RandomState(0).permutation(len(voices))
    return [np.sort(shuffled[start::5]) for start in range(5)]
