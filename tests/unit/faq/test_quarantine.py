from dataclasses import replace
from datetime import UTC, date, datetime

from bot.faq.content import Content, to_json
from bot.faq.quarantine import why_quarantined
from bot.models import FaqEntry
from knowledge.library import Edition, Library
from knowledge.regulation import Article, Chapter, Document

OLD_DAY, NEW_DAY = date(2024, 10, 1), date(2026, 3, 1)
BEFORE, IMPORTED = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)


def document(in_force, *texts, repealed=None):
    articles = tuple(Article(number, 1, (text,)) for number, text in enumerate(texts, start=1))
    return Document("食堂办法", None, None, in_force, (Chapter(1, "", articles),), repealed)


OLD, NEW = document(OLD_DAY, "总则", "食堂十一点开。"), document(NEW_DAY, "总则", "食堂十二点开。")
LIBRARY = Library([Edition(OLD), Edition(NEW, IMPORTED)])


def entry(*cites, reviewed=BEFORE):
    return FaqEntry(id=1, published=to_json(Content("食堂几点开", "十一点", cites=cites)), reviewed_at=reviewed)


def marked(changed):
    return {one.label: [(piece.mark, piece.text) for piece in one.pieces] for one in changed.articles}


def test_the_article_that_changed_is_shown_with_what_went_and_what_came():
    (why,) = why_quarantined(entry("《食堂办法》第一条", "《食堂办法》第二条"), LIBRARY, NEW_DAY)
    assert (why.title, why.in_force) == ("食堂办法", NEW_DAY)
    assert marked(why) == {"第二条": [("same", "食堂十"), ("gone", "一"), ("new", "二"), ("same", "点开。")]}


def test_an_article_that_went_is_all_gone():
    library = Library([Edition(OLD), Edition(document(NEW_DAY, "总则"), IMPORTED)])
    (why,) = why_quarantined(entry("《食堂办法》第二条"), library, NEW_DAY)
    assert marked(why) == {"第二条": [("gone", "食堂十一点开。")]}


def test_a_document_that_ended_says_when():
    library = Library([Edition(replace(OLD, repealed=NEW_DAY))])
    (why,) = why_quarantined(entry("《食堂办法》第二条"), library, NEW_DAY)
    assert (why.in_force, why.repealed, why.articles) == (None, NEW_DAY, [])


def test_what_was_reviewed_since_or_is_no_longer_published_has_no_reason():
    assert why_quarantined(entry("《食堂办法》第二条", reviewed=IMPORTED), LIBRARY, NEW_DAY) == []
    assert why_quarantined(FaqEntry(id=1, published=None), LIBRARY, NEW_DAY) == []
