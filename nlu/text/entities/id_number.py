"""Resident identity numbers: 18 characters, the last one a checksum (GB 11643-1999)."""

import re

from nlu.text.entities.span import Span

_NUMBER = re.compile(r"(?<!\d)[1-8](?: ?\d){16} ?[\dx](?![\da-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: its identity numbers with a right checksum; a wrong one is not reported."""
    found = [(hit, hit.group().replace(" ", "").upper()) for hit in _NUMBER.finditer(folded)]
    return [Span("id_number", number, hit.start(), hit.end()) for hit, number in found if is_valid(number)]


def is_valid(number: str) -> bool:
    """In: 18 characters, upper case. Out: whether the last one is the checksum of the others."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS))
    return _CHECKS[total % 11] == number[17]
