"""What candidates cut a text into, and what Rasa is given to learn from."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from nlu.comparison.rasa_graph import written
from nlu.comparison.words import nothing, only_plain_words, only_words, plain_words_and_characters
from nlu.text.ngrams import characters


def test_terms_of_the_dictionary_are_words_only_where_it_is_asked() -> None:
    assert "\t月嫂" in only_words("找个月嫂")
    assert "\t月嫂" not in only_plain_words("找个月嫂")


def test_single_characters_stand_beside_words() -> None:
    for cut in (only_words, only_plain_words):
        assert {"助", "餐"} < set(cut("助餐"))


def test_plain_words_stand_beside_n_grams() -> None:
    assert set(characters("老人吃饭")) < set(plain_words_and_characters("老人吃饭"))
    assert nothing("老人吃饭") == []


@pytest.mark.parametrize("text", ["冒号: 也行", "引号\"和'", "# 井号", "- 横线", "*星*"])
def test_rasas_training_file_holds_every_message(text: str) -> None:
    blocks = yaml.safe_load(written([text, "你好"], np.array(["dispute", "smalltalk"])))["nlu"]
    assert blocks[0] == {"intent": "dispute", "examples": f"- {text}\n"}
    assert blocks[1]["intent"] == "smalltalk"
