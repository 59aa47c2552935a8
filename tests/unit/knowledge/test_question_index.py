import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.question_index import QuestionIndex, grams, letters
from tests.unit.knowledge.letters import count_letters

WORDS = st.text(alphabet="社区证明开放时间老年食堂几点", min_size=1, max_size=12)


@pytest.fixture
def index():
    index = QuestionIndex(count_letters)
    index.put("meal", ["老年食堂几点开门", "食堂什么时候吃饭"])
    index.put("bike", ["电动车在哪儿充电"])
    return index


def test_the_key_with_the_most_alike_text_comes_first(index):
    first, *_ = index.search("老年食堂几点开")
    assert (first.key, first.text) == ("meal", "老年食堂几点开门")
    assert first.score > 0.8


def test_a_dropped_key_is_found_no_more(index):
    index.drop("meal")
    assert [near.key for near in index.search("老年食堂几点开门")] == ["bike"]
    assert len(index) == 1


def test_new_texts_take_the_place_of_the_old_ones(index):
    index.put("meal", ["周末有没有晚饭"])
    assert index.search("周末有晚饭吗")[0].text == "周末有没有晚饭"
    assert all(near.text != "老年食堂几点开门" for near in index.search("老年食堂几点开门"))


def test_only_what_is_allowed_is_found(index):
    assert [near.key for near in index.search("老年食堂几点开", lambda key: key == "bike")] == ["bike"]


@pytest.mark.parametrize("question", ["", "？？", "😀", '"OR" NEAR('])
def test_a_question_of_signs_breaks_nothing(index, question):
    assert isinstance(index.search(question), list)


def test_an_empty_index_finds_nothing():
    assert QuestionIndex(count_letters).search("食堂") == []


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(WORDS, min_size=1, max_size=3), min_size=1), st.data())
def test_every_text_finds_a_key_that_has_it_with_full_score(texts, data):
    index = QuestionIndex(count_letters)
    for key, own in texts.items():
        index.put(key, own)
    asked = data.draw(st.sampled_from([text for own in texts.values() for text in own]))
    best = index.search(asked)[0]
    assert best.score == pytest.approx(1, abs=0.01)
    assert grams(best.text) == grams(asked)


def test_many_keys_come_and_go():
    index = QuestionIndex(count_letters)
    for number in range(600):
        index.put(f"k{number}", [f"第{number}件事怎么办"])
    for number in range(0, 600, 2):
        index.drop(f"k{number}")
    assert index.search("第599件事怎么办")[0].key == "k599"
    assert all(int(near.key[1:]) % 2 for near in index.search("第300件事怎么办"))


def test_letters_ignore_what_does_not_change_a_question():
    assert letters(" 食堂，几点开？") == letters("食堂几点开")
