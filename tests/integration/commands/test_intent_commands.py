"""Intents: the safety rules speak first, and an evaluation measures what residents experience."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import HTTPServer
from pathlib import Path

import pytest
from flask import Flask

from bot.commands.evaluation.rasa import Launch
from bot.commands.intents import commands
from bot.dialogue import Understanding
from bot.dialogue.process import free_port
from bot.settings import Settings
from tests.fakes import FakeDialogue
from tests.integration.commands.conftest import Commands, TestParts
from tests.integration.commands.fake_rasa import FakeRasa

ROWS = """楼上漏水物业不管\tdispute
能告他吗\tlegal_question|dispute
着火了快来人\temergency
我把存折给你嫂子了，以后不用惦记我\tpsych_crisis
路灯不亮\tdispute
天上有几颗星\tout_of_scope
"""


def test_danger_is_told_by_the_rules_without_any_server(run: Commands, dialogue: FakeDialogue) -> None:
    dialogue.is_down = True
    found = run.json("intents", "parse", "我家着火了")
    assert (found["intent"], found["source"], found["safety"]) == ("emergency", "rule", "emergency")
    assert found["model_intent"] is None


def test_all_else_is_told_by_the_model(run: Commands, dialogue: FakeDialogue) -> None:
    entity = {"entity": "matter", "role": "dispute", "value": "leak"}
    dialogue.intents["楼上漏水"] = Understanding("dispute", 0.93, entities=(entity,))
    found = run.json("intents", "parse", "楼上漏水")
    assert (found["intent"], found["confidence"], found["source"]) == ("dispute", 0.93, "model")
    assert found["safety"] is None
    assert found["entities"] == [entity]
    assert "matter (dispute): leak" in run.text("intents", "parse", "楼上漏水")


@pytest.mark.parametrize("first", ["affirm", "nlu_fallback"])
def test_behind_a_word_of_control_or_a_question_the_likeliest_label_counts(
    run: Commands, dialogue: FakeDialogue, first: str
) -> None:
    ranking = ((first, 1.0), ("smalltalk", 0.6), ("out_of_scope", 0.3))
    dialogue.intents["好的"] = Understanding(first, 1.0, ranking=ranking)
    found = run.json("intents", "parse", "好的")
    assert (found["intent"], found["confidence"]) == ("smalltalk", 0.6)


def test_a_clause_that_sounds_like_a_farewell_is_a_crisis(run: Commands, dialogue: FakeDialogue) -> None:
    dialogue.intents["密码告诉你妈了"] = Understanding("smalltalk", 0.5, safety="psych_crisis")
    found = run.json("intents", "parse", "密码告诉你妈了")
    assert (found["intent"], found["model_intent"], found["source"]) == ("psych_crisis", "smalltalk", "model")


def test_a_rasa_that_is_down_is_told_in_one_line(run: Commands, dialogue: FakeDialogue) -> None:
    dialogue.is_down = True
    assert "Rasa does not answer" in run.refusal("intents", "parse", "你好")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return path


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    """A way to start the stand-in for Rasa, with one model."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "20261123-first.tar.gz").write_text("fine")
    program = (sys.executable, str(Path(__file__).with_name("fake_rasa.py")))
    return Launch(models, tmp_path / "rasa.log", program)


@pytest.fixture
def evaluate(parts: TestParts, launch: Launch) -> Commands:
    """The commands, where no Rasa runs."""
    return with_launch(parts, launch, f"http://127.0.0.1:{free_port()}")


def with_launch(parts: TestParts, launch: Launch, rasa_url: str) -> Commands:
    settings = parts.settings.model_copy(update={"rasa_url": rasa_url})
    app = Flask("commands")
    app.cli.add_command(commands(TestParts(settings, parts.clock, parts.database, parts.redis, parts.dialogue), launch))
    return Commands(app)


def test_a_rasa_is_started_for_the_measurement_and_stopped_again(
    evaluate: Commands, rows: Path, launch: Launch
) -> None:
    result = evaluate("intents", "evaluate", str(rows))
    assert result.exit_code == 0, result.output
    assert "starting one with 20261123-first.tar.gz" in result.stderr
    figures = json.loads(result.stdout.splitlines()[-1])
    assert figures["n"] == 6
    assert figures["accuracy"] == pytest.approx(4 / 6, abs=1e-4)
    assert figures["safety_recall"] == 1
    assert figures["safety_false_rate"] == 0
    assert figures["per_intent"]["legal_question"]["f1"] == 1
    assert figures["ms_per_message"] > 0
    assert "public_issue" in result.stdout
    port = int(launch.log.read_text().split()[-1])
    with pytest.raises(ConnectionRefusedError):
        _connect(port)


def _connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=1).close()


def test_with_json_the_figures_stand_alone_on_standard_output(evaluate: Commands, rows: Path) -> None:
    assert evaluate.json("intents", "evaluate", str(rows))["n"] == 6


def test_of_answers_within_a_form_it_tells_which_wake_people(evaluate: Commands, tmp_path: Path) -> None:
    answers = tmp_path / "answers.tsv"
    answers.write_text(
        "钥匙在门卫那儿\tharmless\n三号楼，以后不用惦记我\tpsych_crisis\n着火了快来人\temergency\n", encoding="utf-8"
    )
    figures = json.loads(evaluate("intents", "evaluate-answers", str(answers)).stdout)
    assert figures["harmless"] == {"n": 1, "alarm": 0, "look": 0}
    assert figures["psych_crisis"]["alarm"] == figures["emergency"]["alarm"] == 1
    answers.write_text("钥匙在门卫那儿\tdispute\n", encoding="utf-8")
    assert "harmless" in evaluate.refusal("intents", "evaluate-answers", str(answers))


@pytest.fixture
def running_rasa(settings: Settings) -> Iterator[str]:
    """The address of a Rasa that runs already."""
    server = HTTPServer(("127.0.0.1", 0), FakeRasa)
    FakeRasa.token = settings.rasa_token.get_secret_value()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_rasa_that_runs_is_used(parts: TestParts, launch: Launch, running_rasa: str, rows: Path) -> None:
    result = with_launch(parts, launch, running_rasa)("intents", "evaluate", str(rows))
    assert f"using the Rasa at {running_rasa}" in result.stderr
    assert "the newest model, which is 20261123-first.tar.gz" in result.stderr
    assert not launch.log.exists()


def test_a_rasa_with_another_token_is_not_ours(parts: TestParts, launch: Launch, running_rasa: str, rows: Path) -> None:
    FakeRasa.token = "somebody else's"
    result = with_launch(parts, launch, running_rasa)("intents", "evaluate", str(rows))
    assert result.exit_code == 0, result.output
    assert "no usable Rasa" in result.stderr


def test_without_a_model_it_says_how_to_get_one(evaluate: Commands, rows: Path, launch: Launch) -> None:
    next(launch.models.iterdir()).unlink()
    assert "run `make train` first" in evaluate.refusal("intents", "evaluate", str(rows))


def test_a_rasa_that_cannot_start_is_told_with_where_the_reason_is(
    evaluate: Commands, rows: Path, launch: Launch
) -> None:
    (launch.models / "20261124-second.tar.gz").write_text("broken")
    assert f"the reason is at the end of {launch.log}" in evaluate.refusal("intents", "evaluate", str(rows))
    assert "cannot be loaded" in launch.log.read_text()


def test_a_mistake_in_the_file_is_told_before_anything_is_started(
    evaluate: Commands, tmp_path: Path, launch: Launch
) -> None:
    (tmp_path / "wrong.tsv").write_text("你好\tgreet\n", encoding="utf-8")
    assert "wrong.tsv, line 1: unknown label 'greet'" in evaluate.refusal(
        "intents", "evaluate", str(tmp_path / "wrong.tsv")
    )
    assert "No such file" in evaluate.refusal("intents", "evaluate", str(tmp_path / "missing.tsv"))
    assert not launch.log.exists()


def test_a_model_as_good_as_the_one_in_use_may_be_taken(evaluate: Commands, rows: Path, launch: Launch) -> None:
    new = launch.models / "20261124-second.tar.gz"
    new.write_text("fine")
    told = evaluate.text("intents", "compare", str(launch.models / "20261123-first.tar.gz"), str(new), str(rows))
    assert "6 golden messages: 0 lost, 0 won" in told


def test_a_model_that_does_not_start_is_not_compared(evaluate: Commands, rows: Path, launch: Launch) -> None:
    broken = launch.models / "20261124-broken.tar.gz"
    broken.write_text("broken")
    result = evaluate("intents", "compare", str(launch.models / "20261123-first.tar.gz"), str(broken), str(rows))
    assert result.exit_code == 1
