"""Labelled messages are read as they stand, and a mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.commands.evaluation.messages import LABELS, Labelled, MalformedMessages, read_messages
from bot.settings import PROJECT


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "messages.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row_is_a_text_and_a_label_or_two(tmp_path: Path) -> None:
    path = written(tmp_path, "楼上漏水\tdispute\r\n\n能告他吗 \tlegal_question | dispute\n")
    assert read_messages(path) == [
        Labelled("楼上漏水", ("dispute",)),
        Labelled("能告他吗", ("legal_question", "dispute")),
    ]


def test_a_byte_order_mark_and_a_heading_are_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf" + "text\tintent\n你好\tsmalltalk\n".encode())
    assert read_messages(path) == [Labelled("你好", ("smalltalk",))]


def test_a_line_separator_inside_a_message_does_not_end_it(tmp_path: Path) -> None:
    assert read_messages(written(tmp_path, "你\u2028好\tsmalltalk"))[0].text == "你\u2028好"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("你好\tsmalltalk\n没有标签\n", "line 2: expected 2 columns (text, tab, intent), found 1"),
        ("你好\tsmalltalk\t多了\n", "line 1: expected 2 columns (text, tab, intent), found 3"),
        ("你好\tsmalltalk\n\n你好\tgreet\n", "line 3: unknown label 'greet'"),
        ("你好\tsmalltalk|\n", "line 1: unknown label ''"),
        (" \tsmalltalk\n", "line 1: the text is empty"),
        ("\n\n", "holds no messages"),
        ("你好\tsmalltalk\n".encode() + "着火了\temergency\n".encode("gb18030"), "line 2: not UTF-8 (byte 0xd7)"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(MalformedMessages) as caught:
        read_messages(written(tmp_path, content))
    assert words in str(caught.value)
    assert "messages.tsv" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MalformedMessages, match=r"nowhere\.tsv: No such file"):
        read_messages(tmp_path / "nowhere.tsv")


def test_every_label_is_an_intent_that_rasa_knows() -> None:
    domain = yaml.safe_load((PROJECT / "bot/dialogue/domain/understanding.yml").read_text(encoding="utf-8"))
    assert set(LABELS) <= set(domain["intents"])
    assert len(LABELS) == 14


def test_our_own_sets_can_be_read() -> None:
    files = sorted((PROJECT / "tests/evaluation/intents").glob("*.tsv"))
    assert files
    for path in files:
        assert read_messages(path)
