import numpy as np

from knowledge.features import Features, embed
from knowledge.ranking import ArticleRanker
from tests.unit.knowledge.letters import count_letters

TEXTS = ["社区不给开证明", "彩礼太高", "邻居吵架找人调解", "证明该不该开"]
ARTICLES = [34, 17, 19, 34]


def scores(question):
    features = Features(TEXTS)
    ranker = ArticleRanker(features.of(TEXTS, embed(TEXTS, count_letters)), TEXTS, ARTICLES)
    row = features.of([question], embed([question], count_letters))
    return ranker.articles, ranker.score(row, [question])[0]


def test_the_article_whose_questions_read_alike_comes_first():
    articles, found = scores("谁来给邻居调解")
    assert articles[int(np.argmax(found))] == 19


def test_a_question_without_one_known_word_still_gets_finite_scores():
    _, found = scores("zzz")
    assert np.isfinite(found).all()
