"""What a request is about: one matter of each kind (dispute, elderly, domestic, psych, legal, public) that is mentioned."""

from collections import Counter
from functools import lru_cache

from nlu.text import dictionary
from nlu.text.entities import words
from nlu.text.entities.span import Span


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: for each kind the matter mentioned most, else first; value the key, role the kind."""
    return [span for kind in _kinds() if (span := _of_kind(folded, kind))]


def labels(kind: str) -> dict[str, str]:
    """In: a kind. Out: key → what people read. Errors: KeyError for an unknown kind."""
    return {key: entry["label"] for key, entry in dictionary.yaml_file("matters.yml")[kind].items()}


def _of_kind(folded: str, kind: str) -> "Span | None":
    """In: a folded text and a kind. Out: its matter, or None."""
    keys = _kinds()[kind]
    hits = list(words.pattern(tuple(keys)).finditer(folded))
    if not hits:
        return None
    # Longer words say more: 物业费 weighs more than 吵.
    weights: Counter[str] = Counter()
    for hit in hits:
        weights[keys[hit.group()]] += len(hit.group())
    best = max(weights, key=lambda key: weights[key])  # dicts keep order: the first mentioned wins a draw
    first = next(hit for hit in hits if keys[hit.group()] == best)
    return Span("matter", best, first.start(), first.end(), kind)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, dict[str, str]]:
    """Out: kind → word → key. A word listed under two matters of one kind belongs to the first."""
    kinds: dict[str, dict[str, str]] = {}
    for kind, matters in dictionary.yaml_file("matters.yml").items():
        kinds[kind] = {}
        for key, entry in matters.items():
            for word in entry["words"]:
                kinds[kind].setdefault(str(word), key)
    return kinds
