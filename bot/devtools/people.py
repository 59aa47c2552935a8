"""Residents to try Linli as: invented people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A pretend resident; an OpenID has 28 signs."""

    openid: str
    name: str
    about: str


PEOPLE = (
    Person("oLinliDemoWangXiuying0000001", "王秀英", "72岁，独居，用语音"),
    Person("oLinliDemoZhangJianguo000002", "张建国", "65岁，小区老住户"),
    Person("oLinliDemoLiTing000000000003", "李婷", "34岁，孩子上小学"),
    Person("oLinliDemoLiuZhiqiang0000004", "刘志强", "29岁，送外卖"),
    Person("oLinliDemoChenXiao0000000005", "陈晓", "19岁，大学生"),
)
