"""The candidates of the table, in its order."""

from nlu.comparison.candidate import Candidate
from nlu.comparison.ensemble import Mean
from nlu.comparison.homophones import repaired
from nlu.comparison.kernels import Kernel
from nlu.comparison.linear import Linear
from nlu.comparison.rasa_graph import RasaGraph
from nlu.comparison.words import nothing, only_plain_words, only_words, plain_words_and_characters
from nlu.text.intent_model import Settings
from nlu.text.ngrams import characters
from nlu.text.normalizer import fold

CHOSEN = Kernel("chosen", "**chosen: characters + words + USE, kernel least squares**")
_DIET = RasaGraph("diet", "Rasa's default: words + characters within words, DIET", pipeline="default")
_E5 = Kernel("kernel-e5", "the same, e5 in place of USE", encoders=("e5",))
_MEANING = Settings(meaning=1.0, tail=0.0)

_ALL: tuple[Candidate, ...] = (
    _DIET,
    RasaGraph("diet-use", "USE, DIET", pipeline="dense", longest=60),
    Linear("plain-words", "words (jieba), logistic regression", grams=only_plain_words),
    Linear("words", "words (jieba with the domain's), logistic regression", grams=only_words),
    Linear("characters", "characters 1-3, logistic regression", grams=characters),
    Linear("use", "USE, logistic regression", encoders=("use",), meaning=4.0),
    Linear("e5", "e5, logistic regression", encoders=("e5",), meaning=4.0),
    Linear("use-e5", "USE + e5, logistic regression", encoders=("use", "e5"), meaning=4.0),
    Linear("characters-use", "characters + USE, logistic regression", grams=characters, encoders=("use",)),
    Linear("characters-e5", "characters + e5, logistic regression", grams=characters, encoders=("e5",)),
    Linear("characters-use-e5", "characters + USE + e5, logistic regression", grams=characters, encoders=("use", "e5")),
    Linear("svm", "characters + USE, calibrated linear SVM", grams=characters, encoders=("use",), is_margin=True),
    Kernel("kernel-only-use", "USE, kernel least squares", settings=_MEANING, grams=nothing),
    Kernel("kernel-only-e5", "e5, kernel least squares", settings=_MEANING, grams=nothing, encoders=("e5",)),
    Kernel(
        "kernel-characters",
        "characters, kernel least squares",
        settings=Settings(meaning=0.0, words=False),
        encoders=(),
    ),
    Kernel("kernel-no-words", "characters + USE, kernel least squares", settings=Settings(words=False)),
    Kernel("kernel-plain-words", "the same + words (jieba)", grams=plain_words_and_characters),
    CHOSEN,
    Kernel("kernel-no-tail", "the same, without the tail of the message", settings=Settings(tail=0.0)),
    Kernel("kernel-as-written", "the same, without normalisation", prepare=fold),
    Kernel("kernel-homophones", "the same, with homophones put right", prepare=repaired),
    _E5,
    Kernel("kernel-use-e5", "the same, e5 beside USE", encoders=("use", "e5")),
    Mean("mean-diet", "mean of chosen and Rasa's default", members=(CHOSEN, _DIET)),
    Mean("mean-e5", "mean of chosen and the one with e5", members=(CHOSEN, _E5)),
)
CANDIDATES = {candidate.key: candidate for candidate in _ALL}


def asked_for(keys: list[str]) -> list[Candidate]:
    """In: keys, none for all. Out: their candidates in the table's order, with the members of an ensemble before it."""
    members = [member.key for key in keys for member in getattr(CANDIDATES.get(key), "members", ())]
    wanted = {*keys, *members}
    return [candidate for candidate in _ALL if not keys or candidate.key in wanted]
