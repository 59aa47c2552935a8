"""How pressing a resident says it is: now, soon or whenever."""

from nlu.text import dictionary
from nlu.text.entities import words
from nlu.text.entities.span import Span


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: one urgency or none; the order of dictionary/urgency.yml decides between several."""
    for value, said in dictionary.yaml_file("urgency.yml").items():
        hit = words.pattern(tuple(said)).search(folded)
        if hit:
            return [Span("urgency", value, hit.start(), hit.end())]
    return []
