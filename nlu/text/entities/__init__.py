"""Entities of a message, found by patterns and word lists; spans point into the original text."""

from nlu.text.entities import age, id_number, matter, person, phone, place, time, urgency
from nlu.text.entities.span import Span
from nlu.text.normalizer import fold


def extract(text: str) -> list[Span]:
    """In: a resident's message as written. Out: its entities, in the order of their kind. No errors."""
    folded = fold(text)
    numbers = [*id_number.find(folded), *phone.find(folded)]
    # Digits belong to one thing: a telephone's are no house number, a house number's (88号) no day of the month.
    places = _apart(place.find(folded, text), numbers)
    ages = _apart(age.find(folded), [*numbers, *places])
    times = _apart(time.find(folded, text), [*numbers, *places, *ages])
    return [*numbers, *places, *times, *ages, *person.find(folded), *matter.find(folded), *urgency.find(folded)]


def _apart(spans: list[Span], taken: list[Span]) -> list[Span]:
    """In: spans and those that come first. Out: the spans that overlap none of them."""
    return [span for span in spans if not any(span.overlaps(other) for other in taken)]
