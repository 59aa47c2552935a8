from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.amendments import follow, number_in
from knowledge.entries import Citation, Entry
from knowledge.library import Edition, Library, changed_articles
from knowledge.regulation import Article, Chapter, Document

IMPORTED = datetime(2026, 1, 5, tzinfo=UTC)
OLD_DAY, NEW_DAY = date(2024, 10, 1), date(2026, 3, 1)


def document(in_force, *texts, repealed=None):
    articles = tuple(Article(number, 1, (text,)) for number, text in enumerate(texts, start=1))
    return Document("办法", None, None, in_force, (Chapter(1, "", articles),), repealed)


OLD = document(OLD_DAY, "总则", "食堂十一点开。", "解释权")
NEW = document(NEW_DAY, "总则", "食堂十二点开。", "解释权")
LIBRARY = Library([Edition(OLD), Edition(NEW, IMPORTED)])


def entry(article, reviewed):
    return Entry(1, "食堂几点开", (), "看公告", cites=(Citation("办法", article),), reviewed=reviewed)


@pytest.mark.parametrize(
    ("today", "found"), [(date(2024, 9, 30), None), (OLD_DAY, OLD), (date(2026, 2, 28), OLD), (NEW_DAY, NEW)]
)
def test_the_day_decides_which_edition_is_in_force(today, found):
    assert LIBRARY.in_force("办法", today) is found


def test_a_repealed_document_is_not_in_force_and_quarantines_what_cites_it():
    library = Library([Edition(replace(OLD, repealed=NEW_DAY))])
    assert library.in_force("办法", NEW_DAY) is None
    assert library.is_quarantined(entry(2, IMPORTED), NEW_DAY)
    assert not library.is_quarantined(entry(2, IMPORTED), NEW_DAY - timedelta(days=1))


def test_an_amended_article_quarantines_from_the_day_it_is_in_force():
    assert not LIBRARY.is_quarantined(entry(2, datetime(2025, 1, 1, tzinfo=UTC)), NEW_DAY - timedelta(days=1))
    assert LIBRARY.is_quarantined(entry(2, datetime(2025, 1, 1, tzinfo=UTC)), NEW_DAY)


def test_what_was_reviewed_after_the_amendment_was_entered_stays():
    assert not LIBRARY.is_quarantined(entry(2, IMPORTED), NEW_DAY)


def test_an_article_that_did_not_change_quarantines_nothing():
    assert not LIBRARY.is_quarantined(entry(1, None), NEW_DAY)


def test_who_cites_the_whole_document_is_asked_to_look_again():
    assert LIBRARY.is_quarantined(entry(None, None), NEW_DAY)


def test_an_amendment_names_what_was_compared_last_and_what_holds_now():
    (found,) = LIBRARY.amendments(entry(2, datetime(2025, 1, 1, tzinfo=UTC)), NEW_DAY)
    assert (found.old, found.new, found.articles) == (OLD, NEW, [2])
    assert LIBRARY.amendments(entry(2, IMPORTED), NEW_DAY) == []


def test_of_several_amendments_the_text_before_the_first_unseen_one_is_compared():
    newest = document(date(2026, 5, 1), "总则", "食堂一点开。", "解释权")
    later = datetime(2026, 4, 1, tzinfo=UTC)
    library = Library([Edition(OLD), Edition(NEW, IMPORTED), Edition(newest, later)])
    (never,) = library.amendments(entry(2, None), date(2026, 5, 1))
    (once,) = library.amendments(entry(2, datetime(2026, 2, 1, tzinfo=UTC)), date(2026, 5, 1))
    assert (never.old, never.new) == (OLD, newest)
    assert (once.old, once.new) == (NEW, newest)


def test_who_cites_the_whole_document_gets_the_articles_that_changed():
    (found,) = LIBRARY.amendments(entry(None, None), NEW_DAY)
    assert found.articles == [2]


def test_explanations_of_an_amended_article_wait_for_a_review():
    assert not LIBRARY.is_explained("办法", 2, NEW_DAY)
    assert Library([Edition(OLD), Edition(NEW, IMPORTED)], {("办法", 2): IMPORTED}).is_explained("办法", 2, NEW_DAY)


def test_changed_articles_are_named_with_added_and_removed_ones():
    assert changed_articles(OLD, document(NEW_DAY, "总则", "食堂十二点开。")) == [2, 3]


def test_an_unchanged_article_is_followed_to_its_new_number():
    moved = document(NEW_DAY, "总则", "新的一条", "食堂十一点开。")
    assert number_in(2, OLD, moved) == 3
    assert follow(OLD.paragraph(2, 1), OLD, moved) == moved.paragraph(3, 1)


def test_a_changed_article_is_shown_whole_and_a_removed_one_not_at_all():
    assert follow(OLD.paragraph(2, 1), OLD, NEW).text == "食堂十二点开。"
    assert follow(OLD.whole(3), OLD, document(NEW_DAY, "甲", "乙")) is None


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=6))
def test_an_edition_differs_from_itself_nowhere(texts):
    assert changed_articles(document(OLD_DAY, *texts), document(NEW_DAY, *texts)) == []
