import pytest

from knowledge.answers import Answer
from knowledge.entries import Entry
from knowledge.findings import RankedPassage
from knowledge.rendering import ASK_BACK, LONGEST_QUOTE, Tap, render_answer, render_body, render_chat, shorten, taps
from tests.unit.knowledge.letters import DOCUMENT
from tests.unit.knowledge.test_answers import FOUND, ask

HOTLINES = {"legal_aid": "12348"}


def test_the_explanation_comes_first_and_then_the_law_word_for_word():
    explanation, quoted, *_ = render_answer(ask("谁来调解")).split("\n\n")
    assert explanation == ask("谁来调解").explanation
    assert quoted == (
        f"《焦作市城乡社区治理促进条例》第十九条第二款（2024年10月1日起施行）：\n“{DOCUMENT.paragraph(19, 2).text}”"
    )


def test_after_one_paragraph_the_whole_article_is_offered():
    assert "回复“第十九条”看全文" in render_answer(ask("谁来调解"))


def test_after_a_whole_article_nothing_more_of_it_is_offered():
    assert "看全文" not in render_answer(ask("第十七条"))


def test_choices_are_numbered():
    text = render_answer(ask("法律", tier="choices"))
    assert "您是不是想问" in text
    assert "1. 人民调解\n2. 请顾问列席\n3. 公共法律服务" in text


def test_a_refusal_says_so_and_shows_the_way_to_staff():
    text = render_answer(ask("今天下雨吗", tier="silent"), HOTLINES)
    assert "没有在条例里查到规定" in text
    assert "转人工" in text
    assert "12348" not in text


def test_a_refusal_names_the_hotline_its_words_make_obvious():
    assert "12348" in render_answer(ask("离婚财产咋分", tier="silent"), HOTLINES)


def test_a_hotline_that_is_not_set_is_not_named():
    assert "可以打" not in render_answer(ask("离婚财产咋分", tier="silent"))


def test_an_article_that_does_not_exist_is_called_so():
    text = render_answer(ask("第四十一条"))
    assert "只有40条" in text
    assert "查到规定" not in text


def test_a_chapter_is_a_list_of_its_articles():
    text = render_answer(ask("第七章"))
    assert "第四十条 施行日期" in text
    assert "“第七章 附 则”" in text


@pytest.mark.parametrize("number", range(1, 41))
def test_every_article_fits_one_wechat_message(number):
    assert len(render_answer(ask(f"第{number}条")).encode()) <= 2047


@pytest.mark.parametrize("chapter", range(1, 8))
def test_every_chapter_fits_one_wechat_message(chapter):
    assert len(render_answer(ask(f"第{chapter}章")).encode()) <= 2047


def test_a_long_article_is_cut_between_paragraphs():
    paragraphs = ["甲" * 300, "乙" * 199, "丙"]
    assert shorten("\n\n".join(paragraphs)) == "\n\n".join(paragraphs[:2])
    assert len(shorten("\n\n".join(paragraphs))) <= LONGEST_QUOTE + 2


def test_an_answer_without_a_reviewed_explanation_starts_with_the_law():
    passage = DOCUMENT.paragraph(40, 1)
    answer = Answer("answer", "何时", (RankedPassage(passage, 1.0, ""),), quote=passage.text, citation=passage.place)
    assert render_answer(answer).startswith("《焦作市城乡社区治理促进条例》第四十条：")


def test_the_found_passages_are_those_of_the_fake():
    assert ask("谁来调解").passages == FOUND


def test_the_chat_asks_back_and_what_was_meant_is_tapped():
    answer = ask("法律", tier="choices")
    assert render_chat(answer) == ASK_BACK
    assert taps(answer)[0] == Tap("人民调解", "第十九条第二款") and len(taps(answer)) == 3


def test_the_chat_says_an_answer_and_a_refusal_as_they_are():
    assert render_chat(ask("谁来调解")) == render_body(ask("谁来调解"))
    silent = ask("离婚财产咋分", tier="silent")
    assert render_chat(silent, HOTLINES) == render_answer(silent, HOTLINES) and taps(silent) == []


def test_below_a_part_of_an_article_the_whole_is_tapped_and_at_most_two_near_topics():
    assert [tap.place for tap in taps(ask("谁来调解"))] == ["第十九条", "第二十六条第一款", "第二十五条"]
    assert "看全文" not in [tap.title for tap in taps(ask("第十七条"))]


def test_below_an_entry_its_service_is_tapped():
    entry = Entry(1, "楼道灯坏了", (), "我们来修。", form="repair")
    assert taps(Answer("answer", "灯坏了", entry=entry)) == [Tap("现在就办", form="repair")]
