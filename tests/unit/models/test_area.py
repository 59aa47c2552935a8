import pytest

from bot.models import Area, AreaLevel


def area(*names):
    above = None
    for level, name in zip(AreaLevel, ("焦作市", *names), strict=False):
        above = Area(level=level, name=name, aliases=[], parent=above)
    return above


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("解放区", "民生街道", "幸福社区"), "解放区民生街道幸福社区"),
        (("解放区", "民生街道", "幸福社区", "第一网格"), "解放区民生街道幸福社区第一网格"),
        (("解放区", "民生街道", "幸福社区", "幸福社区第一网格"), "解放区民生街道幸福社区第一网格"),
    ],
)
def test_an_area_is_written_as_an_address_in_which_no_name_stands_twice(names, written):
    assert area(*names).full_name == written


def test_the_city_alone_has_no_address():
    assert area().full_name == ""
