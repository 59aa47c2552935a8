"""Starting Rasa: without TensorFlow, without telemetry, with the schema of action results compiled once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nlu.without_tensorflow import missing_components

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"
needs_rasa = pytest.mark.skipif(not RASA_PYTHON.exists(), reason="the Rasa environment is not installed")


def run(python: Path | str, code: str) -> str:
    """In: an interpreter and code. Out: what it printed. Errors: CalledProcessError with its stderr."""
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_configuration_that_needs_tensorflow_is_told(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(
        "pipeline:\n- name: rasa.nlu.classifiers.diet_classifier.DIETClassifier\npolicies:\n- name: TEDPolicy\n"
    )
    assert missing_components(config) == ["DIETClassifier", "TEDPolicy"]
    assert missing_components(ROOT / "config.yml") == []
    assert missing_components(tmp_path / "none.yml") == []


def test_the_stand_in_answers_what_modules_do_while_they_are_imported() -> None:
    run(
        sys.executable,
        """
from nlu import without_tensorflow
without_tensorflow.install(); without_tensorflow.install()
import tensorflow as tf, tensorflow.keras.layers as layers
from tensorflow.python.keras.utils import tf_utils
class Layer(layers.Layer): pass
class Model(tf.keras.models.Model, metaclass=type(tf.keras.Model)): pass
@tf.function(jit_compile=True)
def call(x: tf.Tensor) -> "tf.data.Dataset[tf.float32]": ...
tf.config.threading.set_inter_op_parallelism_threads(1)
assert not hasattr(tf, "__wrapped__")
""",
    )


@needs_rasa
def test_rasa_starts_without_tensorflow_and_without_telemetry() -> None:
    printed = run(
        RASA_PYTHON,
        """
import os; os.environ["RASA_TELEMETRY_ENABLED"] = "true"
from nlu import rasa_server
rasa_server.prepare()
import rasa.__main__, rasa.telemetry, rasa.engine.recipes.default_components, sys
print(rasa.telemetry.is_telemetry_enabled(), hasattr(sys.modules["tensorflow"], "__version__"))
""",
    )
    assert printed.split() == ["False", "False"]


@needs_rasa
def test_the_compiled_schema_says_what_rasa_says() -> None:
    printed = run(
        RASA_PYTHON,
        """
from nlu import rasa_server
rasa_server.prepare()
from rasa.core.actions.action import RemoteAction
from jsonschema import ValidationError
cases = [
    {"events": [], "responses": []}, {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]},
    {"events": [{"name": "a"}], "responses": []}, {"events": {}, "responses": []}, {"events": [], "responses": ["x"]}, [], {},
]
def verdicts():
    for case in cases:
        try: yield RemoteAction._validate_action_result(RemoteAction("a", None), case)
        except ValidationError: yield False
before = list(verdicts())
original = RemoteAction._validate_action_result
rasa_server.compile_action_schema()
assert RemoteAction._validate_action_result is not original
assert list(verdicts()) == before, before
print(before.count(True), before.count(False))
""",
    )
    right, wrong = map(int, printed.split())
    assert right and wrong
