from datetime import time

from bot.database import Database
from bot.models import Shift, Team
from bot.shifts import shifts_of
from tests.people import add_areas


def test_teams_of_the_area_above_it_and_of_the_city_are_asked_and_no_others(database: Database) -> None:
    with database.session() as session:
        areas = add_areas(session)
        for name, area, active in (
            ("全市", None, True), ("解放区", "解放区", True), ("山阳区", "山阳区", True), ("停用", None, False),
        ):  # fmt: skip
            shift = Shift(weekdays=[0], starts=time(8), ends=time(18))
            session.add(Team(name=name, area=areas[area] if area else None, active=active, shifts=[shift]))
        session.flush()
        found = {shift.team.name for shift in shifts_of(session, areas["幸福社区"])}
        assert found == {"全市", "解放区"}
        assert {shift.team.name for shift in shifts_of(session, None)} == {"全市"}
