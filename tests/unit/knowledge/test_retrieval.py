import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.retrieval import Retriever
from tests.unit.knowledge.letters import QUESTIONS, count_letters


@pytest.fixture(scope="session")
def retriever(index):
    return Retriever(index, count_letters)


@pytest.mark.parametrize(("question", "article"), [("社区不给开证明", 34), ("谁来调解邻居吵架", 19)])
def test_the_right_article_comes_first_with_a_reviewed_question_as_the_reason(retriever, question, article):
    best = retriever.search(question).passages[0]
    assert best.passage.article == article
    assert best.why.startswith("与已审核的问法相近")


def test_an_article_nobody_asked_about_is_found_by_its_own_words(retriever):
    best = retriever.search("自2024年10月1日起施行").passages[0]
    assert (best.passage.article, best.why) == (40, "条文用词相近")


def test_the_nearest_paragraph_of_an_article_stands_first(retriever):
    found = retriever.search("人民调解委员会请律师、心理咨询师参与调解邻居吵架").passages
    assert (found[0].passage.article, found[0].passage.paragraph) == (19, 2)


def test_what_the_regulation_does_not_state_is_refused(retriever):
    assert retriever.search("网格员工资多少钱").tier == "silent"


@pytest.mark.parametrize("known", QUESTIONS, ids=lambda known: known.text)
def test_what_a_reviewer_decided_about_a_question_holds_whatever_its_punctuation(retriever, known):
    findings = retriever.search(f" {known.text}？！")
    assert findings.tier == ("answer" if known.is_answerable else "silent")
    if known.is_answerable:
        assert findings.passages[0].passage.article == known.articles[0]


@pytest.mark.parametrize("question", ["", "  ", "？？？", "😀"])
def test_a_message_without_a_word_is_refused(retriever, question):
    assert retriever.search(question).tier == "silent"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_scores_fall_and_articles_stay_together_for_any_text(retriever, question):
    found = retriever.search(question).passages
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    articles = [one.passage.article for one in found]
    assert len(set(articles)) == sum(
        1 for left, right in zip([None, *articles], articles, strict=False) if left != right
    )
