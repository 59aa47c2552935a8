"""The demonstration's file is sound: names that mean one place, skills that exist, people for every role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.devtools.demo import logins, read_demo
from bot.models import ROLES, ProviderRole, TicketKind
from bot.tickets.routing import role_for
from bot.tickets.words import MATTER

DISTRICTS = {
    "解放区", "山阳区", "中站区", "马村区", "修武县", "武陟县", "温县", "博爱县", "沁阳市", "孟州市", "城乡一体化示范区",
}  # fmt: skip


def areas(node: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[int, Mapping[str, Any]]]:
    yield depth, node
    for child in node.get("areas", ()):
        yield from areas(child, depth + 1)


ALL = list(areas(read_demo()["areas"]))


def names(depth: int) -> list[str]:
    return [name for at, node in ALL if at == depth for name in (node["name"], *node.get("aliases", ()))]


def test_all_county_level_units_are_there_with_streets_and_communities_below() -> None:
    assert {node["name"] for depth, node in ALL if depth == 1} == DISTRICTS
    for depth, node in ALL:
        if depth in (1, 2):
            assert node["areas"], node["name"]


def test_no_two_communities_or_grids_share_a_name_and_none_hides_in_another() -> None:
    for depth in (3, 4):
        counted = Counter(names(depth))
        assert [name for name, count in counted.items() if count > 1] == []
        hidden = [(one, other) for one in counted for other in counted if one != other and one in other]
        assert [pair for pair in hidden if owner(depth, pair[0]) != owner(depth, pair[1])] == []


def owner(depth: int, name: str) -> str:
    return next(
        str(node["name"]) for at, node in ALL if at == depth and name in (node["name"], *node.get("aliases", ()))
    )


def test_every_community_of_the_two_city_districts_has_a_desk() -> None:
    for district in read_demo()["areas"]["areas"]:
        assert district["desk"].startswith(district["name"])
        if district["name"] in ("解放区", "山阳区"):
            for street in district["areas"]:
                assert 2 <= len(street["areas"]) <= 3
                assert all(community["desk"] == f"{community['name']}服务台" for community in street["areas"])


def test_every_skill_is_a_matter_that_the_role_is_asked_for() -> None:
    for provider in read_demo()["providers"]:
        kinds = [kind for kind in TicketKind if role_for(kind) is ProviderRole(provider["role"])]
        known = {matter for kind in kinds for matter in MATTER.get(kind, {})}
        assert set(provider.get("skills", ())) <= known, provider["name"]


def test_all_five_roles_are_there_and_no_person_or_number_twice() -> None:
    providers = read_demo()["providers"]
    assert {provider["role"] for provider in providers} == {role.value for role in ProviderRole}
    assert max(Counter(provider["name"] for provider in providers).values()) == 1
    assert max(Counter(provider["phone"] for provider in providers).values()) == 1


def test_the_logins_cover_every_role() -> None:
    usernames = [one["username"] for one in logins()]
    assert usernames == ["desk", "mediator", "counsellor", "lawyer", "grid", "supervisor", "admin"]
    assert {one["role"] for one in logins()} == set(ROLES)
    assert sum(one.get("emergency_contact", False) for one in read_demo()["staff"]) == 2
