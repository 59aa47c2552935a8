import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import to_chinese
from knowledge.references import LAST, Reference, find_references


@given(st.integers(1, 99))
def test_an_article_is_found_in_words_and_in_digits(number):
    expected = [Reference(article=number)]
    assert find_references(f"第{to_chinese(number)}条") == expected
    assert find_references(f"条例第{number}条讲了什么") == expected
    assert find_references(f"{number}条写的啥") == expected


@given(st.integers(1, 40), st.integers(1, 9))
def test_a_paragraph_is_found_with_its_article(article, paragraph):
    place = f"第{to_chinese(article)}条第{to_chinese(paragraph)}款"
    assert find_references(place) == [Reference(article=article, paragraph=paragraph)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第19条全文", [Reference(article=19)]),
        ("第 十九 条", [Reference(article=19)]),
        ("请问19条写的啥？", [Reference(article=19)]),
        ("第一章讲什么", [Reference(chapter=1)]),
        ("第六章第一条讲的是什么", [Reference(chapter=6, article=1)]),
        ("第十九条和第二十条", [Reference(article=19), Reference(article=20)]),
        ("第十九条，还是第十九条", [Reference(article=19)]),
        ("最后一条是什么", [LAST]),
        ("本条例第三条", [Reference(article=3)]),
        ("这个条例里第三条", [Reference(article=3)]),
        ("《焦作市城乡社区治理促进条例》第三条", [Reference(article=3)]),
        ("根据条例第三条", [Reference(article=3)]),
    ],
)
def test_a_place_named_directly_is_found(question, expected):
    assert find_references(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "俺家有三条狗",
        "门口第二条路没有灯",
        "第一条消息你没回",
        "条例一共多少条",
        "劳动法第三条",
        "民法典第1043条怎么说",
        "物业管理条例第十条",
        "《中华人民共和国宪法》第三条",
        "违反第三十四条怎么处理",
        "第零条",
        "第十百条",
        "",
    ],
)
def test_what_names_no_place_of_this_regulation_is_left_alone(question):
    assert find_references(question) == []


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(question):
    assert all(isinstance(reference, Reference) for reference in find_references(question))
