"""Intent classifier: nlu.text.intent_model over n-grams and sentence vectors, and the safety judgement beside it."""

import logging
from dataclasses import asdict, fields
from typing import Any, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components import sources
from nlu.text import correction, needs, safety
from nlu.text.encoder import encode
from nlu.text.intent_model import IntentModel, Settings, train
from nlu.text.normalizer import normalize

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(RasaIntentClassifier, GraphComponent):  # type: ignore[misc]
    """Sets `intent`, `intent_ranking` and `safety` of a message; adds the entities `correction` and `need`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Out: what has to stand before it in the pipeline."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Out: what has to be installed beside Rasa."""
        return ["scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Out: the settings of the model, the safety thresholds and the length of the ranking."""
        return {**asdict(Settings()), **_prefixed(safety.Thresholds()), "ranking_length": 5}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Out: what training depends on beside this class and its configuration."""
        return sources.fingerprint()

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Optional[IntentModel] = None
    ) -> None:
        """In: config merged with the defaults by Rasa, where to keep the model, and the model when there is one."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._thresholds = safety.Thresholds(
            **{field.name: config[f"safety_{field.name}"] for field in fields(safety.Thresholds)}
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """In: what Rasa gives every component. Out: an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """In: what Rasa gives every component. Out: the trained classifier, or an untrained one where none was kept."""
        try:
            with model_storage.read_from(resource) as folder:
                model = IntentModel.load(folder)
                model.settings.grams("你好")  # loads jieba's dictionary: the first resident must not wait for that
                return cls(config, model_storage, resource, model)
        except (ValueError, FileNotFoundError):
            logger.warning("no trained intent model in %s", resource.name)
            return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """In: training data with sentence features. Out: where the model is kept."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT) and message.get(INTENT)]
        if not examples:
            logger.warning("no messages to learn intents from")
            return self._resource
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        texts = [normalize(message.get(TEXT)) for message in examples]
        features = np.vstack([_sentence_features(message) for message in examples])
        self._model = train(settings, texts, features, [message.get(INTENT) for message in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """In: messages with sentence features. Out: the same, classified. Without a model: intent None at 0.0."""
        for message in messages:
            if self._model is None or not message.get(TEXT):
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
            else:
                self._classify(message, self._model)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Out: the training data as it came: nothing behind this one learns from its predictions."""
        return training_data

    def _classify(self, message: Message, model: IntentModel) -> None:
        """In: one message. Sets its intent, ranking and safety judgement, and what it wants instead or besides."""
        text = message.get(TEXT)

        def read(parts: list[str]) -> list[dict[str, float]]:
            return _read(model, parts)

        chances = _by_intent(model, model.probabilities([normalize(text)], _sentence_features(message)))[0]
        judged = safety.judge(text, chances, read, self._thresholds)
        if judged.intent is None:
            instead = correction.find(text)
            chances = read([instead.text])[0] if instead else chances
            # What is meant instead of something else is one need, however many its clauses name.
            several = [] if instead else needs.find(text, chances, read)
            found = [*_instead(instead, text), *(_need(one, text) for one in several)]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        ranking = _ranking(chances, is_denied=judged.intent is None and correction.only_denies(text))
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[: self._config["ranking_length"]], add_to_output=True)
        message.set("safety", asdict(judged), add_to_output=True)


def _ranking(chances: dict[str, float], *, is_denied: bool) -> list[dict[str, Any]]:
    """In: chances by intent. Out: the ranking; what is only denied ("不是要调解") is wanted least of all."""
    names = sorted(chances, key=lambda name: -chances[name])
    ranking = [{"name": name, "confidence": chances[name]} for name in names]
    return [*ranking[1:], {"name": names[0], "confidence": 0.0}] if is_denied else ranking


def _instead(found: Optional[correction.Correction], text: str) -> list[dict[str, Any]]:
    """In: a correction and its message. Out: it as Rasa writes an entity, in a list of one or none."""
    if found is None:
        return []
    return [{"entity": "correction", "value": found.text, "start": found.start, "end": len(text)}]


def _need(need: needs.Need, text: str) -> dict[str, Any]:
    """In: one of several needs and its message. Out: it as Rasa writes an entity; `told` holds its words."""
    start = max(0, text.find(need.text.partition("，")[0]))
    return {"entity": "need", "value": need.intent, "start": start, "end": start + len(need.text), "told": need.text}


def _read(model: IntentModel, texts: list[str]) -> list[dict[str, float]]:
    """In: the model and texts as written. Out: the chances of each, by intent."""
    normal = [normalize(text) for text in texts]
    return _by_intent(model, model.probabilities(normal, encode(normal)))


def _by_intent(model: IntentModel, chances: Any) -> list[dict[str, float]]:
    """In: rows of probabilities. Out: the same by intent, as plain numbers (Rasa writes them as JSON)."""
    return [dict(zip(model.intents, map(float, row))) for row in chances]


def _prefixed(thresholds: safety.Thresholds) -> dict[str, float]:
    """In: thresholds. Out: their names in config.yml (safety_whole, …) and values."""
    return {f"safety_{name}": value for name, value in asdict(thresholds).items()}


def _sentence_features(message: Message) -> Any:
    """In: a message. Out: its dense sentence features, one row. Errors: ValueError without a featurizer before."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("IntentClassifier needs SentenceEncoder before it in the pipeline")
    return sentence.features
