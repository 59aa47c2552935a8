import numpy as np

from knowledge import cross_validation
from knowledge.cross_validation import folds, kinds, paraphrases, topics, validate
from knowledge.questions import Question
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, count_letters

RNG = np.random.default_rng(0)
# Texts that share hardly a letter pair, in couples that differ by one letter.
ASKED = ["".join(chr(0x4E00 + letter) for letter in RNG.integers(0, 5000, size=8)) for _ in range(24)]
QUESTIONS = [
    Question(f"{text}{end}", (row % 40 + 1,), "ab"[row % 2]) for row, text in enumerate(ASKED[:12]) for end in "吗呢"
]
QUESTIONS += [Question(f"{text}{end}", ()) for text in ASKED[12:] for end in "吗呢"]
VECTORS = RNG.normal(size=(len(QUESTIONS), 8)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


def test_paraphrases_share_a_group_and_others_do_not():
    questions = [Question("社区给不给开证明", (34,)), Question("社区给不给开证明呢", (34,)), Question("彩礼", (17,))]
    first, second, third = paraphrases(questions, np.eye(3, dtype=np.float32))
    assert first == second != third


def test_a_question_and_its_paraphrase_are_never_on_both_sides():
    groups = paraphrases(QUESTIONS, VECTORS)
    for tested in folds(QUESTIONS, VECTORS):
        trained = set(range(len(QUESTIONS))) - set(tested.tolist())
        assert not set(groups[tested]) & {groups[row] for row in trained}


def test_every_question_is_tested_once_in_folds_in_topics_and_in_kinds():
    for split in (folds, topics, kinds):
        rows = np.concatenate(list(split(QUESTIONS, VECTORS)))
        assert sorted(rows.tolist()) == list(range(len(QUESTIONS)))


def test_what_is_tested_was_not_trained_on(monkeypatch):
    seen = []
    monkeypatch.setattr(cross_validation, "sentence_encoder", lambda: count_letters)
    real = cross_validation.train
    monkeypatch.setattr(cross_validation, "train", lambda *given: seen.append(given[2]) or real(*given))
    outcomes = validate(QUESTIONS, iter([np.array([0, 24])]), DOCUMENT, EXPLANATIONS)
    assert [outcome.question for outcome in outcomes] == [QUESTIONS[0], QUESTIONS[24]]
    assert not {QUESTIONS[0], QUESTIONS[24]} & set(seen[0])
