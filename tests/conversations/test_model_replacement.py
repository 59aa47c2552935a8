import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from bot.dialogue.process import newest_model
from bot.settings import PROJECT, Settings
from tests.conversations.stack import Stack, start, stop
from tests.conversations.wechat_client import Account, Resident


@pytest.fixture
def models():
    """A folder of models of its own; `make train` writes the mark last."""
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    shutil.copy2(newest_model(PROJECT / "var" / "models"), folder / "first.tar.gz")
    (folder / ".made-from").write_text("test")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stack(models):
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    stack = start(folder, MODELS=str(models))
    yield stack
    stop(stack)
    shutil.rmtree(folder, ignore_errors=True)


def loaded(stack: Stack) -> str:
    """Return the file name of the model that answers now."""
    command = [".venv/bin/flask", "--app", "server", "doctor", "--json"]
    told = subprocess.run(command, cwd=PROJECT, env=stack.environment, capture_output=True, text=True).stdout
    return next(check["detail"] for check in json.loads(told)["checks"] if check["name"] == "rasa")


def put(models: Path, name: str, content: Path | bytes) -> None:
    """Put a model into the folder, as the newest one, whole from its first moment there."""
    draft = models / "draft"
    draft.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
    os.utime(draft, (time.time(), time.time()))
    draft.rename(models / name)


def said_in_the_log(stack: Stack, words: str) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if words in (stack.folder / "linli.log").read_text(errors="replace"):
            return True
        time.sleep(0.5)
    return False


def test_a_new_model_takes_over_while_residents_write_and_a_broken_one_never_does(stack, models):
    settings = Settings()
    account = Account(
        settings.wechat_app_id, settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    )
    replies, done = [], threading.Event()

    def write() -> None:
        resident = Resident(stack.url, account, "oWrites")
        while not done.is_set():
            replies.append(resident.say("第十九条写的啥"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        put(models, "second.tar.gz", models / "first.tar.gz")
        assert said_in_the_log(stack, "second.tar.gz serves")
        before = len(replies)
        put(models, "broken.tar.gz", b"not a model")
        assert said_in_the_log(stack, "broken.tar.gz does not start; second.tar.gz goes on")
    finally:
        done.set()
        writer.join()
    assert len(replies) > before > 0
    assert all("第十九条" in reply for reply in replies)
    assert "second.tar.gz" in loaded(stack)
