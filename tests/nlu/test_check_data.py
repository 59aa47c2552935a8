"""The checker of training messages, and the messages themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu import check_data
from nlu.text.messages import Labelled, read


def message(text: str, intent: str = "dispute", voice: str = "a") -> Labelled:
    return Labelled(text, intent, voice, f"{intent}/{voice}.yml")


def write(folder: Path, intent: str, voice: str, texts: list[str]) -> None:
    path = folder / intent / f"{voice}.yml"
    path.parent.mkdir(exist_ok=True)
    lines = "\n".join(f"    - {text}" for text in texts)
    path.write_text(f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{lines}\n', encoding="utf-8")


def test_files_are_read_with_voice_and_place(tmp_path: Path) -> None:
    write(tmp_path, "dispute", "student", ["楼上漏水", "狗叫: 一夜"])
    assert read(tmp_path) == [
        Labelled("楼上漏水", "dispute", "student", "dispute/student.yml"),
        Labelled("狗叫: 一夜", "dispute", "student", "dispute/student.yml"),
    ]


def test_one_text_with_two_labels_breaks() -> None:
    (finding,) = check_data.conflicts([message("楼上漏水！"), message("樓上漏水", "public_issue")])
    assert finding.breaks and "two labels" in finding.what


@pytest.mark.parametrize(
    ("text", "voices", "breaks"), [("转人工", "ab", False), ("转人工", "aa", True), ("楼上天天漏水没人管", "ab", True)]
)
def test_only_the_shortest_messages_may_be_said_by_two_voices(text: str, voices: str, breaks: bool) -> None:
    (finding,) = check_data.conflicts([message(text, voice=voice) for voice in voices])
    assert finding.breaks is breaks


def test_near_duplicates_are_shown() -> None:
    (finding,) = check_data.near_duplicates(
        [message("我家楼上天天漏水没人管啊"), message("我家楼上天天漏水没人管"), message("路灯")]
    )
    assert not finding.breaks and "alike" in finding.what


def test_files_that_begin_alike_are_shown() -> None:
    messages = [message(f"你好我想问一下{number}") for number in range(5)] + [
        message(f"{number}楼漏水") for number in range(5)
    ]
    (finding,) = check_data.same_starts(messages)
    assert "5 of 10" in finding.what


def test_labels_own_words_are_shown() -> None:
    (finding,) = check_data.own_words([message("有纠纷"), message("要调解"), message("漏水")])
    assert "2 of 3" in finding.what


def test_the_exit_code_says_whether_training_may_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "dispute", "student", ["楼上漏水", "狗叫一夜"])
    assert check_data.main([str(tmp_path)]) == 0
    write(tmp_path, "public_issue", "student", ["楼上漏水"])
    assert check_data.main([str(tmp_path), "--quiet"]) == 1
    assert "ERROR: two labels" in capsys.readouterr().out


def test_our_own_messages_are_fit_to_learn_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_data.main([]) == 0, capsys.readouterr().out
