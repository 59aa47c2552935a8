"""Commands that look at WeChat, the knowledge base and the whole installation."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from bot.devtools import demo
from bot.dialogue.process import free_port
from bot.faq import editing, revision
from bot.faq.content import Content, to_json
from bot.faq.lists import seed_first_list
from bot.faq.live import LiveKnowledge
from bot.models import FaqEntry, GoldenQuestion, ListItem, Staff
from bot.wechat.menu import DEFAULT_MENU
from knowledge.answers import KnowledgeBase
from knowledge.retrieval import Retriever
from tests.integration.commands.conftest import Commands, TestParts, make_app
from tests.integration.commands.fake_rasa import FakeRasa
from tests.unit.knowledge.letters import DOCUMENT, EXPLANATIONS, count_letters, small_index


class FakeWeChat(BaseHTTPRequestHandler):
    """Tokens and menus as WeChat's servers give them."""

    menu: Any = None
    refuses: tuple[int, str] | None = None

    def do_GET(self) -> None:
        if "/menu/get" in self.path:
            self._answer({"menu": self.menu} if self.menu else {"errcode": 46003, "errmsg": "menu no exist"})
        else:
            self._answer({})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "/stable_token" in self.path:
            token = {"access_token": "a-token", "expires_in": 7200}
            code, words = self.refuses or (0, "")
            self._answer({"errcode": code, "errmsg": words} if self.refuses else token)
        else:
            type(self).menu = body
            self._answer({"errcode": 0, "errmsg": "ok"})

    def _answer(self, data: Any) -> None:
        content = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def wechat() -> Iterator[str]:
    FakeWeChat.menu = FakeWeChat.refuses = None
    yield from served(FakeWeChat)


def with_settings(parts: TestParts, **changes: object) -> Commands:
    settings = parts.settings.model_copy(update=changes)
    return Commands(make_app(TestParts(settings, parts.clock, parts.database, parts.redis, parts.dialogue)))


def test_the_menu_is_pushed_and_then_the_same(parts: TestParts, wechat: str) -> None:
    run = with_settings(parts, wechat_api_base_url=wechat)
    assert run.json("wechat", "menu", "push")["pushed"]
    assert FakeWeChat.menu == DEFAULT_MENU
    assert run.json("wechat", "menu", "check") == {"same": True}
    assert run.text("wechat", "menu", "check") == "The account's menu is ours.\n"


def test_another_menu_is_an_error(parts: TestParts, wechat: str) -> None:
    run = with_settings(parts, wechat_api_base_url=wechat)
    FakeWeChat.menu = {"button": [{"type": "click", "name": "旧菜单", "key": "old"}]}
    assert "wechat menu push" in run.refusal("wechat", "menu", "check")


def test_a_refusal_of_wechat_comes_with_what_to_do(parts: TestParts, wechat: str) -> None:
    run = with_settings(parts, wechat_api_base_url=wechat)
    FakeWeChat.refuses = (40164, "invalid ip")
    refusal = run.refusal("wechat", "menu", "push")
    assert "40164" in refusal
    assert "IP白名单" in refusal


def test_wechat_out_of_reach_is_one_line(parts: TestParts) -> None:
    run = with_settings(parts, wechat_api_base_url=f"http://127.0.0.1:{free_port()}")
    assert run.refusal("wechat", "menu", "push").startswith("WeChat: ")


@pytest.fixture
def knowing(parts: TestParts) -> TestParts:
    """Parts that know the regulation."""
    base = KnowledgeBase(DOCUMENT, EXPLANATIONS, Retriever(small_index(), count_letters))
    return replace(parts, knowledge=LiveKnowledge(parts.database, base, count_letters))


def test_the_regulation_answers_with_its_article(knowing: TestParts) -> None:
    run = Commands(make_app(knowing))
    found = run.json("knowledge", "ask", "第十九条")
    assert (found["kind"], found["article"], found["entry"]) == ("answer", 19, None)
    assert "第十九条" in found["citation"]
    assert found["passages"][0]["text"] == found["quote"]
    assert "《焦作市城乡社区治理促进条例》第十九条" in run.text("knowledge", "ask", "第十九条")


def test_what_the_regulation_does_not_hold_is_not_made_up(knowing: TestParts) -> None:
    run = Commands(make_app(knowing))
    found = run.json("knowledge", "ask", "第一百条写了什么")
    assert found["kind"] == "silent"
    assert found["article"] is None
    assert found["quote"] is None
    assert "40条" in run.text("knowledge", "ask", "第一百条写了什么")


def test_a_published_entry_answers_and_a_draft_does_not(
    knowing: TestParts, person: Staff, clock: Callable[[], datetime]
) -> None:
    run, content = Commands(make_app(knowing)), Content("老年食堂几点开门", "十一点半。", cites=("第二十三条",))
    with knowing.database.session() as session:
        entry = editing.create(session, content, person, clock())
    assert "十一点半" not in run.text("knowledge", "ask", "老年食堂几点开门")
    with knowing.database.session() as session:
        row = session.get_one(FaqEntry, entry.id)
        row.published, row.revision = to_json(content), revision.advance(session)
    told = run.text("knowledge", "ask", "老年食堂几点开门")
    assert told.startswith("十一点半。") and "第二十三条" in told
    found = run.json("knowledge", "ask", "老年食堂几点开门")
    assert (found["place"], found["entry"], found["text"]) == (f"问答{entry.id}", entry.id, "十一点半。")
    assert "第二十三条" in found["citation"] and found["article"] is None


def test_a_list_answers_too(knowing: TestParts) -> None:
    with knowing.database.session() as session:
        seed_first_list(session)
        name = session.scalars(select(ListItem.name)).first()
    assert Commands(make_app(knowing)).json("knowledge", "ask", f"社区该不该给我开{name}")["place"] == f"清单：{name}"


@pytest.fixture
def person(parts: TestParts) -> Staff:
    with parts.database.session() as session:
        person = Staff(username="甲", name="甲", fs_uniquifier="甲")
        session.add(person)
        session.flush()
        return person


@pytest.fixture
def golden(knowing: TestParts, person: Staff, clock: Callable[[], datetime]) -> Callable[[str, str], Commands]:
    """Add a golden question; commands that know the regulation."""

    def add(question: str, expected: str) -> Commands:
        with knowing.database.session() as session:
            row = GoldenQuestion(question=question, expected=expected, staff_id=person.id, created_at=clock())
            session.add(row)
        return Commands(make_app(knowing))

    return add


def test_golden_questions_that_hold_are_no_error(golden: Callable[[str, str], Commands]) -> None:
    assert golden("彩礼太高村里管不管", "第十七条").text("knowledge", "golden") == "0 wrong today, 0 later\n"


def test_a_golden_question_that_is_wrong_is_named_and_ends_in_exit_code_1(
    golden: Callable[[str, str], Commands],
) -> None:
    result = golden("彩礼太高村里管不管", "第一条")("knowledge", "golden", "--json")
    assert result.exit_code == 1
    (wrong,) = json.loads(result.stdout)["wrong"]
    assert (wrong["expected"], wrong["got"]) == ("第一条", f"《{DOCUMENT.title}》第十七条")


def checks(run: Commands) -> dict[str, dict[str, Any]]:
    result = run("doctor", "--json")
    return {check["name"]: check for check in json.loads(result.stdout)["checks"]}


def test_the_doctor_says_what_is_missing_and_what_to_do(parts: TestParts) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    run = with_settings(parts, rasa_url=nowhere, actions_url=nowhere, wechat_api_base_url=nowhere)
    result = run("doctor")
    assert result.exit_code == 1
    assert "✗ rasa" in result.stdout
    assert "→ check RASA_URL and RASA_TOKEN" in result.stdout
    assert "✓ redis" in result.stdout
    assert "! secrets" in result.stdout
    assert "SECRET_KEY" in result.stdout
    found = checks(run)
    assert not found["reference data"]["ok"]
    assert found["migrations"]["ok"]
    assert not found["worker"]["ok"]


def test_the_doctor_is_content_where_everything_answers(parts: TestParts, wechat: str) -> None:
    FakeRasa.token = parts.settings.rasa_token.get_secret_value()
    servers = served(FakeRasa)
    rasa = next(servers)
    with parts.database.session() as session:
        demo.seed_demo(session)
    run = with_settings(parts, rasa_url=rasa, actions_url=wechat, wechat_api_base_url=wechat)
    found = checks(run)
    next(servers, None)
    # What set-up makes (environments, front end) and a running worker are not there in every checkout.
    failed = {name for name, check in found.items() if not check["ok"] and check["needed"]}
    assert failed <= {"worker", "front end", "rasa python"}
    assert found["people"]["ok"]
    assert found["wechat account"]["ok"]
    assert found["data key"]["detail"] == "reads what is stored"


def test_the_doctor_notices_that_the_data_were_written_with_another_key(parts: TestParts) -> None:
    from cryptography.fernet import Fernet

    from bot.models import EncryptedText

    with parts.database.session() as session:
        demo.seed_demo(session)
    before = EncryptedText._fernet
    EncryptedText._fernet = Fernet(Fernet.generate_key())
    try:
        found = checks(with_settings(parts))
    finally:
        EncryptedText._fernet = before
    assert "another DATA_KEY" in found["data key"]["detail"]
