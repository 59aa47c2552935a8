import os
import subprocess

from bot.settings import PROJECT


def test_the_rules_of_rasa_predict_every_story(tmp_path):
    models = sorted((PROJECT / "var" / "models").glob("*.tar.gz"))
    command = [
        str(PROJECT / "nlu" / ".venv" / "bin" / "python"), "-m", "nlu.rasa_server", "test", "core",
        "--stories", "tests/conversations/stories", "--model", str(models[-1]), "--out", str(tmp_path),
        "--fail-on-prediction-errors",
    ]  # fmt: skip
    environment = os.environ | {"RASA_TELEMETRY_ENABLED": "false"}
    ran = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
