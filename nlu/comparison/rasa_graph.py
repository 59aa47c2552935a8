"""Candidates that are pipelines of Rasa's own, trained and read as the real graph: nlu/comparison/pipelines/<pipeline>.yml."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from nlu.comparison import vectors
from nlu.comparison.candidate import Candidate, Prepare, Reader
from nlu.comparison.data import Data
from nlu.comparison.vectors import Encode
from nlu.text.clauses import tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROOM = Path(__file__).resolve().parent


@dataclass
class _RasaReader(Reader):
    prepare: Prepare
    model: str
    names: list[str]

    def chances(self, texts: list[str], encode: Encode = vectors.encode) -> "NDArray[np.float64]":
        return asyncio.run(self._chances([self.prepare(text) for text in texts]))

    async def _chances(self, texts: list[str]) -> "NDArray[np.float64]":
        return np.array([self._row(await _agent(self.model).parse_message(text)) for text in texts])

    def _row(self, parsed: dict[str, Any]) -> list[float]:
        """In: what Rasa answers. Out: the chances by label; a label outside the ranking has none."""
        ranking = {entry["name"]: float(entry["confidence"]) for entry in parsed["intent_ranking"]}
        return [ranking.get(name, 0.0) for name in self.names]


@lru_cache(maxsize=1)
def _agent(model: str) -> Any:
    """In: a model file. Out: Rasa's agent with it, one a process."""
    from rasa.core.agent import Agent

    return Agent.load(model)


@dataclass(frozen=True)
class RasaGraph(Candidate):
    """`pipeline`: the name of its file. `longest`: longer messages are learnt by their end alone, which asks what they want.

    A batch takes as long as its longest message: learning them whole would triple the hours. All are read whole.
    """

    pipeline: str = "default"
    longest: int = 40
    tensorflow: ClassVar[bool] = True

    def fit(self, data: Data, rows: "NDArray[np.int64]", folder: Path) -> Reader:
        from rasa.model_training import train_nlu

        folder.mkdir(parents=True, exist_ok=True)
        examples = folder / "examples.yml"
        learnt = [tail(self.prepare(data.texts[row]), self.longest) for row in rows]
        examples.write_text(written(learnt, data.intents[rows]), "utf-8")
        os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # every part is learnt anew, and its time counts
        # A name of its own for each part: the agent in memory is known by it.
        name = f"rasa-{hashlib.sha256(rows.tobytes()).hexdigest()[:8]}"
        model = train_nlu(str(self._file()), str(examples), output=str(folder), fixed_model_name=name)
        return _RasaReader(self.prepare, str(model), data.names)

    def sources(self) -> list[Path]:
        components = sorted((_ROOM.parent / "components").glob("sentence_encoder.py"))
        return [self._file(), *components]

    def _file(self) -> Path:
        return _ROOM / "pipelines" / f"{self.pipeline}.yml"


def written(texts: list[str], intents: "NDArray[Any]") -> str:
    """In: messages and labels. Out: them as a training file of Rasa, each label's together."""
    blocks = ['version: "3.1"\nnlu:']
    for name in sorted(set(intents)):
        lines = (f"    - {text}" for text, intent in zip(texts, intents) if intent == name)
        blocks.append("\n".join([f"- intent: {name}\n  examples: |", *lines]))
    return "\n".join(blocks) + "\n"
