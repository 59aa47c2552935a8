from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from knowledge.answers import KnowledgeBase
from knowledge.entries import Citation, Entry
from knowledge.library import Edition, Library
from knowledge.lists import ListedItem
from knowledge.regulation import Article, Chapter, Document
from knowledge.rendering import render_body
from knowledge.retrieval import Retriever
from knowledge.shelf import Shelf
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, TODAY, count_letters, small_index

MEAL = Entry(1, "老年食堂几点开门", ("食堂啥时候开饭",), "周一到周五十一点半。", cites=(Citation(DOCUMENT.title, 23),))
NOTICE = Document(
    "焦作市某某通知", None, None, date(2026, 1, 1),
    (Chapter(1, "", (Article(1, 1, ("冬季供暖从十一月十五日开始，到三月十五日结束。",)),)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def trained():
    return KnowledgeBase(DOCUMENT, EXPLANATIONS, Retriever(small_index(), count_letters))


@pytest.fixture
def shelf():
    library = Library([Edition(DOCUMENT), Edition(NOTICE)])
    shelf = Shelf(count_letters, library)
    shelf.replace_library(library, [NOTICE])
    return shelf


def test_a_question_word_for_word_gets_the_entry_and_the_law_it_cites(trained, shelf):
    shelf.put([MEAL])
    answer = trained.with_shelf(shelf).ask("食堂啥时候开饭？", TODAY)
    assert answer.entry == MEAL
    assert answer.quote == DOCUMENT.whole(23).text
    assert "第二十三条（2024年10月1日起施行）" in render_body(answer)
    assert render_body(answer).startswith("周一到周五十一点半。")


def test_a_removed_entry_answers_no_more(trained, shelf):
    shelf.put([MEAL])
    shelf.remove(MEAL.id)
    assert trained.with_shelf(shelf).ask("食堂啥时候开饭", TODAY).entry is None


@pytest.mark.parametrize(
    ("dates", "holds"),
    [
        ((None, None), True),
        ((date(2026, 11, 24), None), False),
        ((None, date(2026, 11, 22)), False),
        ((TODAY, TODAY), True),
    ],
)
def test_an_entry_holds_on_its_days_only(shelf, dates, holds):
    shelf.put([Entry(2, "补贴怎么领", (), "去社区", valid_from=dates[0], valid_until=dates[1])])
    assert any(found.entry for found in shelf.search("补贴怎么领", TODAY)) is holds


def test_a_communitys_own_answer_comes_before_the_citys_and_only_for_its_residents(shelf):
    own = Entry(3, MEAL.title, (), "我们社区十二点。", area=7)
    shelf.put([MEAL, own])
    assert shelf.search(MEAL.title, TODAY, (7, 1))[0].entry == own
    assert shelf.search(MEAL.title, TODAY, (8, 1))[0].entry == MEAL


def test_a_notice_that_was_imported_answers_with_its_place_and_date(trained, shelf):
    answer = trained.with_shelf(shelf).ask("冬季供暖从十一月十五日开始到三月十五日结束", TODAY)
    assert answer.citation == "《焦作市某某通知》第一条（2026年1月1日起施行）"
    assert answer.quote in NOTICE.texts[1]


def test_an_article_of_a_notice_can_be_asked_for_by_name(trained, shelf):
    answer = trained.with_shelf(shelf).ask("《焦作市某某通知》第一条", TODAY)
    assert answer.quote == NOTICE.whole(1).text


def test_what_is_only_alike_is_offered_not_answered(trained, shelf):
    shelf.put([Entry(5, "今天下雪吗", (), "看天气预报。"), Entry(4, "今天下霜吗", (), "出门看看。")])
    answer = trained.with_shelf(shelf).ask("今天下雨吗", TODAY)
    assert answer.kind == "choices"
    assert {choice.place for choice in answer.choices} == {"问答5", "问答4"}
    assert trained.with_shelf(shelf).ask("问答4", TODAY).entry.answer == "出门看看。"


def test_an_amended_article_is_quoted_as_it_is_now_and_its_explanation_waits(trained):
    changed = tuple(
        replace(chapter, articles=tuple(
            replace(one, paragraphs=("新的第十七条。",)) if one.number == 17 else one for one in chapter.articles
        ))
        for chapter in DOCUMENT.chapters
    )  # fmt: skip
    new = replace(DOCUMENT, in_force=date(2026, 11, 1), chapters=changed)
    shelf = Shelf(count_letters, Library([Edition(DOCUMENT), Edition(new, datetime(2026, 10, 1, tzinfo=UTC))]))
    base = trained.with_shelf(shelf)
    answer = base.ask("彩礼太高村里管不管", TODAY)
    assert (answer.quote, answer.explanation) == ("新的第十七条。", None)
    assert "2026年11月1日起施行" in answer.citation
    before = base.ask("彩礼太高村里管不管", date(2026, 10, 31))
    assert before.quote == DOCUMENT.whole(17).text and before.explanation


def test_a_listed_certificate_is_refused_with_the_way_and_the_source(trained, shelf):
    shelf.listed = (ListedItem("not_to_certify", "无犯罪记录证明", ("无犯罪",), "请到派出所。", "某清单"),)
    text = render_body(trained.with_shelf(shelf).ask("社区该不该给我开无犯罪证明", TODAY))
    assert text.startswith("“无犯罪记录证明”不该由社区（村）来开")
    assert "请到派出所。" in text and "某清单" in text and "第三十四条" in text
