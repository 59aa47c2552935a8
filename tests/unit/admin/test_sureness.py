from datetime import date

import pytest

from bot.admin.sureness import of_regulation, of_shelf
from knowledge.answers import Answer
from knowledge.entries import Entry
from knowledge.findings import RankedPassage
from knowledge.lists import ListedItem
from knowledge.shelf import Found
from tests.unit.knowledge.letters import DOCUMENT

MEAL = Entry(12, "老年食堂几点开门", (), "十一点半。")
OTHER = Entry(13, "食堂在哪", (), "东门。")


def passages(*scores):
    return tuple(
        RankedPassage(DOCUMENT.paragraph(article, 1), score, "相近")
        for article, score in zip((19, 26), scores, strict=True)
    )


@pytest.mark.parametrize(
    ("sure", "scores", "said"),
    [
        (0.30, (5, 1), "不到58%：会说没有规定"),
        (0.5799, (5, 1), "不到58%：会说没有规定"),
        (0.60, (5, 1), "到了58%，不到64%：会问“您是不是想问”"),
        (0.90, (2.0, 1.6), "分不开（只领先0.40，要0.75）：会问“您是不是想问”"),
        (0.90, (5, 1), "会答"),
    ],
)
def test_words_say_what_comes_of_it_and_why(sure, scores, said):
    bar = of_regulation(Answer("silent", "问", passages(*scores), answerable=sure))
    assert said in bar.words


def test_a_share_is_never_rounded_up_to_what_it_has_not_reached():
    assert of_regulation(Answer("silent", "问", answerable=0.5799)).share == 57
    assert of_regulation(Answer("silent", "问", answerable=0.58)).share == 58


def test_the_zones_fill_the_bar():
    zones = of_regulation(Answer("silent", "问", answerable=0.3)).zones
    assert [zone.start for zone in zones[1:]] == [zone.end for zone in zones[:-1]]
    assert (zones[0].start, zones[-1].end) == (0, 100)
    assert [zone.span for zone in zones] == ["不到58%", "58%到64%", "64%以上"]


def test_a_named_place_needs_no_guess():
    assert of_regulation(Answer("answer", "第十九条")) is None
    assert of_shelf(Answer("answer", "第十九条")) is None


def test_who_speaks_before_the_regulation_is_named():
    by_entry = Answer("answer", "问", passages(5, 1), entry=MEAL, answerable=0.9)
    assert "由问答12来答" in of_regulation(by_entry).words
    listed = ListedItem("not_to_certify", "单身证明", (), "", "清单")
    by_list = Answer("answer", "问", passages(5, 1), listed=listed, answerable=0.9)
    assert "先按清单答" in of_regulation(by_list).words


@pytest.mark.parametrize(
    ("kind", "scores", "clear", "said"),
    [
        ("silent", (0.3, 0.1), False, "不到45%：不会用它"),
        ("choices", (0.5, 0.1), False, "不到55%：会问“您是不是想问”"),
        ("choices", (0.6, 0.57), False, "分不开（只领先0.03，要0.08）：会问"),
        ("answer", (0.6, 0.1), True, "也领先得够：会答"),
        ("answer", (0.9, 0.1), True, "70%以上：会答，比条例优先"),
    ],
)
def test_an_entry_is_measured_by_its_own_thresholds(kind, scores, clear, said):
    found = (Found(scores[0], "像", MEAL, is_clear=clear), Found(scores[1], "像", OTHER))
    answer = Answer(kind, "问", entry=MEAL if kind == "answer" else None, found=found)
    assert said in of_shelf(answer).words


def test_an_entry_that_stands_behind_the_regulation_is_said_to():
    found = (Found(0.6, "像", MEAL, is_clear=True),)
    assert "70%以上才比它们优先" in of_shelf(Answer("answer", "问", passages(5, 1), found=found)).words


def test_an_article_of_a_further_document_has_a_lower_threshold():
    passage = DOCUMENT.paragraph(19, 1)
    bar = of_shelf(Answer("choices", "问", found=(Found(0.35, "像", passage=passage),), in_force=date(2026, 1, 1)))
    assert bar.zones[0].end == 30 and "会问" in bar.words
