import numpy as np

from knowledge.embeddings import sentence_encoder


def test_sentences_become_unit_vectors_and_like_meanings_are_near():
    asked, like, unlike = sentence_encoder()(["社区能开证明吗", "居委会给不给开证明", "今天会下雨吗"])
    assert np.allclose(np.linalg.norm([asked, like, unlike], axis=1), 1, atol=1e-3)
    assert asked @ like > asked @ unlike


def test_the_encoder_is_loaded_once_a_process():
    assert sentence_encoder() is sentence_encoder()
