"""Telephone numbers: mobile and landline, with gaps, full width, or spoken digit by digit (幺三九…)."""

import re

from nlu.text import numerals
from nlu.text.entities.span import Span

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9](?:[- ]?\d){9})(?![- ]?\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- )]?(\d{7,8})(?!\d)")
# A local number of Jiaozuo (0391) has seven digits; without a word before it, seven digits may be anything.
_LOCAL = re.compile(r"(?:电话|座机|号码|固话|打)(?:是|为|:)?\s*([2-8]\d{6})(?!\d)")


def find(folded: str) -> list[Span]:
    """In: a folded text. Out: its telephone numbers; the value has digits only, a landline's area code set off by a dash."""
    text = numerals.digits(folded)
    spans = [Span("phone", re.sub(r"\D", "", hit[1]), hit.start(1), hit.end(1)) for hit in _MOBILE.finditer(text)]
    spans += [Span("phone", f"{hit[1]}-{hit[2]}", hit.start(1), hit.end(2)) for hit in _LANDLINE.finditer(text)]
    taken = list(spans)
    local = [Span("phone", hit[1], hit.start(1), hit.end(1)) for hit in _LOCAL.finditer(text)]
    return spans + [span for span in local if not any(span.overlaps(other) for other in taken)]
