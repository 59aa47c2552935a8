from bot.inbox.whole_numbers import whole_numbers


def test_number_is_kept_on_one_line_and_what_is_around_it_is_harmless():
    assert whole_numbers("并到 <20261123-0001-3>，20261123-0001-3") == (
        '并到 &lt;<span class="number">20261123-0001-3</span>&gt;，<span class="number">20261123-0001-3</span>'
    )


def test_text_without_a_number_stays_as_it_is():
    assert whole_numbers("交给李强 2026-11-23") == "交给李强 2026-11-23"
