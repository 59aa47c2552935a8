import yaml

from bot.lessons import counts, export, export_file_name, propose
from bot.models import LessonState
from nlu.text.messages import read


def agree(lesson, intent, people):
    for person in people:
        propose(lesson, intent, lesson.text, person)


def test_what_is_agreed_leaves_once_as_training_messages(session, lesson, people, now, tmp_path):
    agree(lesson("能不能赔我"), "legal_question", people)
    agree(lesson("老人摔了: 谁管"), "elderly_care", people)
    lesson("还没人看过")
    (tmp_path / export_file_name(now)).write_text(export(session, now), encoding="utf-8")
    assert {(one.intent, one.text) for one in read(tmp_path)} == {
        ("legal_question", "能不能赔我"),
        ("elderly_care", "老人摔了: 谁管"),
    }
    assert export(session, now) == ""
    assert counts(session)[LessonState.AGREED] == 0


def test_the_file_is_as_people_write_it(session, lesson, people, now):
    agree(lesson(), "legal_question", people)
    content = export(session, now)
    assert "examples: |\n" in content
    assert yaml.safe_load(content)["version"] == "3.1"
