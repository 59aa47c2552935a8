"""The classifier: learns, keeps what it learnt in two plain files, and reads the same from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.text.intent_model import IntentModel, Settings, train

TEXTS = [
    "楼上漏水了不管", "邻居吵得睡不着", "物业费乱收", "狗叫一夜", "路灯不亮", "停水三天了", "井盖丢了", "垃圾没人收", "你好", "谢谢你", "在吗", "再见",
]  # fmt: skip
INTENTS = ["dispute"] * 4 + ["public_issue"] * 4 + ["smalltalk"] * 4


def vectors(texts: list[str]) -> np.ndarray:
    """Out: a stand-in for sentence vectors: directions drawn from the text itself."""
    rows = [np.random.RandomState(sum(map(ord, text)) % 2**31).standard_normal(16) for text in texts]
    return np.array(rows, dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return train(Settings(), TEXTS, vectors(TEXTS), INTENTS)


def test_it_knows_what_it_learnt(model: IntentModel) -> None:
    chances = model.probabilities(TEXTS, vectors(TEXTS))
    assert [model.intents[place] for place in chances.argmax(axis=1)] == INTENTS
    assert np.allclose(chances.sum(axis=1), 1)


def test_words_decide_about_new_messages() -> None:
    new = ["路灯又不亮", "邻居又吵得睡不着"]
    model = train(Settings(meaning=0.0), TEXTS, vectors(TEXTS), INTENTS)
    chances = model.probabilities(new, vectors(new))
    assert [model.intents[place] for place in chances.argmax(axis=1)] == ["public_issue", "dispute"]


@pytest.mark.parametrize("text", ["", "😭", "qwertz"])
def test_unknown_signs_are_no_error(model: IntentModel, text: str) -> None:
    assert np.isfinite(model.probabilities([text], vectors(["x"]))).all()


def test_it_is_the_same_after_a_journey_to_disk(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npz"]
    again = IntentModel.load(tmp_path).probabilities(TEXTS, vectors(TEXTS))
    assert np.allclose(again, model.probabilities(TEXTS, vectors(TEXTS)), atol=5e-3)


def test_no_messages_are_refused() -> None:
    with pytest.raises(ValueError, match="no messages"):
        train(Settings(), [], np.zeros((0, 16), dtype=np.float32), [])
