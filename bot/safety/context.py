"""Whether words of danger are meant: idioms, stories, the past, denials, questions and what is over.

Each rule is a small function of a `Place`: the match with its clause and sentence. None of them knows a danger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.safety.plain_text import Sentence

# Exaggeration, fixed expressions and names, put out of sight before anything is looked for.
IDIOMS = re.compile(
    r"""
        [笑累困热冷冻饿渴气急烦吵愁忙疼痛酸丑羞尬美帅甜香爱恨馋吓臭熏呛憋闷堵挤晒穷坑烫](?:的|得)?(?:要|快|快要)?死(?:人|我|俺|咱|个人|宝宝|老子|
            本宫|了|啦|咯|算了|个|都|也|$)+ | 尴尬死 | 羡慕死 | 嫉妒死 | 无聊死 | 麻烦死 | 郁闷死 | 难受死 | 担心死 | 虐死 | 饿死算了 | 笑死
        | (?:想|爱|恨|怕|乐)死(?:你|您|他|她|它|恁|我|俺|家|妈|老家|宝宝|个人)(?!们?就好) | [得到嘞的]要死了? | 笑不活 | 要死要活 | 死贵 | 死机
        | 死循环 | 死板 | 死角 | 死心 | 死党 | 死活 | 死扛 | 死磕 | 死鬼 | 半死不活 | 死猪 | 该死 | 卡死 | 焊死 | 堵死 | 钉死 | 封死 | 死工资 | 死也不
        | 死都不 | 打死.{0,2}[也都]不 | 死线 | 跳楼(?:价|大甩卖|机|清仓|促销|甩卖|大?处理) | 跳水 | 跳河里?游 | 自杀(?:式|小队|率|突击队|性装修)
        | 送人头 | 殉情记 | 要了?(?:我的?)?老?命 | 不要命 | 命苦 
        | (?:肺|头|脑袋?|心态?|我|俺|人|气|累|忙|热|撑|胃|肚子|压力|情绪|信息)(?:都|也|真|快|要|得|就|像)*爆炸了?
        | 会打死我 | 防溺水 | 烧烤.{0,3}冒烟 | 矸石山.{0,3}冒.{0,3}烟
        | 塌陷区 | 抢劫[啊吗呀] | 评论区.{0,4}打起来 | 压在.{0,2}心上 | [热累跑笑][得的]喘不[上过]气 | 烟囱.{0,4}冒.{0,3}烟 | 着火(?:危险|都跑|了?飞)
        | (?:低保|银行|工资|身份证|医保|社保)卡在 | [逛走站跑]到?腿断 | 气炸 | 炸毛 | 炸裂 | 炸锅 | 炸鸡 | 心态.{0,2}[炸崩]了? | 火山爆发 | 信息爆炸
        | 爆款 | 群里?(?:都)?炸 | 炸了?群 | 炸(?:油条|丸子|酱|串|薯|带鱼) | [砍杀]价 | 砍一刀 | 砍头息 | 砍了?价 | 砍掉(?:预算|树|一半) | 秒杀 | 抹杀
        | 杀[毒菌虫青熟鸡鱼猪羊] | 绝杀 | 杀鸡 | 杀手锏 | 刀子嘴 | 冒火(?![了花星苗光球]|$) | [上恼发窝光肝心]火[气大]? | 火[大爆锅热车气候] | 着火点
        | 点火就着 | 打火机 | 点着火 | 打不着火 | 不着火 | 生火 | 灭火器 | 消防火 | 防火
        | 救命(?:稻草|恩|钱|药|之恩|的钱|啊?，?(?:这|太|怎么这么|好笑|好可爱|谁懂|也太|我真的会)|语音) | 夺命连环 | 人命关天的?大?事?都 | 心如刀[割绞]
        | 一刀切 | 一刀两断 | 两肋插刀 | 刀具 | 磨刀霍霍 | 刀削 | 拿刀切 | 菜刀钝 | 上吊扇 | 吊死鬼 | 跳井盖 | 跳广场舞 | 跳绳 | 往下跳(?:价|水)
        | 电梯卡(?!住) | 饭卡 | 刷卡 | 卡(?:在|住)(?:流程|审核|材料|系统|进度|这一步|加载|\d) | 手机卡 | 卡壳 | 门禁卡
        | 压(?:在|着)(?:身上|心[里上]|头上|手里) | 心里?(?:像|跟)压 | 睡着了 | 猪八戒 | 活受罪 | 找死呢 | 死者 | 生死 | 出生入死 | 醉生梦死 | 死亡证明
        | 死亡赔偿 | 血压 | 血糖 | 吐血(?:推荐|价|整理|甩卖) | 热血 | 心血 | 出血本 | 大出血(?:甩|促|价) | 流血牺牲 | 晕车 | 晕头 | 头昏 | 昏暗 | 黄昏
        | 救命啊?(?:你|这|他|她|那)?[^火烟血水刀气疼痛人掉打砍杀车电，。！]{0,6}(?:太|好|也太|真)(?:多|大|热|冷|贵|吵|可爱|好看|美|帅|甜|难|丑|香|好吃|好听)
        | (?:内存|流量|手机|脑子|邮箱|后台)(?:都|要|快)?爆炸 | (?:骂|咒)(?:我|俺|他|她|人)(?:们)?(?:快)?去?死(?:吧|啊)? | 百年以后
        | [输吵闹肥减困学背写考班等队玩热冷饿渴笑臭][得的](?:我|俺|人)(?:都|就)?想(?:死|杀人) | [到得]爆炸 | (?:咋|怎么)死的 | [跟和]谁打
        | 气晕了? | 看晕了 | 绕晕 | 搞晕 | 问晕 | 炒鱿鱼 | 爆炸头 | 爆料 | 爆满 | 自爆 | 爆胎
    """,
    re.VERBOSE,
)

_STORY = re.compile(
    r"""
        (?<!打)游戏(?!账?号|机|厅) | 梦[到见] | 做梦 | 噩梦 | 王者荣耀 | 吃鸡 | 副本 | 队友 | 电影 | 电视剧 | 追剧 | 剧情 | 剧里 | 小说 | 动漫 | 番剧
        | 歌词 | 新闻 | 热搜 | 短视频 | 抖音上 | (?<!遗)书里 | 作文 | 论文 | 课文 | 段子 | 台词 | 翻译 | 英文 | 谜语 | 密室 | 剧本杀 | 综艺 | 男主(?!人)
        | 女主(?!人) | 主角 | 片子 | 演员 | 刷到 | 听说书 | 评书 | 历史上 | 古诗 | 网上看 | 讲故事 | 脑筋急转弯 | 成语 | 语音包 | 票房
        | [那这]个?剧(?!烈|痛|毒) | [男女][二三四](?![十0-9个位]) | 大结局 | 剧组
    """,
    re.VERBOSE,
)
_NO_STORY = re.compile(
    r"""
        不是.{0,6}(?:电影|小说|玩梗|游戏|段子|演戏|新闻|拍戏) | 电影里才有 | 跟.{0,4}(?:电影|新闻|电视).{0,3}(?:一样|似的) | 像.{0,2}电影 | 打游戏 | 给我发
        | 他发 | 她发 | 写了个作文 | 作文里 | 小说写完 | 布置作文
    """,
    re.VERBOSE,
)
# Something of one's own, here and now, ends a story.
_OWN = re.compile(
    r"(?:我|俺)(?:家|妈|爸|儿|女|孩|闺|弟|妹|哥|姐|爷|奶|现在|也|真|就|想|不想|自己|要|在|站|坐)|我们(?:楼|家|小区|院)|现在|楼下|隔壁"
)

# Days ago: an emergency of yesterday is over, a farewell of yesterday is not.
_DAYS_AGO = r"""
    昨[天晚夜儿日] | 前[天晚几两些]?[天晚日儿](?!台) | 夜儿?个 | 上(?:个)?(?:周|次|回|礼拜|星期) | 那(?:次|回|一?天|天) | 有一?[次回]
    | [一两二三几]+[回次](?:了|都) | 后来
"""
_LONG_AGO = r"""
    上(?:个)?月 | 去年 | 前年 | 那[年时](?!候就) | 当年 | 小时候 | 年轻时候? | (?<!以)以前 | [天年月]之前 | 之前(?=[也还有就]) | 曾经?
    | 早(?:就|先|些年) | 半[个年]?(?:月|年)?前 | [一二两三四五六七八九十几\d]+(?:年|个月|个?礼拜|个?星期|天)(?:以)?前 | 自从 | 往年 | 上[学任]期
    | 出院后 | 术后 | [寻发出]过 | 年前
"""
_PAST_WORD = re.compile(f"{_DAYS_AGO}|{_LONG_AGO}", re.VERBOSE)
_LONG_PAST = re.compile(_LONG_AGO, re.VERBOSE)
_OVER = re.compile(
    r"""
        (?:早就?(?:出来|下来|放出来)|扑灭|浇灭|熄灭|自熄|火灭|早灭|^灭|已灭|救[下上回]来|捞上来|抢救过来|救出来?|控制住|修好|处理好|处理完|处置完毕|解决|拉开|劝开|和解|
            缓过来|醒过来|没事|脱险|脱离危险|出院|灭完)了? | (?:叫|让|被|给).{0,6}灭了 | ，灭了
        | 已经?.{0,3}(?:灭|没事|解决|送走|处理|出院|恢复|脱险|脱离|修好|救出|稳定|送医院|送去医院|拉走|走了) | 虚惊一场 | 早已走
        | (?:救护车|警察|消防).{0,6}(?:来过|走了|处理完) | 人(?:没事|好着|平安|已经送|无大碍) | 没(?:人)?(?:受伤|伤着|出事|大事|大碍) | 都回家了
        | 警察说 | 石膏 | (?:事|都|也|已经)过去了 | 过去(?:半个?|一|两|三|好几)+.{0,2}(?:月|年|天) | 灭是灭了 | 在住院 | 住院(?:了|呢)
        | 现在(?:好|没事|稳定|挺好) | 打完了 | 把闸拉 | 拉了闸 | 电闸.{0,2}拉 | 等电工 | 拔了，?不敢 | 后来就没电 | 不敢[用使]了
    """,
    re.VERBOSE,
)
_NOW = re.compile(
    r"""
        (?<!到)现在(?!好|没事|稳定|挺|我关心|想|要|能|是想|就是|按时|黑) | 正(?!常|好|月|式|规|经|确|宗) | 又(?!不|没) | 还在 | 还没 | 这会儿 | 将将
        | 刚刚 | 刚才 | 刚(?=[打听看到发接]) | 救命 | 快(?:来|点|救|叫|派) | 今天(?!想|才) | 今晚 | 今黑 | 今早 | 今晨 | 今夜 | 眼看 | 马上 | 立即
        | 立刻 | 赶紧 | 赶快 | 火速 | 即刻 | 此刻 | 眼下 | 方才 | 忽然 | 突然 | ！{2} | 这次 | 这回
    """,
    re.VERBOSE,
)
_AGAIN = re.compile(
    r"""
        又(?!不是|没) | 还(?:要|想|是想|说|会|在|没死) | 再(?:来|试|次|去) | 今[天晚夜黑年日] | 现在(?!好|没事|稳定|挺|按时|在家|就是|六十) | 这[次回几]
        | 最近(?!换季) | 眼下 | 明[天日] | 这两天 | 没(?:跳|死)成 | 挥之不去 | 藏刀 | 忍不住 | 未死 | 下一?次 | 如今轮到
    """,
    re.VERBOSE,
)

_AFRESH = re.compile(r"又(?!不|没|叫)|突然|忽然|救命|快(?:来|救)|复燃|还在[烧冒里喷打]|再次|这回")
_AVERTED = re.compile(r"救[下上回]来|抢救过来|劝[下回]来|脱险|脱离危险|没事了")
_STRONG_AGAIN = re.compile(r"又(?!不是|没)|还[要想说]|再[来试]|这[次回几]|今[天晚]|藏刀|下一?次")
_NOT = re.compile(
    r"""
        (?:不|(?<!有)没|(?<!有)没有|(?<!是)不是|并非|并没有?|从没有?|从不|绝不(?:会|是)?|不会|不至于|不可能|没想过?(?:要)?|没(?:有)?打算|又不是|
            才不|可没|哪会|未|不曾|没到|没说(?:过|要)?|不存在|没啥|不想|也不|没见|没闻[到着]?|闻不[到着]|看不[到见]|断无|并无|毫无|决不|不用担心|别|
            未发生过?|不再|尚无|尚未|暂无)(?:真的?|要|会|想|说|打算|有|过|去|着|啥|什么|任何|到|再|那么|多|发生|出现|这种|半点|是|一点|那种|被|闻到)*$
    """,
    re.VERBOSE,
)
# "不是不想活", "没有一天不想死", "谁说没着火": the denial is itself denied.
_NOT_NOT = re.compile(
    r"(?:不是|没有?(?:一天|一刻)|哪天|谁说|难道|别说|别以为).{0,3}(?:没|不)(?:想|是|有)?$|怎么不$|还不$|要不$"
)
_DENIED_AFTER = re.compile(
    r"""
        ^(?:的)?(?:念头|想法|打算|意思|心思|行为|情况|迹象|地步|话|事儿?)(?:我)?(?:从来|都|也|可|倒|是|绝对|真)*(?:没有|没想过|没有过|不存在|
            不会有|谈不上|还没到) | ^.{0,12}说没有(?:，|。|$) | ^，?不是，?是
    """,
    re.VERBOSE,
)
_NEAR_MISS = re.compile(r"(?:差点儿?|差一点|险些|幸亏没|万幸没)[^，]{0,6}$")
# "是气话", "人好着呢": taken back in the same breath; "不像气话" and "说是开玩笑，可…" are not.
_TAKEN_BACK = re.compile(
    r"""
        (?<![不非为])(?:是|就是|都是|一句)(?:说)?(?:个|句|句?赌)?.{0,2}(?:气话|玩笑|夸张|赌气的?话?|口头禅|比喻|打比方|梗) | 夸张 | 开(?:个)?玩笑的?$
        | 人好着 | 一切正常 | 挂嘴上 | 没(?:啥|什么)?极端 | 不会做傻事 | 不会干傻事 | 没(?:有)?危险 | 开玩笑[啦的哈] | 我真的会谢 | 没那么夸张
        | 说着玩 | 没别的想法 | 断无 | 会好好活 | 放心
    """,
    re.VERBOSE,
)
_BUT = re.compile(
    r"不是.{0,4}(?:气话|玩笑|吓唬|说笑|发牢骚|矫情|夸张|威胁)|不像(?:是)?(?:气话|开?玩笑)|说是开玩笑.{0,3}可|没开玩笑|没跟(?:你|恁)开"
)

# Said near the words: a supposition, a fear, a question of knowledge, law or price.
_SUPPOSED = re.compile(
    r"""
        如何 | 怎[么样]?(?:预防|避免|逃生|自救|急救|处理才|报警|使用|用灭|防|判|赔|识别|发现|应对|办理|检查|申请|才能不) | 咋(?:防|用|预防) | 预防
        | 防止 | 防范 | 以防 | 免得 | 省得 | 生怕 | 担心 | (?<!害)怕(?!是|俺|我们) | 如果 | 万一 | 要是(?!再) | 假如 | 假设 | 倘若 | 一旦 | 容易
        | 早晚(?:要)? | 迟早 | 会不会(?!有事|死) | 小心 | 有.{0,4}风险 | 危险性 | 有没有(?:那种|上门) | 火星子一来
    """,
    re.VERBOSE,
)
# Said anywhere in the sentence: the subject is a lesson, the law, a repair, a post for volunteers.
_SUBJECT = re.compile(
    r"""
        演练 | (?<!不是)演习 | 培训 | 讲座 | 宣传 | 知识 | 常识 | 隐患 | 注意事项 | 预案 | 条例(?!第) | 规定 | 哪一条 | 法律 | 违法 | 犯法 | 犯罪
        | 判几年 | 判多久 | 算不算(?!是急) | 工伤 | 赔偿 | 理赔 | 起诉 | 告他 | 诉讼 | 责任 | 谁负责 | 标准 | 鉴定 | 处罚 | 罚款 | 立案 | 科普
        | 急救课 | 急救员 | 心肺复苏 | 消防员证 | 检修 | 年检 | 收费 | 多少钱 | 啥价 | 安装 | 志愿服务 | 报名 | 想学 | 教大家 | 预产期 | 月嫂 | 月子 | 招聘
        | 考试 | 修剪 | 该谁赔 | 谁赔 | [全次主]责 | 有没有那种
    """,
    re.VERBOSE,
)
_NERVES = re.compile(
    r"""
        焦虑 | 紧张 | 惊恐 | 房贷 | 贷款 | 债 | 压力 | 心理 | (?:一|每)(?:想到|看见|听见|听到|看到|进|到|说).{0,10}就 | [看听]见.{0,5}就
        | 检查.{0,8}(?:没问题|没毛病|正常|没事|不出) | 夸张
    """,
    re.VERBOSE,
)
# Asked as knowledge, law or homework; who asks it of oneself ("我跳楼犯法吗") is not excused.
_LESSON = re.compile(
    r"""
    预防 | 讲座 | 宣传 | 热线是不是 | 心理热线 | 自杀热线 | 培训 | 知识 | 课程 | 志愿者?(?:培|服务) | 论文 | 研究 | 统计 | 上市 | 怎么(?:劝|识别)别人
    | 下一句 | 上一句 | 这(?:道)?题 | 作者 | 主人公 | 读后感 | 自由落体 | 犯不犯法 | 犯法 | 违法 | 合不合法 | 合法吗 | 侵权 | 坐牢 | 担责
    | 负责任?吗 | 给不给赔 | 赔不赔 | [要得]赔[吗不] | 能当遗嘱 | 站得住脚 | 判几年 | 意外险 | 法定 | 要不要建档 | 倾向的(?:村民|居民|人)
    | 干预(?:员|队) | 危机干预(?:是|课|培) | 责任 | 凶宅 | 起诉 | 法律 | 赔偿 | 保险赔 | 遗产 | 继承 | 算不算 | 判刑 | 条例 | 租的 | 房东 | 欺诈
""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Place:
    """A match in its surroundings."""

    sentence: Sentence
    clause: str
    before: str
    after: str
    previous: str
    following: str

    @cached_property
    def so_far(self) -> str:
        """The sentence up to the match."""
        return self.sentence.text.partition(self.clause)[0] + self.before

    @cached_property
    def from_here(self) -> str:
        """The match and what follows it in the sentence and the next one."""
        return self.clause[len(self.before) :] + self.sentence.text.partition(self.clause)[2] + self.following


def hide_idioms(text: str) -> str:
    """Put fixed expressions out of sight, keeping the length so that no new words arise."""
    return IDIOMS.sub(lambda found: "〇" * len(found.group()), text)


# What is sung, shown or read; "《遗书》我写好了" names no work.
_WORKS = re.compile(
    r"歌|曲|电影|影片|电视|剧|小说|书名|作者|主人公|女生|男生|好听|循环|看过|读后感|叫什么|谁(?:唱|演|写)|票"
)
_TITLE = re.compile(r"《[^》]{1,20}》")


def hide_titles(text: str) -> str:
    """Put the titles of songs, films and books out of sight where the text speaks of such; `text` as written."""
    return _TITLE.sub("《〇》", text) if _WORKS.search(_TITLE.sub("", text)) else text


_TALE = re.compile(r"玩.{0,10}游戏|写(?:一)?(?:篇|首|段)|写个故事|编[个一]")


def is_story(place: Place) -> bool:
    """A film, a game, the news, a school essay: unless it turns to one's own home or self."""
    if _TALE.search(place.so_far):
        return True
    nearby = f"{place.so_far[-40:]}{place.clause}{place.from_here[:40]}"
    if not _STORY.search(nearby) or _NO_STORY.search(place.sentence.text):
        return False
    return bool(_STORY.search(place.clause)) or not _OWN.search(place.clause)


def is_denied(place: Place) -> bool:
    """Denied just before ("没有着火") or just after ("跳楼的念头从来没有") the words."""
    before = place.before[-12:]
    if _NOT.search(before):
        return not _NOT_NOT.search(before)
    return bool(_DENIED_AFTER.search(place.after[:16]))


def is_taken_back(place: Place) -> bool:
    """Called a joke or a manner of speaking in the same breath."""
    nearby = f"{place.previous}，{place.clause}，{place.from_here[:40]}"
    return bool(_TAKEN_BACK.search(nearby)) and not _BUT.search(nearby)


def is_over(place: Place) -> bool:
    """An emergency of the past, or one that is said to be over."""
    over = _OVER.search(place.from_here)
    if over and not _AFRESH.search(place.from_here[over.end() :]):
        return True
    told = f"{place.so_far[-30:]}，{place.clause}"
    return bool(_PAST_WORD.search(told)) and not _NOW.search(f"{told}，{place.from_here[:60]}")


def is_past_crisis(place: Place) -> bool:
    """A crisis of long ago or averted, nothing of which is said to be back."""
    told = place.so_far[-24:] + place.clause
    if _AVERTED.search(place.from_here[:30]) and not _STRONG_AGAIN.search(place.sentence.text + place.following):
        return True
    return bool(_LONG_PAST.search(told)) and not _AGAIN.search(place.sentence.text + place.following)


def is_nerves(place: Place) -> bool:
    """Breath or heart troubled by fear, as its teller says."""
    return bool(_NERVES.search(place.sentence.text))


def is_near_miss(place: Place) -> bool:
    """It nearly happened."""
    return bool(_NEAR_MISS.search(place.before[-12:]))


def is_supposed(place: Place) -> bool:
    """Feared, supposed or asked about; not said to be so now."""
    nearby = f"{place.previous[-20:]}，{place.clause}"
    return bool(_SUPPOSED.search(nearby)) and not _NOW.search(place.sentence.text)


def is_subject(place: Place) -> bool:
    """A lesson, the law, a repair, an anxiety: danger is what the sentence is about, not what happens."""
    return bool(_SUBJECT.search(place.sentence.text)) and not _NOW.search(place.sentence.text)


# What falls into a drain or is locked in a car, and is no living being; plants that "do not want to live".
_THING = re.compile(
    r"(?:墙|屋顶|手机|钥匙|戒指|耳机|耳环|眼镜|钱包|东西|[饭卡]卡|球|鞋|垃圾|手表|无人机|身份证|花|树|草|苗|菜|电脑|空调|冰箱)(?:都|也|不小心|给|又|就|全|自己)*$"
)
_TO_A_THING = re.compile(r"^[^，]{0,4}的?(?:月季|玫瑰|[花草菜树鱼虫鼠](?![娃儿])|盆栽|绿植|蚊子|蟑螂)")
# A child's or an old person's mistake; grown people who "drank pesticide" are not presumed to have erred.
_MISTAKE = re.compile(r"(?:误|错|当成|当作|当饮料|不小心|娃|当[糖水饮钙酒].{0,2}|孩子?|宝|孙子?|孙女|小的)[^，]{0,6}$")
_SWALLOWED = re.compile(r"[^，]{0,8}[喝吃吞咽服]")


def is_thing(place: Place) -> bool:
    """It happens to a thing, a plant, vermin."""
    return bool(_THING.search(place.before[-12:]) or _TO_A_THING.search(place.after))


def is_mistake(place: Place) -> bool:
    """Swallowed by mistake: an emergency, not a suicide."""
    return bool(_SWALLOWED.match(place.from_here)) and bool(_MISTAKE.search(place.before[-16:]))


def is_lesson(place: Place) -> bool:
    """Suicide as a subject: lectures, law, research, a flat somebody died in."""
    return bool(_LESSON.search(f"{place.clause}，{place.from_here[:40]}")) and not re.search(
        "[我俺].{0,4}$", place.before
    )
