"""Text as WeChat takes it: no control characters, and cut by bytes where a reader would pause."""

from __future__ import annotations

import re
import unicodedata

from bot.preferences import Preferences

# WeChat's ceiling for a text: second-hand, so administrators may lower it (bot/preferences/catalogue.py).
TEXT_BYTES = Preferences.text_bytes


def shipped_limit() -> int:
    """Return the ceiling as it is unless administrators set another."""
    return TEXT_BYTES


# What XML 1.0 and PostgreSQL cannot hold: control characters, lone surrogates, non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ATOM = re.compile(r"<a\b[^>]*>.*?</a>|.", re.DOTALL)
_TAG = re.compile(r"</?a\b[^>]*>")
_SENTENCE_ENDS = frozenset("。！？!?；;…\n")
_CLOSERS = frozenset("”’」』）》】〉)\"'")
_CLAUSE_ENDS = frozenset("，,、：: ")
_JOINER = "\u200d"


def clean(text: str) -> str:
    """Return the text without what breaks XML or a database, with line ends of one sort."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def size(text: str) -> int:
    """Length in bytes, as WeChat counts."""
    return len(text.encode())


def split(text: str, limit: int = TEXT_BYTES) -> list[str]:
    """Cut a text into pieces of at most `limit` bytes: at sentence ends, else at commas, else between characters.

    Never inside a character (nor between it and its combining signs) and never inside an <a> tag, as long as the tag
    itself fits. Pieces have no white space at their ends; empty ones are left out.
    """
    atoms = _atoms(clean(text), limit)
    pieces, start = [], 0
    while start < len(atoms):
        end = _cut(atoms, start, limit)
        if piece := "".join(atoms[start:end]).strip():
            pieces.append(piece)
        start = end
    return pieces


def pack(parts: list[str], limit: int = TEXT_BYTES, joint: str = "\n\n") -> list[str]:
    """Join neighbours while they fit; parts that are themselves too long are split."""
    packed: list[str] = []
    for part in parts:
        for piece in split(part, limit):
            if packed and size(packed[-1] + joint + piece) <= limit:
                packed[-1] += joint + piece
            else:
                packed.append(piece)
    return packed


def _atoms(text: str, limit: int) -> list[str]:
    """Return what must stay whole: tags with their words, characters with their combining signs."""
    atoms: list[str] = []
    for match in _ATOM.finditer(text):
        atom = match.group()
        if len(atom) > 1 and size(atom) > limit:
            atoms.extend(_atoms(_TAG.sub("", atom), limit))
        elif atoms and len(atom) == 1 and _belongs_to(atoms[-1], atom) and size(atoms[-1] + atom) <= limit:
            atoms[-1] += atom
        else:
            atoms.append(atom)
    return atoms


def _belongs_to(before: str, sign: str) -> bool:
    is_mark = unicodedata.category(sign) in ("Mn", "Me") or sign == _JOINER or "\U0001f3fb" <= sign <= "\U0001f3ff"
    return is_mark or before.endswith(_JOINER)


def _cut(atoms: list[str], start: int, limit: int) -> int:
    """Return the index before which the piece that starts at `start` ends."""
    used, end = 0, start
    while end < len(atoms) and (used := used + size(atoms[end])) <= limit:
        end += 1
    if end == len(atoms):
        return end
    for pause in (_SENTENCE_ENDS, _CLAUSE_ENDS):
        for index in range(end, start, -1):
            if _pauses_before(atoms, index, pause):
                return index
    return max(end, start + 1)


def _pauses_before(atoms: list[str], index: int, ends: frozenset[str]) -> bool:
    """Whether a reader pauses between `index - 1` and `index`; a closing quote stays with its sentence."""
    if index < len(atoms) and (atoms[index] in _CLOSERS or atoms[index] in _SENTENCE_ENDS - {"\n"}):
        return False
    last = index - 1
    while last > 0 and atoms[last] in _CLOSERS:
        last -= 1
    return atoms[last] in ends
