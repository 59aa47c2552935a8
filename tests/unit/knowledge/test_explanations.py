import pytest

from knowledge.explanations import explanation_of, read_explanations, title_of
from knowledge.regulation import MalformedSource, read_regulation

DOCUMENT = read_regulation()
WHOLE = "- {article: 19, title: 化解矛盾, explanation: 有人管调解。}\n"
SECOND = "- {article: 19, paragraph: 2, title: 人民调解, explanation: 村里有调解员。, next_step: 说说是什么事。}\n"


def read(folder, text):
    path = folder / "explanations.yml"
    path.write_text(text, encoding="utf-8")
    return read_explanations(DOCUMENT, path)


def test_every_article_of_the_regulation_is_explained():
    explanations = read_explanations(DOCUMENT)
    assert all((article.number, None) in explanations for article in DOCUMENT.articles)


def test_a_paragraph_has_its_own_explanation(tmp_path):
    explanations = read(tmp_path, WHOLE + SECOND)
    assert title_of(DOCUMENT.paragraph(19, 2), explanations) == "人民调解"
    assert explanation_of(DOCUMENT.paragraph(19, 2), explanations).next_step == "说说是什么事。"


def test_a_paragraph_without_its_own_has_that_of_the_article(tmp_path):
    assert title_of(DOCUMENT.paragraph(19, 1), read(tmp_path, WHOLE + SECOND)) == "化解矛盾"


def test_a_passage_nobody_explained_is_called_by_its_place(tmp_path):
    explanations = read(tmp_path, WHOLE)
    assert explanation_of(DOCUMENT.paragraph(20, 1), explanations) is None
    assert title_of(DOCUMENT.paragraph(20, 1), explanations) == "第二十条第一款"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: b", "not a list"),
        ("- 字", "not an explanation"),
        ("- {article: 1, title: 甲}", "not an explanation"),
        ("- {article: 1, title: 甲, explanation: 乙, colour: 丙}", "not an explanation"),
        ("- {article: 1, title: '', explanation: 乙}", "says nothing"),
        ("- {article: 41, title: 甲, explanation: 乙}", "has no 41"),
        ("- {article: 1, paragraph: 2, title: 甲, explanation: 乙}", "has no"),
        (WHOLE + WHOLE, "explained twice"),
        ("- {", "explanations.yml"),
    ],
)
def test_a_malformed_file_is_refused_with_what_is_wrong(tmp_path, text, says):
    with pytest.raises(MalformedSource, match=says):
        read(tmp_path, text)
