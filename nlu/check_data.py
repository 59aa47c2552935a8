"""Checks the training messages: `python -m nlu.check_data`, part of `make check`. Standard library and PyYAML only.

Fails (exit code 1) on what breaks training: one text with two labels, the same text twice, a message that only says a
control word. Prints what only weakens it: near duplicates, files where too many messages begin alike, messages that use
the label's own words (a classifier then learns the word, not the matter).
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from nlu.text.messages import FOLDER, Labelled, read
from nlu.text.normalizer import fold

_NOT_WORDS = re.compile(r"[^\w]+")
# Two messages that share this share of their character pairs say the same in the same words.
_NEAR = 0.8
# A pair seen in more messages than this links half the data; rarer pairs find near duplicates just as well.
_COMMON_PAIR = 60
# The shortest messages (转人工, 在吗) are everyone's: two voices may both say them, one voice says them once.
_EVERYONES = 6
_SAME_START = 4
_START_SHARE = 0.2
_OWN_WORDS = {
    "dispute": ("纠纷", "调解", "矛盾"),
    "domestic_service": ("家政",),
    "elderly_care": ("养老", "助老"),
    "emergency": ("紧急", "救命"),
    "human_agent": ("人工",),
    "legal_question": ("法律",),
    "psych_crisis": ("自杀", "不想活"),
    "psych_help": ("心理",),
    "public_issue": ("公共",),
    "regulation_question": ("条例",),
    "ticket_status": ("工单", "进度"),
    "volunteer_signup": ("志愿",),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `breaks` when training must not go on with it."""

    what: str
    breaks: bool


def bare(text: str) -> str:
    """In: a message. Out: its letters, digits and characters, simplified and half width; equal means the same message."""
    folded = fold(text)
    return _NOT_WORDS.sub("", folded) or folded


def conflicts(messages: list[Labelled]) -> list[Finding]:
    """In: messages. Out: texts with two labels, and texts that stand there twice."""
    same: dict[str, list[Labelled]] = defaultdict(list)
    for message in messages:
        same[bare(message.text)].append(message)
    findings = []
    for group in same.values():
        places = ", ".join(sorted({message.place for message in group}))
        if len({message.intent for message in group}) > 1:
            findings.append(Finding(f"two labels: {group[0].text[:40]!r} in {places}", True))
        elif len(group) > 1:
            breaks = len(bare(group[0].text)) > _EVERYONES or len({message.voice for message in group}) < len(group)
            findings.append(Finding(f"{len(group)} times: {group[0].text[:40]!r} in {places}", breaks))
    return findings


def near_duplicates(messages: list[Labelled], near: float = _NEAR) -> list[Finding]:
    """In: messages. Out: pairs whose character pairs overlap by `near` (Jaccard) without being the same text."""
    texts = [bare(message.text) for message in messages]
    pairs = [_character_pairs(text) for text in texts]
    findings = []
    for first, second in _candidates(pairs, near):
        alike = len(pairs[first] & pairs[second]) / len(pairs[first] | pairs[second])
        if alike >= near and texts[first] != texts[second]:
            one, other = messages[first], messages[second]
            findings.append(Finding(f"{alike:.2f} alike: {one.text[:30]!r} {other.text[:30]!r} ({other.place})", False))
    return findings


def same_starts(messages: list[Labelled], share: float = _START_SHARE) -> list[Finding]:
    """In: messages. Out: files where more than `share` of the messages (and over three) begin with the same characters."""
    starts: dict[str, Counter[str]] = defaultdict(Counter)
    for message in messages:
        starts[message.place][bare(message.text)[:_SAME_START]] += 1
    findings = []
    for place, counts in sorted(starts.items()):
        start, count = counts.most_common(1)[0]
        if count > 3 and count > share * sum(counts.values()):
            findings.append(Finding(f"{place}: {count} of {sum(counts.values())} begin with {start!r}", False))
    return findings


def own_words(messages: list[Labelled], share: float = 0.3) -> list[Finding]:
    """In: messages. Out: labels whose own words stand in more than `share` of their messages."""
    findings = []
    for intent, words in _OWN_WORDS.items():
        texts = [message.text for message in messages if message.intent == intent]
        using = sum(any(word in text for word in words) for text in texts)
        if texts and using > share * len(texts):
            findings.append(Finding(f"{intent}: {using} of {len(texts)} messages say {'/'.join(words)}", False))
    return findings


def summary(messages: list[Labelled]) -> str:
    """In: messages. Out: how many there are of each intent, and of each voice."""
    intents = Counter(message.intent for message in messages)
    voices = Counter(message.voice for message in messages)
    lines = [f"{len(messages)} messages, {len(intents)} intents, {len(voices)} voices"]
    lines += [f"  {name:<24}{count:>6}" for name, count in sorted(intents.items())]
    lines.append(f"  fewest by a voice: {', '.join(f'{name} {count}' for name, count in voices.most_common()[:-4:-1])}")
    return "\n".join(lines)


def main(arguments: "list[str] | None" = None) -> int:
    """In: the command line. Out: the exit code: 1 when something breaks training, else 0."""
    parser = argparse.ArgumentParser(description="Check the training messages.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--quiet", action="store_true", help="only what breaks training")
    options = parser.parse_args(arguments)
    messages = read(options.folder)
    findings = [*conflicts(messages)]
    if not options.quiet:
        print(summary(messages))
        findings += [*near_duplicates(messages), *same_starts(messages), *own_words(messages)]
    _show(findings)
    return int(any(finding.breaks for finding in findings))


def _show(findings: Iterable[Finding]) -> None:
    """In: findings. Prints them, the breaking ones first."""
    for finding in sorted(findings, key=lambda one: not one.breaks):
        print(f"{'ERROR' if finding.breaks else 'look'}: {finding.what}")


def _character_pairs(text: str) -> frozenset[str]:
    """In: a text. Out: its pairs of neighbouring characters (the text itself when it has one character)."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1)) or frozenset([text])


def _candidates(pairs: list[frozenset[str]], near: float) -> Iterable[tuple[int, int]]:
    """In: each text's pairs. Out: which two texts are worth comparing: alike in size and sharing enough rarer pairs."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(pairs):
        for pair in own:
            holders[pair].append(number)
    for number, own in enumerate(pairs):
        rare = [pair for pair in own if len(holders[pair]) <= _COMMON_PAIR] or sorted(own)[:1]
        shared = Counter(other for pair in rare for other in holders[pair] if other > number)
        for other, count in shared.items():
            sizes = sorted((len(own), len(pairs[other])))
            if count >= len(rare) * 0.6 and sizes[0] >= near * sizes[1]:
                yield number, other


if __name__ == "__main__":
    sys.exit(main())
