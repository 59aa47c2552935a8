"""How choices look, and what is said when."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.dialogue import Choice, Say
from bot.dialogue.choices import pick
from bot.wechat.channel import WeChatChannel, render
from bot.wechat.text import size

CHOICES = (Choice("噪音扰民", "/noise"), Choice("漏水渗水", "/leak"))


def test_choices_are_numbered_lines_to_tap() -> None:
    assert render(Say("哪一类的事？", CHOICES)) == (
        "哪一类的事？\n"
        '1 <a href="weixin://bizmsgmenu?msgmenucontent=噪音扰民&msgmenuid=1">噪音扰民</a>\n'
        '2 <a href="weixin://bizmsgmenu?msgmenucontent=漏水渗水&msgmenuid=2">漏水渗水</a>'
    )


@pytest.mark.parametrize("title", ["噪音扰民", "吃饭&睡觉", 'A"B', "<b>", "50%的", "a b", "x=y", "1+1", "？", "C#"])
def test_what_a_tap_sends_back_is_understood_as_that_choice(title: str) -> None:
    choices = (Choice("别的", "/other"), Choice(title, "/this"))
    address = re.findall(r'href="([^"]*)"', render(Say("", choices)))[1]
    said = parse_qs(urlsplit(address).query)["msgmenucontent"][0]
    assert pick(said, choices) == choices[1]


def test_a_title_cannot_close_the_link_or_open_another() -> None:
    line = render(Say("", (Choice('</a><a href="http://evil">', "/x"),)))
    assert line.count("<a ") == 1
    assert line.count("</a>") == 1


def test_words_with_an_address_are_a_line_to_tap() -> None:
    text = "十一点半开饭。\n查看详情：https://www.jiaozuo.gov.cn/a?b=1&c=2"
    assert render(Say(text, CHOICES[:1])) == (
        '十一点半开饭。\n<a href="https://www.jiaozuo.gov.cn/a?b=1&c=2">查看详情</a>\n'
        '1 <a href="weixin://bizmsgmenu?msgmenucontent=噪音扰民&msgmenuid=1">噪音扰民</a>'
    )


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org",
        "请打开 https://example.org 看",
        "网址：https://example.org 很慢",
        "网址：ftp://example.org",
        '网址：https://example.org"onclick=x',
        "网址：https://example.org/<b>",
        f"{'很长' * 11}：https://example.org",
    ],
)
def test_other_lines_stay_as_they_are(line: str) -> None:
    assert render(Say(line)) == line


def test_words_of_an_address_cannot_open_another_link() -> None:
    assert render(Say("<a>：https://example.org")) == '<a href="https://example.org">＜a＞</a>'


def test_a_picture_alone_makes_no_text() -> None:
    assert WeChatChannel().pieces([Say("", picture="/pictures/abc")]) == []


def test_a_picture_that_cannot_be_sent_is_a_line_to_tap() -> None:
    channel = WeChatChannel(site_url="https://linli.example")
    line = channel.line_of("/pictures/abc")
    assert channel.pieces([Say(line)]) == ['<a href="https://linli.example/pictures/abc">点这里看图片</a>']


def test_several_sayings_go_out_as_one_text() -> None:
    assert WeChatChannel().pieces([Say("甲。"), Say("乙。")]) == ["甲。\n\n乙。"]


def test_nothing_to_say_makes_no_piece() -> None:
    assert WeChatChannel().pieces([]) == WeChatChannel().pieces([Say("")]) == []


def test_sayings_that_do_not_fit_together_stay_whole() -> None:
    long, short = "甲" * 600 + "。", "乙" * 200 + "。"
    assert WeChatChannel().pieces([Say(long), Say(short)]) == [long, short]


def test_many_choices_are_cut_between_lines() -> None:
    choices = tuple(Choice(f"第{number}个社区的人民调解委员会", str(number)) for number in range(60))
    pieces = WeChatChannel().pieces([Say("请选：", choices)])
    assert len(pieces) > 1
    assert all(size(piece) <= 2047 and piece.endswith(("</a>", "：")) for piece in pieces)


def test_the_ceiling_is_a_setting() -> None:
    assert all(size(piece) <= 300 for piece in WeChatChannel(limit=lambda: 300).pieces([Say("字。" * 400)]))


def test_an_account_without_customer_service_answers_passively_only() -> None:
    assert WeChatChannel(customer_service=False).passive_only
    assert not WeChatChannel().passive_only
