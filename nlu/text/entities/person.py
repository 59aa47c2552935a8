"""People a message speaks of, by their relation to the resident: 俺爹 → 父亲."""

from functools import lru_cache

from nlu.text import dictionary
from nlu.text.entities import words
from nlu.text.entities.span import Span


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: each person at the first mention; the value is the relation staff read."""
    relations = _relations()
    spans: dict[str, Span] = {}
    for hit in words.pattern(tuple(relations)).finditer(folded):
        value = relations[hit.group()]
        spans.setdefault(value, Span("person", value, hit.start(), hit.end()))
    return list(spans.values())


@lru_cache(maxsize=1)
def _relations() -> dict[str, str]:
    """Out: word → relation."""
    listed = dictionary.yaml_file("persons.yml")
    return {str(word): relation for relation, said in listed.items() for word in said}
