"""Starts Rasa; used everywhere instead of the `rasa` command, with the same arguments.

    nlu/.venv/bin/python -m nlu.rasa_server run --enable-api --interface 127.0.0.1 ...
    nlu/.venv/bin/python -m nlu.rasa_server train --domain bot/dialogue/domain --data nlu/data bot/dialogue/rules

What it adds, each for one reason:
- telemetry and error reports off: Rasa sends both by default, and residents' words must not leave the house;
- no TensorFlow unless config.yml names a component that needs it (LINLI_RASA_TENSORFLOW=1 loads it anyway): 470 MB;
- one thread a numeric library: two cores serve the whole of Linli, and threads of 512-wide products only wait;
- the schema of an action's answer is compiled once: Rasa 3.6.21 checks the schema itself at each answer
  (RemoteAction._validate_action_result calls jsonschema.validate), which was 55 % of a turn: 32 ms against 16 ms.
"""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

from nlu import without_tensorflow

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def prepare(config: Path = Path("config.yml")) -> None:
    """In: the configuration Rasa will use. Sets the environment; has to run before Rasa or numpy is imported."""
    for name, value in _ENVIRONMENT.items():
        if name == "RASA_TELEMETRY_ENABLED":
            os.environ[name] = value  # not to be overridden by an operator's leftover
        else:
            os.environ.setdefault(name, value)
    if _wants_tensorflow(config):
        os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
        os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    else:
        without_tensorflow.install()
    # Deprecations of libraries that Rasa pins: nobody can act on them.
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def compile_action_schema() -> None:
    """Replaces RemoteAction._validate_action_result by one that keeps its validator. Same result, same exception."""
    from jsonschema.exceptions import best_match
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate_action_result(self: Any, result: dict[str, Any]) -> bool:
        """In: an action server's answer. Out: True. Errors: jsonschema.ValidationError, as Rasa's own."""
        error = best_match(validator.iter_errors(result))
        if error is not None:
            error.message += ". Failed to validate Action server response from API."
            raise error
        return True

    RemoteAction._validate_action_result = validate_action_result


def main() -> None:
    """Runs Rasa's command line with sys.argv. Errors: SystemExit, as Rasa's own."""
    prepare(_config_argument(sys.argv))
    from rasa.__main__ import main as rasa_main

    compile_action_schema()
    rasa_main()


def _wants_tensorflow(config: Path) -> bool:
    """In: the configuration's path. Out: whether the real TensorFlow has to be loaded."""
    return os.environ.get("LINLI_RASA_TENSORFLOW") == "1" or bool(without_tensorflow.missing_components(config))


def _config_argument(arguments: list[str]) -> Path:
    """In: the command line. Out: what follows -c or --config, else config.yml."""
    for flag, value in zip(arguments, arguments[1:]):
        if flag in ("-c", "--config"):
            return Path(value)
    return Path("config.yml")


if __name__ == "__main__":
    main()
