import pytest

from bot.dialogue.address import RasaAddress
from bot.redis_client import connect


@pytest.fixture
def address(redis_address, redis):
    return RasaAddress(connect(redis_address), "http://127.0.0.1:5005")


def test_rasa_is_where_the_setting_says_until_it_has_moved(address):
    assert address() == "http://127.0.0.1:5005"


def test_every_process_follows_rasa_when_it_moves(address, redis_address):
    address.publish("http://127.0.0.1:41000")
    assert RasaAddress(connect(redis_address), "http://127.0.0.1:5005")() == "http://127.0.0.1:41000"


def test_a_rasa_that_ended_leaves_no_address_behind(address):
    address.publish("http://127.0.0.1:41000")
    address.withdraw()
    assert address() == "http://127.0.0.1:5005"


def test_without_redis_rasa_is_looked_for_where_it_began(tmp_path):
    gone = RasaAddress(connect(f"unix://{tmp_path / 'none.sock'}"), "http://127.0.0.1:5005")
    assert gone() == "http://127.0.0.1:5005"
