import pytest

from knowledge.places import Absent, resolve
from knowledge.references import LAST, Reference
from knowledge.regulation import read_regulation

DOCUMENT = read_regulation()


@pytest.mark.parametrize("number", range(1, 41))
def test_every_article_is_found_whole(number):
    assert resolve(DOCUMENT, Reference(article=number)) == DOCUMENT.whole(number)


def test_a_paragraph_is_found():
    assert resolve(DOCUMENT, Reference(article=19, paragraph=3)) == DOCUMENT.paragraph(19, 3)


def test_the_last_article_is_found():
    assert resolve(DOCUMENT, LAST) == DOCUMENT.whole(40)


def test_a_chapter_is_found():
    assert resolve(DOCUMENT, Reference(chapter=6)) == DOCUMENT.chapters[5]


@pytest.mark.parametrize("article", [1, 37])
def test_an_article_of_a_chapter_is_found_by_position_and_by_number(article):
    assert resolve(DOCUMENT, Reference(chapter=6, article=article)) == DOCUMENT.whole(37)


def test_beyond_the_last_article_it_says_how_many_there_are():
    assert resolve(DOCUMENT, Reference(article=41)) == Absent(
        "《焦作市城乡社区治理促进条例》一共只有40条（到第四十条为止）。"
    )


def test_beyond_the_last_chapter_it_says_how_many_there_are():
    assert resolve(DOCUMENT, Reference(chapter=8)) == Absent("《焦作市城乡社区治理促进条例》一共只有7章。")


def test_beyond_the_last_article_of_a_chapter_it_says_how_many_there_are():
    assert resolve(DOCUMENT, Reference(chapter=6, article=9)) == Absent("第六章一共只有3条。")


def test_beyond_the_last_paragraph_the_whole_article_is_shown_instead():
    assert resolve(DOCUMENT, Reference(article=19, paragraph=9)) == Absent(
        "第十九条一共只有3款，全文在下面。", instead=DOCUMENT.whole(19)
    )
