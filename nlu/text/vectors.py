"""What the classifier sees of a message beside its n-grams: the vectors of the whole and of its end."""

from typing import TYPE_CHECKING

import numpy as np

from nlu.text.clauses import tail
from nlu.text.encoder import encode

if TYPE_CHECKING:
    from numpy.typing import NDArray


def of_messages(texts: list[str]) -> "NDArray[np.float32]":
    """In: normalised texts. Out: one row a text: whole beside tail, scaled to unit length together."""
    both = np.hstack([encode(texts), encode([tail(text) for text in texts])])
    result: "NDArray[np.float32]" = both / np.float32(np.sqrt(2))
    return result
