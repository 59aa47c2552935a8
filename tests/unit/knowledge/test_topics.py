import pytest

from knowledge.regulation import MalformedSource
from knowledge.topics import read_topics, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("老板拖欠工资", "labour"),
        ("商家不退货", "consumer"),
        ("停电了", "power"),
        ("离婚财产咋分", "legal_aid"),
        ("低保咋申请", "government"),
    ],
)
def test_plain_words_give_the_topic_away(question, topic):
    assert topic_of(question).name == topic


def test_other_questions_have_no_topic():
    assert topic_of("今天会下雨吗") is None


@pytest.mark.parametrize("text", ["- {name: x}", "5", "- {"])
def test_a_malformed_file_is_refused(tmp_path, text):
    path = tmp_path / "topics.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedSource, match=r"topics\.yml"):
        read_topics(path)
