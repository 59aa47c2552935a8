from pathlib import Path

import numpy as np
import pytest

from knowledge.cluster_evaluation import count_pairs, read_groups
from knowledge.clusters import cluster, join, wording
from knowledge.embeddings import sentence_encoder
from tests.unit.knowledge.letters import count_letters

SETS = [Path(f"tests/evaluation/knowledge/{name}.tsv") for name in ("alike_first", "alike_second")]


def by_topic(topics):
    """An encoder that knows of each sentence what it is about."""
    axes = sorted(set(topics.values()))
    return lambda sentences: np.eye(len(axes), dtype=np.float32)[[axes.index(topics[one]) for one in sentences]]


def test_nothing_and_one_question_need_no_model():
    def encode(sentences):
        raise AssertionError(sentences)

    assert cluster([], encode) == []
    assert cluster(["停水了吗"], encode) == [[0]]


def test_the_same_words_are_together_whatever_stands_around_them():
    groups = cluster(["啥时候来水？", "什么时候来水", "公园能遛狗吗"], count_letters)
    assert sorted(map(sorted, groups)) == [[0, 1], [2]]


def test_the_same_meaning_in_other_words_is_together_and_the_same_words_with_another_meaning_are_not():
    texts = ["狗证去哪办", "犬只登记怎么办理", "残疾证去哪办"]
    topics = dict(zip(texts, ("dog", "dog", "disabled"), strict=True))
    groups = cluster(texts, by_topic(topics))
    assert sorted(map(sorted, groups)) == [[0, 1], [2]]


def test_the_largest_group_comes_first_and_in_it_the_most_typical_question():
    texts = ["公园能遛狗吗", "食堂周末开门", "食堂周末开不开", "请问老年食堂周末开不开门"]
    groups = cluster(texts, count_letters)
    assert sorted(groups[0]) == [1, 2, 3] and groups[1] == [0]
    total = wording(texts)[:, groups[0]].sum(axis=1)
    assert groups[0][-1] == 3 and total[groups[0][0]] == max(total)


def test_signs_without_a_letter_do_no_harm():
    assert sorted(map(sorted, cluster(["？？？", "。", "停水了"], count_letters))) == [[0, 1], [2]]


@pytest.fixture(scope="module")
def grouped():
    """The set written for it, put together as shipped, and by letters alone as it was before."""
    names, texts = read_groups([line for path in SETS for line in path.read_text("utf-8").splitlines()])
    shipped = count_pairs(names, cluster(texts, sentence_encoder()))
    return shipped, [count_pairs(names, join(wording(texts), farthest)) for farthest in (0.60, 0.65, 0.70, 0.75, 0.80)]


def test_three_of_four_pairs_put_together_mean_the_same_and_most_that_do_are_together(grouped):
    shipped, _ = grouped
    assert shipped.precision >= 0.7 and shipped.recall >= 0.5


def test_letters_alone_are_worse_at_every_distance(grouped):
    shipped, letters = grouped
    for one in letters:
        assert one.precision < shipped.precision - 0.1 or one.recall < shipped.recall - 0.1
