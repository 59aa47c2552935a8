import pytest

from knowledge.abstention import AbstentionModel, find_cues
from knowledge.features import Features, embed
from knowledge.residue import Residue
from tests.unit.knowledge.letters import DOCUMENT, QUESTIONS, count_letters

RESIDUE = Residue(passage.text for passage in DOCUMENT.passages())


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("网格员工资是多少", "money"),
        ("调解委员会电话是啥", "contact"),
        ("调解室几点开门", "time"),
        ("彩礼高了罚多少", "penalty"),
        ("咋申请低保", "procedure"),
        ("书记叫啥名", "name"),
        ("一个网格几个人", "count"),
        ("民法典咋说", "other law"),
    ],
)
def test_what_kind_of_fact_is_asked_for_shows_in_the_words(question, cue):
    assert cue in find_cues(question)


def test_a_plain_question_has_no_cue():
    assert find_cues("村规民约由谁制定") == []


def test_it_learns_to_tell_answerable_questions_from_the_others():
    texts = [question.text for question in QUESTIONS]
    answerable = [question.is_answerable for question in QUESTIONS]
    rows = Features(texts).of(texts, embed(texts, count_letters))
    found = AbstentionModel(rows, texts, answerable, RESIDUE).answerable(rows, texts)
    assert [bool(probability > 0.5) for probability in found] == answerable


def test_a_way_of_asking_learned_from_one_matter_is_known_again_in_another():
    """The last two questions share no matter with the first ones, and no way of asking with each other."""
    matters = ("网格员", "志愿者", "法律顾问", "人民调解委员会", "社区基金")
    texts = [*(f"{one}一个月拿几张票子" for one in matters), *(f"{one}该不该由政府来建" for one in matters)]
    answerable = [False] * len(matters) + [True] * len(matters)
    asked = ["村规民约一个月拿几张票子", "村规民约该不该由政府来建"]
    features = Features(texts)
    rows, new = (features.of(some, embed(some, count_letters)) for some in (texts, asked))
    paid, built = AbstentionModel(rows, texts, answerable, RESIDUE).answerable(new, asked)
    assert paid < 0.5 < built
