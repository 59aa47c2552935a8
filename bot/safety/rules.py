"""Rules that catch danger to life in a resident's words, and leave idioms, news and the past alone.

They aim at plain words, where a miss would be unforgivable; veiled words are the model's part (see `nlu/`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """The two safety labels; they are intents as well."""

    EMERGENCY = "emergency"
    PSYCH_CRISIS = "psych_crisis"


class Danger(StrEnum):
    """What is happening, which decides whom to call."""

    FIRE = "fire"
    GAS = "gas"
    MEDICAL = "medical"
    WATER = "water"
    VIOLENCE = "violence"
    TRAPPED = "trapped"
    SUICIDE = "suicide"
    HARM_OTHERS = "harm_others"
    UNKNOWN = "unknown"


class Person(StrEnum):
    """Whose life it is about, as far as the words tell."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True)
class Alarm:
    """What was found: the lane, the danger, the person, and the clause that says it."""

    kind: AlarmKind
    danger: Danger
    person: Person
    clause: str


# Said of laughing, tiredness, prices, games, films: taken out before anything is looked for.
_IDIOMS = re.compile(
    r"(笑|累|困|热|冷|冻|饿|渴|气|急|烦|吵|愁|忙|疼|痛|酸|丑|羞|尴尬|尬|美|帅|甜|香|想|爱|恨|羡慕|嫉妒|吓|臭|熏|呛|憋|闷|堵|挤|晒|穷|无聊)死(人|我|俺|咱|个人|宝宝|老子|本宫)?"
    r"(了|啦|咯|喽|的|掉|也|算了|个人)*|要死要活|死贵|死机|死循环|死板|死角|死心眼|死党|死活|死扛|死磕|死鬼|半死不活|死猪|死皮赖脸|该死的?|卡死|锁死|焊死"
    r"|跳楼(价|大甩卖|机|清仓|促销|甩卖)|自杀式|自杀(小队|突击队)|自杀率|殉情记|送人头|送死|打死(不|也不|我也)|死也不|说死|(这|那|个|谁)(价|价格|房价)[^，。]{0,4}要命|要了?(我的)?(老)?命[了吗啊呀]?$"
    r"|火(了|大|爆|锅|热|车|气)|冒火|上火|恼火|发火|窝火|光火|着火的?心|心急如焚|爆(炸性|款|满|红|料|表|雷)|气炸|炸(毛|裂|锅|鸡)"
    r"|(砍|杀)价|砍一刀|帮我砍|秒杀|抹杀|杀(毒|菌|虫|青|熟|鸡|鱼|猪|羊)|绝杀|打(游戏|牌|球|卡|车|折|工|电话|听|扫|针|印|包|药)"
)
# Somebody tells of a film, a game, the news, a lesson: no danger of the resident's own.
_FICTION = re.compile(
    r"游戏|王者|吃鸡|副本|队友|电影|电视剧|追剧|剧情|剧里|小说|动漫|番里|歌词|新闻里?|热搜|视频里|短视频|抖音上|书里|书名|故事|作文|论文|课文|历史|段子|梗|台词|翻译|谜语|密室|剧本杀|综艺|直播间"
)
_OWN = re.compile(r"我(真|也|就|现在|今|想|不想|好想|快|是|自己|活|撑)|俺(真|也|就|想|不想|活)|我家|俺家|我妈|我爸|我(儿子|女儿|孩子|老公|老婆|对象)")
_PAST = re.compile(
    r"昨[天晚夜儿]|前[天晚几两]|上(个?月|周|次|回|礼拜|星期)|去年|前年|那[年时]|当年|小时候|以前|之前|曾经|过去|早就|已经(灭|扑灭|没事|解决|好|送|走|处理|救|出院|恢复|脱离)"
    r"|(灭|扑灭|救下来|救回来|送医院|出院|抢救过来|没事|解决)了|后来"
)
_STILL = re.compile(r"现在(还|又|正|也)|还在|又(开始|着|起)|正在|又想|还是想|还想|刚刚?才?|这会儿|救命|快来")
_ASKING = re.compile(
    r"如果|万一|假如|要是(?!再)|怎么预防|如何预防|防止|预防|演练|培训|讲座|宣传|知识|隐患|检查|注意事项|条例|规定|法律|违法吗|犯法吗|判几年|判多久|算不算|算工伤|赔|保险|理赔|怎么处罚|谁负责|是否|应急预案|灭火器"
)
_NEGATED = re.compile(
    r"(没有?|不会|不是|并非|并没有?|从没|绝不|不至于|没想过|没打算|可没|又不是|才不|别)(真的?)?(要|会|想|说|打算|有)?(过|去|着)?(啥|什么|任何)?(要)?$"
)

_CRISIS: tuple[tuple[Danger, re.Pattern[str]], ...] = (
    (
        Danger.SUICIDE,
        re.compile(
            r"自杀|自尽|自残|自伤|寻短见|轻生|想不开了|割腕|割(自己|手腕|胳膊)|划(自己|手腕|胳膊)|上吊|吊死|跳(楼|河|桥|井|江|湖|水库|黄河|沁河)|卧轨|喝(农药|百草枯|敌敌畏|老鼠药)|开煤气(自|寻|死)|烧炭"
            r"|吞(了|下)?[^，。]{0,6}(安眠药|药片|一瓶药|整瓶)|攒(了|着)?[^，。]{0,8}安眠药|(一瓶|整瓶|大把|好多|几十片|一把)(安眠)?药[^，。]{0,4}(吃|吞|咽)"
            r"|(不想|不愿|不要|没法|懒得|没脸|无法)再?(活|在世|活在)(了|下去|着|啦|咯)?|活(不下去|够了|腻了|着没(啥|什么)?(意思|意义|劲|盼头|用)|不成了|着(干|做|图)(啥|什么|嘛)|着(太|真|好)(累|苦|难))"
            r"|(?<![不别])(想|要|去|准备|打算|情愿|宁愿|只想|就想|不如)(一)?(死|死了|死掉|去死|了断|解脱|结束(自己|生命|这一切|一切|我的)|离开(这个)?(世界|人世|人间))(?![你他她它板机角心扛磕守盯掐])"
            r"|死了(算了|就好了|拉倒|一了百了|干净|得了|倒好|清净|就不)|一了百了|了结(自己|此生|这一生|性命)|不想醒(过)?来|再也不(用)?醒|永远睡过去|下辈子再|来世再|遗书|遗嘱写好.{0,6}走|同归于尽"
            r"|(世上|世界上|人间)(没有|少了)我|没有我(他们|大家|你们|家里)?(会|就|都)?(更|过得)|我(走|死)(了)?(以后|之后)(你们|他们|孩子)|替我(照顾|照看)好?(爸妈|孩子|我妈|我爸|父母)|最后一(次|条)(跟|和|给|见|发)"
        ),
    ),
    (
        Danger.HARM_OTHERS,
        re.compile(
            r"(我|俺|老子)?(要|想|去|早晚|非得?|一定)(弄|砍|捅|杀|打|掐|毒|烧|搞|整)死(他|她|你|它们|他们|她们|那|这|全家|我|邻居|老)|杀了(他|她|他们|全家|那)|砍了(他|她|他们)|拉(他|她|几个|个)垫背|跟(他|她|他们)(拼命|拼了|同归于尽)"
        ),
    ),
)
_EMERGENCY: tuple[tuple[Danger, re.Pattern[str]], ...] = (
    (
        Danger.GAS,
        re.compile(
            r"(煤气|燃气|天然气|液化气|沼气|煤气罐|瓦斯)[^，。；]{0,8}(泄漏|泄露|漏气|漏了|跑气|味儿?(很|太|特别|好|真)?(大|重|浓|呛)|呛|嘶嘶|中毒)|一氧化碳中毒|闻[到见着][^，。]{0,8}(煤气|燃气|天然气|瓦斯)|(漏|泄)(煤气|燃气|天然气)|煤气中毒"
        ),
    ),
    (
        Danger.FIRE,
        re.compile(
            r"(?<!别)(着|起|失)火(了|啦|喽|咯|啊|呀)?|着起来了|烧(着|起来)了|(冒|全是|都是)[^，。]{0,6}(浓烟|黑烟|大烟)|浓烟(滚滚|很大)|火(苗|势)[^，。]{0,6}(窜|大|往|上)|(爆炸|炸)了|(电动车|电瓶车|电瓶|充电桩|电表箱)[^，。]{0,8}(冒烟|烧|炸)"
        ),
    ),
    (
        Danger.MEDICAL,
        re.compile(
            r"(晕|昏|摔|栽|瘫|倒)(倒|过去|在地)[^，。]{0,10}(不|没|叫|起|动|醒|了)|昏迷|不省人事|没(有)?(呼吸|心跳|气儿?|反应)了?|喘不(上|过)(来)?气|心脏(病)?(骤停|发作|疼|犯)|心梗|脑(梗|溢血|出血|中风)了?|中风了|口吐白沫|抽搐|抽风了|大出血|血流不止|流(了)?(好多|很多|一地|满地)血|一地(都是)?血"
            r"|触电|电着了|(喝|误食|吃)了?[^，。]{0,5}(农药|百草枯|敌敌畏|老鼠药|洁厕|消毒液)|食物中毒|噎(住|着)了|卡(住|着)(了)?(喉咙|嗓子|气管)|要生了|羊水破|(叫|喊)不(醒|应)|(老人|爷爷|奶奶|我妈|我爸|俺妈|俺爹|俺娘|孩子)[^，。]{0,6}(快不行了|不行了)|从[^，。]{0,8}(楼|树|房顶|架子|梯子|阳台)[^，。]{0,3}(掉|摔|坠)(了)?下|坠楼"
        ),
    ),
    (
        Danger.WATER,
        re.compile(
            r"溺水|落水|掉(到|进|在)?[^，。]{0,8}(河|水库|井|坑塘|鱼塘|池塘|湖|水沟|沟|窨井|下水道|化粪池)(里|去|了|中)*|淹(住|着|了)(人|孩子|他|她)|(人|孩子|小孩)[^，。]{0,8}(冲走|淹)"
        ),
    ),
    (
        Danger.VIOLENCE,
        re.compile(
            r"(拿|持|提|举|掂|挥|拎|抄|亮)(着|了|起|出)?(一?把|个|根)?[^，。]{0,3}(刀|菜刀|斧|棍|铁锹|锄头|砖头)|动刀|砍(人|伤|我|他|她)|捅(人|了|伤|我|他|她)|有人(打|砸|撬|闯|抢|持|拿刀|行凶)|正(在)?(打|殴|揍)(人|我|她|他|孩子|老婆|媳妇|起来)|(打|揍|掐)我(呢|啊|了.{0,6}(救|快|现在)|现在|，?救)|往死里打|打得?(头破血流|满脸是血|浑身是血|爬不起来|起不来)|救(命|救我|我|人)啊?|(撬|砸|踹)(门|锁)[^，。]{0,6}(进|呢|现在)|抢劫|绑架|掐(着|住)?(脖子|我脖子)|要杀(我|人|了|他|她)|(孩子|小孩|娃|闺女|儿子)(被|让人)(抱走|拐|抢走)"
        ),
    ),
    (
        Danger.TRAPPED,
        re.compile(
            r"(困|卡|关|夹|压|埋|反锁)(在|住|着|到)?(了)?[^，。]{0,8}(电梯|里面|里头|屋里|井|车|废墟|机器|下面|底下|土)[^，。]{0,6}|电梯[^，。]{0,10}(困|关|卡|坠|掉|不动)(着|住|了)?[^，。]{0,4}(人|我|俺|孩子|老|在里|里)|被困|(房子|墙|楼|脚手架|屋顶|窑洞|棚子)[^，。]{0,5}(塌|倒)了?[^，。]{0,8}(人|压|砸|埋)|塌方|(楼|房|高压线|电线)[^，。]{0,5}(要塌|快塌|断了?(掉|落|垂)|冒火花)"
        ),
    ),
)

_OTHER_PERSON = re.compile(
    r"(他|她|俺?[爹娘妈爸爷奶]|儿子|女儿|闺女|老公|老婆|媳妇|对象|朋友|同学|邻居|同事|孩子|亲戚|室友|老人|有人|有个|一个(人|男|女|老|小))[^，。！？]{0,16}$"
)
_SELF = re.compile(r"(^|[，。！？\s])?(我|俺|咱|本人)[^他她]{0,16}$")
_CLAUSE = re.compile(r"[^，。！？；,!?;\n]+")


def detect(text: str) -> Alarm | None:
    """Return the alarm that the words of a resident raise, or None.

    `text` is what the resident wrote or said; nothing is stored. A crisis is named before an emergency where both
    are said: "我要跳楼" is answered as a person in despair, and the reply names 110 and 120 as well.
    """
    plain = _IDIOMS.sub("", text.replace(" ", ""))
    told = bool(_FICTION.search(plain)) and not _OWN.search(plain)
    if told:
        return None
    return _crisis(plain) or _emergency(plain)


def person_of(text: str) -> Person:
    """Say whose danger a text most likely tells of: somebody else's when it speaks of them and not of "me"."""
    about_other = re.search(r"他|她|儿子|女儿|闺女|老公|老婆|媳妇|对象|朋友|同学|邻居|同事|孩子|室友|有人|俺?[爹娘]|[爸妈爷奶]", text)
    about_self = re.search(r"(我|俺)(自己|真|也|就|想|不想|好|太|活|撑|走|死|累|要|快|已|把|这)", text)
    return Person.OTHER if about_other and not about_self else Person.SELF


def _crisis(text: str) -> Alarm | None:
    over = _is_over(text)
    for danger, pattern in _CRISIS:
        for found in pattern.finditer(text):
            before, clause = text[: found.start()], _clause_around(text, found.start())
            if _NEGATED.search(before[-8:]) or _ASKING.search(clause) or over:
                continue
            return Alarm(AlarmKind.PSYCH_CRISIS, danger, _person(before), clause)
    return None


def _emergency(text: str) -> Alarm | None:
    if _is_over(text):
        return None
    for danger, pattern in _EMERGENCY:
        for found in pattern.finditer(text):
            before, clause = text[: found.start()], _clause_around(text, found.start())
            if _NEGATED.search(before[-8:]) or _ASKING.search(text):
                continue
            return Alarm(AlarmKind.EMERGENCY, danger, _person(before), clause)
    return None


def _is_over(text: str) -> bool:
    return bool(_PAST.search(text)) and not _STILL.search(text)


def _person(before: str) -> Person:
    if _SELF.search(before) and not _OTHER_PERSON.search(before):
        return Person.SELF
    return Person.OTHER if _OTHER_PERSON.search(before) else Person.SELF


def _clause_around(text: str, position: int) -> str:
    for clause in _CLAUSE.finditer(text):
        if clause.start() <= position < clause.end():
            return clause.group()
    return text
