import numpy as np

from bot.faq.vectors import RememberedVectors
from tests.unit.knowledge.letters import count_letters


class Counting:
    """An encoder that writes down what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, sentences):
        self.asked.append(list(sentences))
        return count_letters(sentences)


def test_a_text_is_encoded_once_and_rows_come_in_the_order_of_the_texts():
    encode = Counting()
    remembered = RememberedVectors(encode)
    remembered(["停水", "停电"])
    rows = remembered(["停电", "停气", "停水", "停气"])
    assert encode.asked == [["停水", "停电"], ["停气"]]
    assert np.array_equal(rows, count_letters(["停电", "停气", "停水", "停气"]))


def test_what_was_not_used_for_longest_is_forgotten():
    encode = Counting()
    remembered = RememberedVectors(encode, most=2)
    for text in ("停水", "停电", "停水", "停气", "停水", "停电"):
        remembered([text])
    assert encode.asked == [["停水"], ["停电"], ["停气"], ["停电"]]


def test_more_texts_at_once_than_are_remembered_are_all_encoded():
    assert len(RememberedVectors(count_letters, most=1)(["停水", "停电", "停气"])) == 3
