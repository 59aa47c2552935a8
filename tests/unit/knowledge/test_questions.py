import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.questions import MalformedQuestions, Question, read_questions, read_reviewed_questions


def write(folder, text):
    path = folder / "some.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_holds_question_articles_and_kind(tmp_path):
    path = write(tmp_path, "谁开证明\t34,38\tsituation\n今天下雨吗\t0\n")
    assert read_questions(path) == [Question("谁开证明", (34, 38), "situation"), Question("今天下雨吗", ())]


@pytest.mark.parametrize("separator", [",", "，", "、", "|", ";", "；", "/", " ", ", "])
def test_articles_may_be_separated_as_people_do(tmp_path, separator):
    assert read_questions(write(tmp_path, f"谁开证明\t34{separator}38\n")) == [Question("谁开证明", (34, 38))]


def test_a_reviewer_may_name_the_paragraph(tmp_path):
    path = write(tmp_path, "谁开证明\t34.1\tparagraph\n")
    assert read_questions(path) == [Question("谁开证明", (34,), "paragraph", 1)]


def test_a_heading_comments_and_blank_lines_are_skipped(tmp_path):
    path = write(tmp_path, "question\tarticles\tkind\n\n# 说明\n谁开证明\t34\n")
    assert [question.text for question in read_questions(path)] == ["谁开证明"]


def test_only_a_question_with_articles_is_answerable():
    assert Question("甲", (1,)).is_answerable
    assert not Question("甲", ()).is_answerable


@pytest.mark.parametrize(
    "line",
    [
        "没有制表符",
        "甲\t乙",
        "甲\t1,x",
        "\t1",
        "甲\t1\tk\t多余",
        "甲\t0,3",
        "甲\t-1",
        "甲\t",
        "甲\t34.1,38",
        "甲\t34.",
        "甲\t3||4",
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path, line):
    with pytest.raises(MalformedQuestions, match=r"some\.tsv, line 2"):
        read_questions(write(tmp_path, f"好\t1\n{line}\n"))


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(MalformedQuestions, match="no questions"):
        read_questions(write(tmp_path, "\n"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(MalformedQuestions, match=r"none\.tsv"):
        read_questions(tmp_path / "none.tsv")


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "gbk.tsv").write_bytes("证明\t34".encode("gbk"))
    with pytest.raises(MalformedQuestions, match=r"gbk\.tsv"):
        read_questions(tmp_path / "gbk.tsv")


@given(st.lists(st.integers(1, 40), min_size=1, max_size=3, unique=True), st.text(alphabet="问答村居", min_size=1))
def test_any_question_written_is_read_back(tmp_path_factory, articles, text):
    path = write(tmp_path_factory.mktemp("questions"), f"{text}\t{','.join(map(str, articles))}\n")
    assert read_questions(path) == [Question(text, tuple(articles))]


def test_the_reviewed_questions_cover_all_forty_articles_and_the_unanswerable():
    questions = read_reviewed_questions()
    assert {article for question in questions for article in question.articles} == set(range(1, 41))
    assert any(not question.is_answerable for question in questions)


def test_no_reviewed_question_is_both_answerable_and_not():
    questions = read_reviewed_questions()
    refused = {question.text for question in questions if not question.is_answerable}
    assert not refused & {question.text for question in questions if question.is_answerable}
