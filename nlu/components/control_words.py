"""Control words: after the statistical classifier, exact patterns win with confidence 1.0."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.control_words import Control, recognise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ControlWords(IntentClassifier, GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Overrides intent and ranking of a message that is nothing but dialogue control; adds `number` and `field`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Out: what has to stand before it: a classifier whose ranking it heads."""
        return [IntentClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ControlWords":
        """In: what Rasa gives every component. Out: the classifier."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """In: classified messages. Out: the same, control messages overridden."""
        for message in messages:
            control = recognise(message.get(TEXT) or "")
            if control is not None:
                self._override(message, control)
        return messages

    def _override(self, message: Message, control: Control) -> None:
        """In: a message and the control it is. The statistical ranking stays behind it, for whoever wants to see it."""
        intent = {"name": control.intent, "confidence": 1.0}
        others = [one for one in message.get(INTENT_RANKING_KEY, []) if one["name"] != control.intent]
        entities = message.get(ENTITIES, []) + self.add_extractor_name(control.entities)
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        message.set(ENTITIES, entities, add_to_output=True)
        # 上一步 and 跳过 are too short for the statistical judgement: it would raise an alarm in the midst of a form.
        message.set("safety", {"intent": None, "confidence": 0.0, "sentence": ""}, add_to_output=True)
