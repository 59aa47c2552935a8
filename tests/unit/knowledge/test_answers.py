from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers import KnowledgeBase, one_per_article
from knowledge.findings import Findings, RankedPassage
from knowledge.regulation import REGULATION
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, TODAY

SOURCE = REGULATION.read_text(encoding="utf-8")
FOUND = tuple(
    RankedPassage(DOCUMENT.paragraph(article, paragraph), score, "相近")
    for article, paragraph, score in [(19, 2, 5.0), (19, 1, 5.0), (26, 1, 2.0), (25, 1, 1.6), (3, 1, 0.2)]
)


class Finds:
    """A retriever that always finds the same."""

    def __init__(self, tier):
        self.findings = Findings(FOUND, tier, 0.9)

    def search(self, question):
        return self.findings


def ask(question, tier="answer", today=TODAY):
    return KnowledgeBase(DOCUMENT, EXPLANATIONS, Finds(tier)).ask(question, today)


def test_an_answer_quotes_the_best_paragraph_with_its_place_and_date():
    answer = ask("谁来调解")
    assert answer.kind == "answer"
    assert answer.quote == DOCUMENT.paragraph(19, 2).text
    assert answer.citation == "《焦作市城乡社区治理促进条例》第十九条第二款（2024年10月1日起施行）"
    assert answer.in_force == date(2024, 10, 1)


def test_an_answer_has_the_reviewed_explanation_and_next_step_of_its_paragraph():
    answer = ask("谁来调解")
    assert answer.explanation == EXPLANATIONS[19, 2].explanation
    assert answer.next_step == EXPLANATIONS[19, 2].next_step


def test_near_topics_are_related_and_distant_ones_are_not():
    assert [choice.place for choice in ask("谁来调解").related] == ["第二十六条第一款", "第二十五条"]


def test_when_unsure_it_offers_at_most_three_topics_and_quotes_nothing():
    answer = ask("法律", tier="choices")
    assert answer.kind == "choices"
    assert [choice.place for choice in answer.choices] == ["第十九条第二款", "第二十六条第一款", "第二十五条"]
    assert answer.quote is None


def test_a_choice_asked_for_by_its_place_is_answered_exactly():
    chosen = ask("法律", tier="choices").choices[1]
    assert ask(chosen.place, tier="silent").quote == DOCUMENT.paragraph(26, 1).text


def test_staff_learn_how_sure_the_search_was_and_that_a_named_place_needed_none():
    assert {ask("谁来调解", tier).answerable for tier in ("answer", "choices", "silent")} == {0.9}
    assert ask("第十九条").answerable is None


def test_a_refusal_quotes_nothing():
    answer = ask("网格员工资多少", tier="silent")
    assert (answer.kind, answer.quote, answer.citation, answer.choices) == ("silent", None, None, ())


@pytest.mark.parametrize("number", range(1, 41))
def test_an_article_asked_for_by_number_is_quoted_whole_whatever_the_search_says(number):
    answer = ask(f"第{number}条", tier="silent")
    assert answer.quote == DOCUMENT.whole(number).text
    assert answer.passages[0].passage.article == number


def test_a_chapter_is_listed_by_its_articles():
    answer = ask("第一章讲什么")
    assert answer.quote == "第一章 总 则"
    assert [choice.place for choice in answer.choices] == [f"第{number}条" for number in "一二三四五六七"]


def test_an_article_beyond_the_last_is_not_invented():
    answer = ask("第四十一条")
    assert answer.kind == "silent"
    assert "只有40条" in answer.notice


def test_a_paragraph_beyond_the_last_shows_the_whole_article_and_says_so():
    answer = ask("第十九条第九款")
    assert answer.quote == DOCUMENT.whole(19).text
    assert "只有3款" in answer.notice


def test_of_two_articles_named_the_second_is_related():
    answer = ask("第十九条和第二十条")
    assert answer.quote == DOCUMENT.whole(19).text
    assert [choice.place for choice in answer.related] == ["第二十条"]


@pytest.mark.parametrize("question", ["《劳动合同法》第三十九条怎么说", "《关于冬季供暖的通知》第一部分"])
def test_an_article_of_what_is_not_here_is_answered_by_nothing_else(question):
    answer = ask(question)
    assert (answer.kind, answer.quote) == ("silent", None)
    assert question[: question.index("》") + 1] in answer.notice


@pytest.mark.parametrize("title", ["焦作市城乡社区治理促进条例", "社区治理促进条例", "社区治理条例", "条例"])
def test_the_regulation_may_be_called_by_a_shorter_title(title):
    assert ask(f"《{title}》第十九条").quote == DOCUMENT.whole(19).text


@pytest.mark.parametrize("question", ["谁来调解", "第十九条", "第十九条第九款"])
def test_before_it_is_in_force_the_answer_says_so(question):
    assert "还没有生效" in ask(question, today=date(2024, 9, 30)).notice


def test_from_the_day_it_is_in_force_nothing_needs_saying():
    assert ask("谁来调解", today=date(2024, 10, 1)).notice is None


@given(st.text(max_size=40), st.sampled_from(["answer", "choices", "silent"]))
def test_whatever_is_asked_a_quotation_stands_in_the_source(question, tier):
    answer = ask(question, tier)
    assert answer.quote is None or answer.quote in SOURCE


def test_one_passage_stands_for_each_article():
    assert [found.passage.article for found in one_per_article(FOUND)] == [19, 26, 25, 3]
