"""Entity extractor: nlu.text.entities over each message."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.entities import extract


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Adds phone, id_number, place, time, person, age, matter and urgency to `entities`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityExtractor":
        """In: what Rasa gives every component. Out: the extractor, its patterns compiled (80 ms)."""
        extract("你好")
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """In: messages. Out: the same, with entities; no entity where there is no text."""
        for message in messages:
            found = [span.as_rasa() for span in extract(message.get(TEXT) or "")]
            entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
