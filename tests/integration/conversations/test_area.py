from sqlalchemy import select

from bot import residents
from bot.models import Conversation, Identity
from tests.people import add_areas, add_conversation


def area_of(session, conversation_id):
    return session.scalar(select(Conversation.area_id).where(Conversation.id == conversation_id))


def test_a_conversation_lies_where_its_resident_lives(database, now):
    with database.session() as session:
        areas = add_areas(session)
        known = add_conversation(session, now)
        identity = Identity(channel="web", external_id="w", created_at=now, resident=known.identity.resident)
        session.add(identity)
        assert area_of(session, known.id) is None
        residents.remember(session, known.identity.resident_id, phone=None, address=None, area=areas["幸福社区"])
        session.flush()
        second = Conversation(identity=identity, last_activity_at=now, created_at=now)
        session.add(second)
        session.flush()
        assert area_of(session, known.id) == area_of(session, second.id) == areas["幸福社区"].id


def test_it_moves_with_its_resident_and_no_other_moves(database, now):
    with database.session() as session:
        areas = add_areas(session)
        moved, stays = add_conversation(session, now, "oMoved"), add_conversation(session, now, "oStays")
        stays.identity.resident.area = areas["山阳区"]
        moved.identity.resident.area = areas["幸福社区"]
        session.flush()
        moved.identity.resident.area = areas["解放区"]
        session.flush()
        assert area_of(session, moved.id) == areas["解放区"].id
        assert area_of(session, stays.id) == areas["山阳区"].id
        moved.identity.resident.area = None
        session.flush()
        assert area_of(session, moved.id) is None
