from hypothesis import given
from hypothesis import strategies as st

from bot.models import ProviderRole, TicketKind
from bot.tickets.routing import Candidate, choose, role_for

CITY, DISTRICT, STREET, COMMUNITY, ELSEWHERE = 1, 2, 3, 4, 99
LINEAGE = [COMMUNITY, STREET, DISTRICT, CITY]


def mediator(number: int, area: int = COMMUNITY, **fields) -> Candidate:
    return Candidate(number, ProviderRole.MEDIATOR, area, **fields)


def test_each_service_has_its_role():
    assert role_for(TicketKind.DISPUTE) is ProviderRole.MEDIATOR
    assert role_for(TicketKind.ELDERLY_CARE) is ProviderRole.VOLUNTEER
    assert role_for(TicketKind.PUBLIC_ISSUE) is ProviderRole.GRID_WORKER
    assert role_for(TicketKind.HUMAN_AGENT) is None


def test_the_nearest_area_wins_over_a_lighter_load():
    near, far = mediator(1, COMMUNITY, load=10), mediator(2, DISTRICT, load=0)
    assert choose([far, near], TicketKind.DISPUTE, None, LINEAGE) == near


def test_in_one_area_the_lighter_load_wins():
    assert choose([mediator(1, load=5), mediator(2, load=1)], TicketKind.DISPUTE, None, LINEAGE).id == 2


def test_whoever_has_the_skill_is_preferred_and_whoever_lacks_it_is_left_out():
    plain, leaks, pets = mediator(1), mediator(2, skills=("leak",)), mediator(3, skills=("pets",))
    assert choose([plain, leaks, pets], TicketKind.DISPUTE, "leak", LINEAGE) == leaks
    assert choose([pets], TicketKind.DISPUTE, "leak", LINEAGE) is None


def test_nobody_suitable_is_none():
    full, other_area = mediator(1, load=3, capacity=3), mediator(2, ELSEWHERE)
    volunteer = Candidate(3, ProviderRole.VOLUNTEER, COMMUNITY)
    assert choose([full, other_area, volunteer], TicketKind.DISPUTE, None, LINEAGE) is None


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 50),
        role=st.sampled_from(ProviderRole),
        area_id=st.sampled_from([*LINEAGE, ELSEWHERE]),
        load=st.integers(0, 25),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(CANDIDATES, st.sampled_from(TicketKind))
def test_the_chosen_one_fits_and_the_order_of_the_list_does_not_matter(candidates, kind):
    chosen = choose(candidates, kind, None, LINEAGE)
    assert chosen == choose(list(reversed(candidates)), kind, None, LINEAGE)
    if chosen is not None:
        assert chosen.role is role_for(kind)
        assert chosen.area_id in LINEAGE
        assert chosen.load < chosen.capacity
