from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import to_chinese
from knowledge.regulation import REGULATION, MalformedSource, parse_regulation, read_regulation

SOURCE = REGULATION.read_text(encoding="utf-8")
DOCUMENT = read_regulation()
FRONT = {"title": "某条例", "passed": date(2024, 7, 3), "approved": date(2024, 8, 3), "in_force": date(2024, 10, 1)}
DATES = "2024年7月3日通过 2024年8月3日批准 2024年10月1日起施行"

paragraphs = st.text(alphabet="村居民委员会应当依法“”、，。1２", min_size=1, max_size=40)
articles = st.lists(paragraphs, min_size=1, max_size=4)
chapters = st.lists(st.lists(articles, min_size=1, max_size=4), min_size=1, max_size=4)


def written(book):
    """The Markdown of a regulation given as chapters of articles of paragraphs."""
    lines, number = [f"# {FRONT['title']}", "", DATES, ""], 0
    for chapter, own in enumerate(book, start=1):
        lines += [f"#### 第{to_chinese(chapter)}章 总 则", ""]
        for texts in own:
            number += 1
            lines += [f"###### 第{to_chinese(number)}条", ""]
            lines += [line for text in texts for line in (text, "")]
    return "\n".join(lines)


def test_the_regulation_has_seven_chapters_forty_articles_and_its_dates():
    assert DOCUMENT.title == "焦作市城乡社区治理促进条例"
    assert (len(DOCUMENT.chapters), len(DOCUMENT.articles)) == (7, 40)
    assert DOCUMENT.passed == date(2024, 7, 3)
    assert DOCUMENT.approved == date(2024, 8, 3)
    assert DOCUMENT.in_force == date(2024, 10, 1)


def test_every_quotable_text_stands_in_the_source_word_for_word():
    wholes = [DOCUMENT.whole(article.number) for article in DOCUMENT.articles]
    assert all(passage.text in SOURCE for passage in (*DOCUMENT.passages(), *wholes))
    assert all(chapter.heading in SOURCE for chapter in DOCUMENT.chapters)


def test_no_word_of_the_source_is_lost():
    quoted = sum(len(passage.text) for passage in DOCUMENT.passages())
    body = SOURCE[SOURCE.index("#### 第一章") :]
    assert quoted == sum(len(line) for line in body.splitlines() if not line.startswith("#"))


@given(chapters)
def test_any_regulation_of_this_form_is_read_back_verbatim(book):
    document = parse_regulation(written(book), FRONT)
    assert [[list(article.paragraphs) for article in chapter.articles] for chapter in document.chapters] == book
    assert all(passage.text in written(book) for passage in document.passages())


def test_a_place_names_article_and_paragraph():
    assert DOCUMENT.paragraph(19, 2).place == "《焦作市城乡社区治理促进条例》第十九条第二款"


def test_an_article_with_one_paragraph_has_no_paragraph_to_name():
    assert DOCUMENT.paragraph(17, 1).place == "《焦作市城乡社区治理促进条例》第十七条"


def test_it_applies_from_the_day_it_comes_into_force():
    assert not DOCUMENT.is_in_force(date(2024, 9, 30))
    assert DOCUMENT.is_in_force(date(2024, 10, 1))


@pytest.mark.parametrize("number", [0, 41])
def test_an_article_that_does_not_exist_is_a_key_error(number):
    with pytest.raises(KeyError):
        DOCUMENT.whole(number)


@pytest.mark.parametrize("paragraph", [0, 4])
def test_a_paragraph_that_does_not_exist_is_a_key_error(paragraph):
    with pytest.raises(KeyError):
        DOCUMENT.paragraph(19, paragraph)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# 某条例", "# 别的条例", "no heading"),
        ("###### 第二条", "###### 第三条", "article 2"),
        ("#### 第二章", "#### 第三章", "chapter 2"),
        ("2024年10月1日", "2024年11月1日", "in_force"),
        ("乙", "", "article 2 is empty"),
    ],
)
def test_a_source_that_is_not_well_formed_is_refused_with_what_is_wrong(old, new, says):
    text = written([[["甲"], ["乙"]], [["丙"]]])
    with pytest.raises(MalformedSource, match=says):
        parse_regulation(text.replace(old, new), FRONT)


def test_a_text_without_articles_is_refused():
    with pytest.raises(MalformedSource, match="no articles"):
        parse_regulation(f"# 某条例\n{DATES}", FRONT)


def test_a_date_that_is_not_one_is_refused():
    with pytest.raises(MalformedSource, match="passed is not a date"):
        parse_regulation(written([[["甲"]]]), FRONT | {"passed": "2024"})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(MalformedSource, match=r"nothing\.md"):
        read_regulation(tmp_path / "nothing.md")


@pytest.mark.parametrize("front", ["- a list", "title: [unclosed"])
def test_front_data_that_cannot_be_read_is_named(tmp_path, front):
    (tmp_path / "law.md").write_text(written([[["甲"]]]), encoding="utf-8")
    (tmp_path / "law.yml").write_text(front, encoding="utf-8")
    with pytest.raises(MalformedSource, match=r"law\.yml"):
        read_regulation(tmp_path / "law.md")
