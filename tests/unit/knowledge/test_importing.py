import io
from datetime import date

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing import ImportRefused, read_draft, read_file
from knowledge.numerals import to_chinese
from knowledge.regulation import REGULATION, read_regulation

RULES = "某某办法\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n" + (
    "第一条 为了方便居民。\n第二条　食堂归社区管。\n每餐八元。\n第二章 附则\n第三条 自2026年1月1日起施行。"
)
NOTICE = "关于冬季供暖的通知\n一、供暖时间\n十一月十五日到三月十五日。\n二、投诉\n打12345。\n2025年10月8日"


def word(text):
    document = WordDocument()
    for line in text.splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", RULES.encode()), ("a.MD", RULES.encode("gb18030")), ("a.docx", word(RULES))]
)
def test_text_markdown_and_word_give_the_same_articles(name, content):
    draft = read_draft(read_file(name, content))
    assert [article.paragraphs for article in draft.articles] == [
        ("为了方便居民。",), ("食堂归社区管。", "每餐八元。"), ("自2026年1月1日起施行。",),
    ]  # fmt: skip
    assert [chapter.title for chapter in draft.chapters] == ["总则", "附则"]
    assert (draft.title, draft.in_force) == ("某某办法", date(2026, 1, 1))


def test_a_notice_counts_in_sections_and_ends_with_its_date():
    draft = read_draft(read_file("通知.txt", NOTICE.encode()))
    assert [article.name for article in draft.articles] == ["第一部分", "第二部分"]
    assert draft.in_force == date(2025, 10, 8)


def test_a_text_without_any_numbers_counts_in_paragraphs():
    draft = read_draft(["公告", "食堂今天不开。", "明天照常。"])
    assert [(one.name, one.paragraphs) for one in draft.articles] == [
        ("第一段", ("食堂今天不开。",)),
        ("第二段", ("明天照常。",)),
    ]


def test_our_own_regulation_reads_the_same_by_both_parsers():
    draft = read_draft(read_file("a.md", REGULATION.read_bytes()))
    assert {one.number: one.paragraphs for one in draft.articles} == read_regulation().texts


def test_a_missing_article_is_named():
    with pytest.raises(ImportRefused, match="第1条后面应该是第2条"):
        read_draft(["办法", "第一条 甲", "第三条 乙"])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.doc", b"x", "另存为 docx"),
        ("a.docx", b"no zip", "打不开"),
        ("a.txt", b" \n", "没有文字"),
        ("a.txt", b"\xff\xff", "编码"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name, content, said):
    with pytest.raises(ImportRefused, match=said):
        read_file(name, content)


@given(st.lists(st.text("甲乙丙丁，。", min_size=1, max_size=9).map(lambda text: f"文{text}"), min_size=1, max_size=30))
def test_every_article_comes_back_word_for_word(texts):
    lines = ["办法", *(f"第{to_chinese(number)}条 {text}" for number, text in enumerate(texts, start=1))]
    assert [one.paragraphs for one in read_draft(lines).articles] == [(text,) for text in texts]
