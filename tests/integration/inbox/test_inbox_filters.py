"""Lists narrowed down by filters, in the address; nobody finds what the lists would not show."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.models import Area, Conversation, Label, Priority, Staff, Team, Ticket, conversation_label, ticket_label
from bot.reference import seed_reference
from tests.integration.inbox.browser import Browser, words
from tests.integration.inbox.city import City

Login = Callable[[str], Browser]


def _conversations(browser: Browser, city: City, address: str) -> set[str]:
    page = browser.get(f"/inbox/lists?{address}", part=True).text
    ids = {int(id_) for id_ in re.findall(r'id="row-c(\d+)"', page)}
    return {key for key, id_ in city.conversations.items() if id_ in ids}


def _tickets(browser: Browser, city: City, address: str) -> set[str]:
    page = browser.get(f"/inbox/lists?{address}", part=True).text
    return {key for key, number in city.tickets.items() if f'id="row-t{number}"' in page}


@pytest.fixture
def worked(city: City, database: Database) -> dict[str, int]:
    """Labels, priorities and a team; returns their ids, and those of the areas."""
    with database.session() as session:
        seed_reference(session)
        label = session.scalars(select(Label).where(Label.name == "行动不便")).one()
        noise = session.scalars(select(Ticket).where(Ticket.number == city.tickets["noise"])).one()
        session.get_one(Conversation, city.conversations["lunch"]).priority = noise.priority = Priority.HIGH
        session.execute(ticket_label.insert().values(ticket_id=noise.id, label_id=label.id))
        lamp = city.conversations["lamp"]
        session.execute(conversation_label.insert().values(conversation_id=lamp, label_id=label.id))
        team = Team(name="服务台", members=[session.get_one(Staff, city.staff["liqiang"])])
        session.add(team)
        session.flush()
        areas = {area.name: area.id for area in session.scalars(select(Area))}
        return {"label": label.id, "team": team.id, **areas}


@pytest.mark.usefixtures("postgresql_too")
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("matter=dispute", {"noise"}),
        ("matter=public_issue/street_lamp", {"lamp"}),
        ("matter=public_issue/rubbish", {"far"}),
        ("area={山阳区}", {"far"}),
        ("area={幸福社区第一网格}", {"lamp"}),
        ("area={解放区}&words=拖桌子", {"noise"}),
        ("label={label}", {"lamp"}),
        ("priority=high", {"lunch"}),
        ("who=nobody&state=waits", {"counsel", "despair", "pictures"}),
        ("who=s{wangfang}", {"noise"}),
        ("who=t{team}", {"lunch"}),
        ("state=held", {"noise", "lunch"}),
        ("state=bot", {"lamp", "far"}),
        ("waits=1h", {"pictures"}),
        ("waits=30m&state=waits", {"pictures"}),
        ("due=late", {"lamp", "despair"}),
        ("due=late&matter=public_issue", {"lamp"}),
        ("words=讨薪", set()),
        ("words=工地", {"counsel"}),
        ("words=。", set()),
    ],
)
def test_conversations_are_narrowed_down(
    login: Login, city: City, worked: dict[str, int], address: str, found: set[str]
) -> None:
    asked = address.format(**worked, **city.staff)
    assert _conversations(login("sunmei"), city, f"list=all&{asked}") == found


@pytest.mark.usefixtures("postgresql_too")
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("matter=dispute", {"noise"}),
        ("matter=public_issue", {"lamp", "far"}),
        ("area={解放区}&matter=public_issue", {"lamp"}),
        ("label={label}", {"noise"}),
        ("priority=urgent", set()),
        ("priority=high", {"noise"}),
        ("who=nobody&matter=public_issue", {"far"}),
        ("who=s{zhaolei}", {"lamp"}),
        ("who=t{team}", set()),
        ("state=in_progress", {"lamp"}),
        ("state=assigned", {"noise"}),
        ("state=resolved", set()),
        ("waits=7d", {"lamp"}),
        ("due=late", {"lamp"}),
        ("due=today&matter=dispute", set()),
        ("due=7d&matter=dispute", {"noise"}),
        ("words=配件", set()),
        ("words=路灯坏", {"lamp"}),
        ("words={lamp}", {"lamp"}),
    ],
)
def test_tickets_are_narrowed_down(
    login: Login, city: City, worked: dict[str, int], address: str, found: set[str]
) -> None:
    asked = address.format(**worked, **city.staff, **city.tickets)
    assert _tickets(login("sunmei"), city, f"list=tickets&{asked}") == found


@pytest.mark.usefixtures("postgresql_too")
def test_tickets_that_are_over_are_found_by_their_state(login: Login, city: City) -> None:
    browser = login("zhaolei")
    browser.post(f"/inbox/tickets/{city.tickets['lamp']}/step", step="resolve")
    assert _tickets(browser, city, "list=tickets") == set()
    assert _tickets(browser, city, "list=tickets&state=resolved") == {"lamp"}
    assert _tickets(login("chenjing"), city, "list=tickets&state=resolved") == set()


def test_my_own_are_those_of_whoever_looks(login: Login, city: City) -> None:
    assert _conversations(login("wangfang"), city, "list=all&who=me") == {"noise"}
    assert _conversations(login("liqiang"), city, "list=all&who=me") == {"lunch"}
    assert _tickets(login("zhaolei"), city, "list=tickets&who=me") == {"lamp"}


@pytest.mark.usefixtures("postgresql_too")
def test_filters_show_nobody_more_than_the_list_does(login: Login, city: City, worked: dict[str, int]) -> None:
    browser = login("zhaolei")  # sees the lamp only
    for address in ("matter=public_issue", "due=late", "who=nobody", f"area={worked['山阳区']}", "words=垃圾"):
        assert _conversations(browser, city, f"list=all&{address}") <= {"lamp"}, address
        assert _tickets(browser, city, f"list=tickets&{address}") <= {"lamp"}, address


@pytest.mark.usefixtures("postgresql_too")
def test_confidential_ticket_is_not_guessed_from_its_conversation(login: Login, city: City) -> None:
    assert _conversations(login("liqiang"), city, "list=all&matter=dispute") == {"noise"}
    login("wangfang").post("/inbox/work", task="confide", item=f"t{city.tickets['noise']}", value="")
    assert _conversations(login("liqiang"), city, "list=all&matter=dispute") == set()
    assert _conversations(login("wangfang"), city, "list=all&matter=dispute") == {"noise"}


def test_what_is_on_is_said_and_taken_off_one_by_one(login: Login, city: City, worked: dict[str, int]) -> None:
    address = f"/inbox/?list=all&matter=public_issue%2Fstreet_lamp&label={worked['label']}&due=late"
    page = login("sunmei").get(address)
    for text in ("路灯 ×", "行动不便 ×", "已经超时 ×", "1 个"):
        assert text in words(page), text
    assert f'href="/inbox/?matter=public_issue/street_lamp&amp;label={worked["label"]}&amp;list=all"' in page.text
    assert "已经删掉的" in words(login("sunmei").get("/inbox/?list=all&label=999"))


def test_filters_stay_with_every_link_of_the_page(login: Login, city: City) -> None:
    page = login("sunmei").get(f"/inbox/conversations/{city.conversations['lamp']}?list=all&due=late").text
    for part in (
        'name="due" value="late"',
        f"/conversations/{city.conversations['lamp']}/take-over?list=all&amp;due=late",
    ):
        assert part in page, part


def test_narrowed_list_that_is_empty_says_what_to_do(login: Login, city: City) -> None:
    page = words(login("wangfang").get("/inbox/?list=mine&matter=legal_question"))
    assert "去掉一两个条件看看" in page


def test_each_list_offers_what_narrows_it(login: Login, city: City, worked: dict[str, int]) -> None:
    browser = login("wangfang")
    offered = {
        name: set(re.findall(r'<select[^>]*name="(\w+)"', browser.get(f"/inbox/filters?list={name}", part=True).text))
        for name in ("mine", "all", "tickets")
    }
    assert offered["mine"] == offered["all"] - {"who", "state"}
    assert (
        offered["all"] == offered["tickets"] == {"matter", "area", "state", "who", "label", "priority", "waits", "due"}
    )


def test_areas_on_offer_are_ones_own(login: Login, city: City, worked: dict[str, int]) -> None:
    assert "山阳区" not in words(login("wangfang").get("/inbox/filters?list=all", part=True))
    assert "山阳区" in words(login("sunmei").get("/inbox/filters?list=all", part=True))


def test_form_of_filters_writes_the_address_it_leads_to(login: Login, city: City) -> None:
    browser = login("wangfang")
    source = {"HX-Request": "true", "HX-Source": "form#filter-form"}
    answer = browser.client.get("/inbox/lists?list=all&matter=dispute&area=&due=late&words=", headers=source)
    assert answer.headers["HX-Replace-Url"] == "/inbox/?list=all&matter=dispute&due=late"
    assert "HX-Replace-Url" not in browser.get("/inbox/lists?list=all&matter=dispute", part=True).headers
