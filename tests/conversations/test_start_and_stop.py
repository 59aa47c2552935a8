import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from bot.dialogue.process import free_port
from bot.settings import PROJECT, Settings
from tests.conversations.stack import Stack, start, stop
from tests.conversations.wechat_client import Account, Resident


@pytest.fixture
def folder():
    folder = Path(tempfile.mkdtemp(prefix="linli"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def resident_of(stack: Stack) -> Resident:
    settings = Settings()
    account = Account(
        settings.wechat_app_id, settings.wechat_token.get_secret_value(), settings.wechat_aes_key.get_secret_value()
    )
    return Resident(stack.url, account, "oStays")


def ours(folder: Path) -> list[str]:
    """Return the processes that still work in a data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("DATA_DIR") == str(folder):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def test_ctrl_c_leaves_no_process_behind_and_a_second_start_finds_all_data_again(folder):
    stack = start(folder)
    assert "工单号" in resident_of(stack).say("转人工")
    assert stop(stack) == 0
    assert ours(folder) == []
    again = start(folder)
    try:
        assert "人工答复" in resident_of(again).say("我的工单")
    finally:
        stop(again)


def test_a_port_in_use_is_a_clear_error(folder):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment = os.environ | {
            "DATA_DIR": str(folder),
            "PORT": str(taken.getsockname()[1]),
            "RASA_URL": f"http://127.0.0.1:{free_port()}",
        }
        ran = subprocess.run(
            [sys.executable, "scripts/run.py"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
        )
    assert ran.returncode == 1
    assert "is in use" in ran.stderr


def test_when_rasa_dies_residents_are_told_and_the_rest_goes_on(folder):
    stack = start(folder)
    try:
        for process in psutil.Process(stack.process.pid).children(recursive=True):
            if "nlu.rasa_server" in " ".join(process.cmdline()):
                process.send_signal(signal.SIGSTOP)
        reply = resident_of(stack).say("楼上漏水把我家淹了")
        assert "工作人员" in reply
    finally:
        for process in psutil.Process(stack.process.pid).children(recursive=True):
            process.send_signal(signal.SIGCONT)
        stop(stack)
