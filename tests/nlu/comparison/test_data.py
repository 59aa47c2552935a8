"""Partings: every message is judged once, and never by a model that met its voice, unless the parting is the random one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nlu.comparison.data import Data, at_random, chosen_groups, each_voice, five_groups, load

VOICES = np.array([f"voice {number % 7}" for number in range(70)])


def test_no_voice_is_in_two_groups_and_no_message_is_left_over() -> None:
    groups = five_groups(VOICES)
    assert len(groups) == 5
    assert sorted(np.concatenate(groups)) == list(range(70))
    assert sum(len(set(VOICES[group])) for group in groups) == 7


def test_groups_are_numbered_from_one() -> None:
    (third,) = chosen_groups(VOICES, (3,))
    assert third.tolist() == five_groups(VOICES)[2].tolist()


def test_each_voice_is_a_part() -> None:
    parts = each_voice(VOICES)
    assert sorted(np.concatenate(parts)) == list(range(70))
    assert [len(set(VOICES[part])) for part in parts] == [1] * 7


def test_at_random_every_judged_voice_has_been_met() -> None:
    parts = at_random(VOICES)
    assert len(parts) == 5
    assert sorted(np.concatenate(parts)) == list(range(70))
    assert all(set(VOICES[part]) <= set(VOICES[np.setdiff1d(np.arange(70), part)]) for part in parts)


def test_the_digest_sees_text_label_and_voice() -> None:
    data = Data(["路灯不亮", "你好"], np.array(["public_issue", "smalltalk"]), np.array(["a", "b"]))
    others = [
        replace(data, texts=["路灯不亮", "您好"]),
        replace(data, intents=np.array(["public_issue", "dispute"])),
        replace(data, voices=np.array(["a", "a"])),
    ]
    assert len({one.digest() for one in [data, *others]}) == 4
    assert data.digest() == replace(data).digest()


def test_the_training_messages_are_read_with_their_voices() -> None:
    data = load()
    assert len(data.texts) == len(data.intents) == len(data.voices) > 9000
    assert "adversarial" in data.voices and "psych_crisis" in data.names
