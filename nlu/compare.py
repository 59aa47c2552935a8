"""Measures classifiers on voices they have not seen: `nlu/.venv/bin/python -m nlu.compare` (`make compare-pipelines`).

Whoever wrote a message wrote the others of that voice as well, so a random split flatters: it asks whether a classifier knows
the writer. Here every message is judged by a model that saw nothing of its voice (the voices fall into five groups; with
--each-voice the winner is also measured with one voice left out at a time). Held-out sets under tests/evaluation are never
read here: what chooses must not also judge.

Takes about five minutes on one free core. The result goes to docs/nlu.md by hand, with the date and the number of messages.
"""

import argparse
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np

from nlu.text import messages, safety
from nlu.text.encoder import encode
from nlu.text.intent_model import Settings, likeness, softmax, targets, train
from nlu.text.ngrams import Vectorizer, characters
from nlu.text.normalizer import fold, normalize
from nlu.text.segmentation import words_and_characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GROUPS = 5
_ADVERSARIAL = "adversarial"


@dataclass
class Data:
    """Everything a candidate may look at: labels, voices, and each text with its sentence vector."""

    intents: list[str]
    voices: "NDArray[Any]"
    names: list[str]
    texts: list[str]
    vectors: "NDArray[np.float32]"
    groups: list["NDArray[np.int64]"]


@dataclass
class Result:
    """What a candidate scored: a row of probabilities a message, and what learning cost."""

    name: str
    chances: "NDArray[np.float64]"
    training_seconds: float


Fit = Callable[[Data, "NDArray[np.int64]"], Callable[["NDArray[np.int64]"], "NDArray[np.float64]"]]


def load(prepare: Callable[[str], str] = normalize) -> Data:
    """In: how texts are made uniform. Out: the training messages, with five groups of voices. Errors: OSError."""
    read = messages.read()
    texts = [prepare(message.text) for message in read]
    voices = np.array([message.voice for message in read])
    order = np.random.RandomState(0).permutation(sorted(set(voices)))
    groups = [np.flatnonzero(np.isin(voices, order[start::_GROUPS])) for start in range(_GROUPS)]
    intents = [message.intent for message in read]
    return Data(intents, voices, sorted(set(intents)), texts, encode(texts), groups)


def judge(name: str, data: Data, fit: Fit) -> Result:
    """In: a candidate. Out: its chances for every message, each from a model that saw no message of that group."""
    chances = np.zeros((len(data.texts), len(data.names)))
    seconds = 0.0
    for group in data.groups:
        rest = np.setdiff1d(np.arange(len(data.texts)), group)
        started = time.process_time()
        read = fit(data, rest)
        seconds += time.process_time() - started
        chances[group] = read(group)
    return Result(name, chances, seconds / len(data.groups))


def linear(grams: Optional[Callable[[str], list[str]]], meaning: float, machine: str) -> Fit:
    """In: which grams, the weight of sentence vectors (0: none), "regression" or "margin". Out: a scikit-learn candidate."""

    def fit(data: Data, rows: "NDArray[np.int64]") -> Callable[["NDArray[np.int64]"], "NDArray[np.float64]"]:
        from scipy.sparse import csr_matrix, hstack
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC

        vectorizer = Vectorizer(grams or characters).fit([data.texts[row] for row in rows])

        def features(chosen: "NDArray[np.int64]") -> Any:
            parts = [csr_matrix(data.vectors[chosen] * meaning)] if meaning else []
            parts += [vectorizer.matrix([data.texts[row] for row in chosen])] if grams else []
            return hstack(parts, format="csr")

        learners = {
            "regression": LogisticRegression(C=20, solver="liblinear", class_weight="balanced"),
            "margin": CalibratedClassifierCV(LinearSVC(class_weight="balanced"), cv=3),
        }
        learner = learners[machine].fit(features(rows), np.array(data.intents)[rows])
        return lambda chosen: np.asarray(learner.predict_proba(features(chosen)))

    return fit


def kernel(settings: Settings, grams: Optional[Callable[[str], list[str]]] = None) -> Fit:
    """In: settings and grams. Out: the candidate that nlu.text.intent_model implements, from one kernel of all messages."""

    def fit(data: Data, rows: "NDArray[np.int64]") -> Callable[["NDArray[np.int64]"], "NDArray[np.float64]"]:
        from scipy.linalg import cho_factor, cho_solve

        matrix = _kernel_of_all(data, settings, grams)
        known = matrix[np.ix_(rows, rows)]
        known[np.diag_indices(len(rows))] += np.float32(settings.ridge)
        wanted = targets([data.intents[row] for row in rows], data.names)
        weights = cho_solve(cho_factor(known.T, lower=True, overwrite_a=True, check_finite=False), wanted)
        return lambda chosen: softmax(matrix[np.ix_(chosen, rows)] @ weights * settings.temperature)

    return fit


_kernels: dict[Any, "NDArray[np.float32]"] = {}


def _kernel_of_all(
    data: Data, settings: Settings, grams: Optional[Callable[[str], list[str]]]
) -> "NDArray[np.float32]":
    """Out: the kernel matrix of all messages, computed once a candidate. Only idf sees the left-out texts, no label does."""
    key = (id(data), settings, grams)
    if key not in _kernels:
        _kernels.clear()
        _kernels[key] = likeness(settings, data.texts, data.vectors, grams).matrix
    return _kernels[key]


def each_voice(data: Data, settings: Settings) -> Result:
    """In: data and settings. Out: the chances with one voice left out at a time, in closed form from one inverse.

    With H the inverse of the regularised kernel and Y the targets, leaving out the rows g gives the scores
    Y[g] - H[g, g]^-1 (H Y)[g] there.
    """
    started = time.process_time()
    matrix = likeness(settings, data.texts, data.vectors).matrix
    matrix[np.diag_indices(len(data.texts))] += np.float32(settings.ridge)
    inverse = np.linalg.inv(matrix)
    wanted = targets(data.intents, data.names)
    weights = inverse @ wanted
    scores = np.zeros_like(wanted)
    for voice in sorted(set(data.voices)):
        own = np.flatnonzero(data.voices == voice)
        scores[own] = wanted[own] - np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
    return Result("each voice", softmax(scores * settings.temperature), time.process_time() - started)


def row(data: Data, result: Result) -> str:
    """In: a result. Out: its line of the table."""
    figures = _figures(data, result.chances, np.ones(len(data.texts), dtype=bool))
    adversarial = _figures(data, result.chances, data.voices == _ADVERSARIAL)
    return (
        f"| {result.name} | {figures['accuracy']:.3f} | {figures['macro_f1']:.3f} | {adversarial['macro_f1']:.3f} "
        f"| {figures['safety_recall']:.3f} | {figures['safety_false_rate']:.3f} | {figures['out_of_scope_f1']:.3f} "
        f"| {result.training_seconds:.0f} |"
    )


HEADER = (
    "| candidate | accuracy | macro-F1 | macro-F1 adversarial | safety recall | safety false rate "
    "| out_of_scope F1 | training s |\n|---|---|---|---|---|---|---|---|"
)


def _figures(data: Data, chances: "NDArray[np.float64]", chosen: "NDArray[Any]") -> dict[str, float]:
    """In: chances and which messages count. Out: the figures; safety is called where its threshold is reached or it wins."""
    truth = np.array(data.intents)[chosen]
    guess = np.array(data.names)[chances[chosen].argmax(axis=1)]
    f1 = {name: _f1(truth == name, guess == name) for name in data.names}
    columns = [data.names.index(name) for name in safety.SAFETY_INTENTS]
    called = (chances[chosen][:, columns].sum(axis=1) >= safety.Thresholds().whole) | np.isin(
        guess, safety.SAFETY_INTENTS
    )
    real = np.isin(truth, safety.SAFETY_INTENTS)
    return {
        "accuracy": float((truth == guess).mean()),
        "macro_f1": float(np.mean(list(f1.values()))),
        "out_of_scope_f1": f1["out_of_scope"],
        "safety_recall": float(called[real].mean()),
        "safety_false_rate": float(called[~real].mean()),
    }


def _f1(truth: "NDArray[Any]", guess: "NDArray[Any]") -> float:
    """In: what is and what was said to be. Out: F1, 0 when nothing is right."""
    right = float((truth & guess).sum())
    return 2 * right / float(truth.sum() + guess.sum()) if right else 0.0


def _only_words(text: str) -> list[str]:
    """In: a text. Out: its jieba words."""
    return [gram for gram in words_and_characters(text) if gram.startswith("\t")]


def costs(data: Data, count: int = 200) -> str:
    """In: data. Out: a line: what the chosen one costs, reading one message at a time as the server does."""
    started = time.process_time()
    model = train(Settings(), data.texts, data.vectors, data.intents)
    learning = time.process_time() - started
    texts = [f"{text} " for text in data.texts[:: max(1, len(data.texts) // count)]]  # not those the encoder remembers
    started = time.process_time()
    vectors = [encode([text]) for text in texts]
    encoding = 1000 * (time.process_time() - started) / len(texts)
    started = time.process_time()
    for text, vector in zip(texts, vectors):
        model.probabilities([text], vector)
    reading = 1000 * (time.process_time() - started) / len(texts)
    return (
        f"learning {learning:.0f} s; a message {encoding + reading:.1f} ms (sentence vector {encoding:.1f}) of one core"
    )


def main() -> None:
    """Prints the table, and what the chosen one costs and scores for every voice."""
    parser = argparse.ArgumentParser(description="Compare classifiers on voices they have not seen.")
    parser.add_argument("--each-voice", action="store_true", help="only the chosen one, one voice left out at a time")
    options = parser.parse_args()
    data = load()
    print(f"{len(data.texts)} messages, {len(set(data.voices))} voices\n\n{HEADER}", flush=True)
    if not options.each_voice:
        _compare(data)
    chosen = each_voice(data, Settings())
    print(row(data, chosen))
    print(costs(data))
    for voice in sorted(set(data.voices)):
        figures = _figures(data, chosen.chances, data.voices == voice)
        print(f"  {voice:<24}" + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def _compare(data: Data) -> None:
    """In: data. Prints the row of each candidate as soon as it is measured."""
    unchanged = load(fold)
    candidates: list[tuple[str, Data, Fit]] = [
        ("words (jieba), logistic regression", data, linear(_only_words, 0, "regression")),
        ("characters 1-3, logistic regression", data, linear(characters, 0, "regression")),
        ("sentence vector, logistic regression", data, linear(None, 4, "regression")),
        ("characters + vector, logistic regression", data, linear(characters, 1, "regression")),
        ("characters + vector, calibrated linear SVM", data, linear(characters, 1, "margin")),
        ("sentence vector, kernel least squares", data, kernel(Settings(meaning=1.0, tail=0.0), _nothing)),
        ("characters, kernel least squares", data, kernel(Settings(meaning=0.0, words=False))),
        ("characters + vector, kernel least squares", data, kernel(Settings(words=False))),
        ("chosen, without tail of the message", data, kernel(Settings(tail=0.0))),
        ("chosen, without normalisation", unchanged, kernel(Settings())),
        ("**chosen: characters + words + vector, kernel least squares**", data, kernel(Settings())),
    ]
    for name, seen, fit in candidates:
        print(row(seen, judge(name, seen, fit)), flush=True)


def _nothing(text: str) -> list[str]:
    """Out: no grams at all."""
    return []


if __name__ == "__main__":
    main()
