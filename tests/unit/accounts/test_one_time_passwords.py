from bot.accounts.passwords import SHORTEST, one_time_password


def test_one_time_password_is_long_enough_and_has_no_signs_that_look_alike() -> None:
    for _ in range(200):
        password = one_time_password()
        assert len(password) >= SHORTEST
        assert not set(password) & set("01loiO")


def test_no_two_one_time_passwords_are_alike() -> None:
    assert len({one_time_password() for _ in range(200)}) == 200
