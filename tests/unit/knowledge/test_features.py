import numpy as np

from knowledge.features import Features, embed
from tests.unit.knowledge.letters import count_letters


def test_wording_and_meaning_weigh_the_same():
    texts = ["社区开证明", "村里彩礼高"]
    rows = Features(texts).of(texts, embed(texts, count_letters)).toarray()
    assert np.allclose((rows**2).sum(axis=1), 2, atol=1e-4)


def test_dialect_and_common_words_have_the_same_features():
    features = Features(["怎么办", "俺村"])
    dialect, common = (features.of([text], embed([text], count_letters)).toarray() for text in ("咋办", "怎么办"))
    assert np.allclose(dialect, common)
