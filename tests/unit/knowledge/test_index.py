import dataclasses

import pytest

import knowledge.index
from knowledge.index import open_index, train
from knowledge.questions import Question
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, QUESTIONS, count_letters


@pytest.fixture
def trained(monkeypatch):
    """Count trainings on the few questions instead of all."""
    count = []

    def train_small(*_):
        count.append(1)
        return train(DOCUMENT, EXPLANATIONS, QUESTIONS, count_letters)

    monkeypatch.setattr(knowledge.index, "train", train_small)
    monkeypatch.setattr(knowledge.index, "sentence_encoder", lambda: count_letters)
    return count


def test_it_is_trained_once_and_then_loaded(tmp_path, trained):
    first = open_index(DOCUMENT, EXPLANATIONS, tmp_path / "new")
    second = open_index(DOCUMENT, EXPLANATIONS, tmp_path / "new")
    assert len(trained) == 1
    assert first.questions == second.questions


def test_other_inputs_train_anew_and_leave_no_old_file(tmp_path, trained, monkeypatch):
    open_index(DOCUMENT, EXPLANATIONS, tmp_path)
    monkeypatch.setattr(knowledge.index, "_fingerprint", lambda: "other")
    open_index(DOCUMENT, EXPLANATIONS, tmp_path)
    assert len(trained) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["index-other.joblib"]


def test_every_reviewed_question_has_a_row_of_features(index):
    assert index.question_features.shape[0] == len(index.questions) == len(QUESTIONS)


def test_every_field_of_an_index_survives_the_cache(tmp_path, trained):
    first = open_index(DOCUMENT, EXPLANATIONS, tmp_path)
    second = open_index(DOCUMENT, EXPLANATIONS, tmp_path)
    assert {field.name for field in dataclasses.fields(first)} == set(vars(second))
    assert (first.passage_features != second.passage_features).nnz == 0


def test_questions_of_one_sort_alone_cannot_be_learned():
    with pytest.raises(ValueError, match="class"):
        train(DOCUMENT, EXPLANATIONS, [Question("甲", (1,)), Question("乙", (2,))], count_letters)
