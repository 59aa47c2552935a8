"""Brings a resident's message into one form before any rule looks at it, and cuts it into sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

# Longer messages are cut in the middle: people put the point at the beginning or at the end.
_LONGEST = 4_000

# Only the characters that the patterns use, so no dictionary of the whole language is needed.
# (`opencc` and `zhconv` convert phrases and regional words as well; nothing here depends on those.)
_TRADITIONAL = str.maketrans(
    "並乾亂佈併來侷係倆倉個們側備傢傳傷價儘償兇兒兩凈凍別剋剎剛劃劇劑勁動勢勸匟區卹厤厲員唸問"
    "喚喫單嗆嗚嘍嘔嘩噁噴噹嚇嚥嚨囌囪圍圓圖團執報場塊墊墜壓夠夢夥夾奪妳姪婦媽嬭嬰嬸孃孫學宮實"
    "寧審寫寶將尋對尷屍層島帥師帶幣幫幹幾庫廁廚廠廣廳弔張彆彈彌彎後從復悶惡惱愛態慘應懸戲戶捄"
    "捲掃掄掛掽揚換揮揹搖搯搶摃摺撈撐撫撲擊擔擠擰擱攆攢攪攷敵斷於時暈曆曬書會朢東枴柺桿條棗業"
    "極榦榮槍樁樂樑樓標樣樹橋機檢檯櫃欄歲歷歸殘殺殼毆毬氣氫決沒沖況洩涼淨渾湧湯準溝滅滾滿漲漸"
    "潔濃濺瀰灘災為無煉煙煩熱燄燒燙燻爐爺牆牠犧獃現環產甦甯異當痠瘋癱發盜盡眾睏瞭矯確磚礙禍禪"
    "禮秖種積穩窩窮窯竄筆箇範簾籃糞糰紅紗紮終結絕絞給統絲綁經綜維網綿緊線緩練縊縫縱繙繞繩繫繼"
    "續纍纏纔罰羨義習翫耡聞聯聲聽肐脅脈脣脩脫腦腫腳腸膩臉臟臥臺舉菸萬著葯蒐蓋薦藝藥蘇蘤處虛號"
    "蟲衕衚衛衝裏裝裡製複覈見規覓視覺觸計訓記訟訣設訴診註証評詞試詩話該誇誌認語誤說誰課調談請"
    "論謎講譁證識譯護變讓豬負貨販責貴買費資賠賣賬賭贅趕跡踫蹟蹤躍躥車軋軌軟載輕輛輩輪轉辦農迴"
    "這連週進遊過違遠遶選遺還邊鄰醜醣醫醬釘釬鈍鈣鉆銀銲銷鋤鋼錘錢錯錶鍊鍋鍛鍬鎌鎖鎗鎚鐮鐵鑑鑒"
    "鑵鑽長門閃開間閘閤閨闆闇闖關阬陽隊階隨險隱隻雙雞離難雲電靈靜響頂項順預領頭頻願顛顧風颱飄"
    "飛飯飲養餓餘餬饞馬駕駛騎騰騷驗驚驟髒髮鬆鬍鬱魚魷鯊麵麼黃點黨鼕齊齣",
    "并干乱布并来局系俩仓个们侧备家传伤价尽偿凶儿两净冻别克刹刚划剧剂劲动势劝炕区恤历厉员念问"
    "唤吃单呛呜喽呕哗恶喷当吓咽咙苏囱围圆图团执报场块垫坠压够梦伙夹夺你侄妇妈奶婴婶娘孙学宫实"
    "宁审写宝将寻对尴尸层岛帅师带币帮干几库厕厨厂广厅吊张别弹弥弯后从复闷恶恼爱态惨应悬戏户救"
    "卷扫抡挂碰扬换挥背摇掏抢扛折捞撑抚扑击担挤拧搁撵攒搅考敌断于时晕历晒书会望东拐拐杆条枣业"
    "极干荣枪桩乐梁楼标样树桥机检台柜栏岁历归残杀壳殴球气氢决没冲况泄凉净浑涌汤准沟灭滚满涨渐"
    "洁浓溅弥滩灾为无炼烟烦热焰烧烫熏炉爷墙它牺呆现环产苏宁异当酸疯瘫发盗尽众困了矫确砖碍祸禅"
    "礼只种积稳窝穷窑窜笔个范帘篮粪团红纱扎终结绝绞给统丝绑经综维网绵紧线缓练缢缝纵翻绕绳系继"
    "续累缠才罚羡义习玩锄闻联声听胳胁脉唇修脱脑肿脚肠腻脸脏卧台举烟万着药搜盖荐艺药苏花处虚号"
    "虫同胡卫冲里装里制复核见规觅视觉触计训记讼诀设诉诊注证评词试诗话该夸志认语误说谁课调谈请"
    "论谜讲哗证识译护变让猪负货贩责贵买费资赔卖账赌赘赶迹碰迹踪跃蹿车轧轨软载轻辆辈轮转办农回"
    "这连周进游过违远绕选遗还边邻丑糖医酱钉焊钝钙钻银焊销锄钢锤钱错表炼锅锻锹镰锁枪锤镰铁鉴鉴"
    "罐钻长门闪开间闸合闺板暗闯关坑阳队阶随险隐只双鸡离难云电灵静响顶项顺预领头频愿颠顾风台飘"
    "飞饭饮养饿余糊馋马驾驶骑腾骚验惊骤脏发松胡郁鱼鱿鲨面么黄点党冬齐出",
)

# Dialect and the slips of speech recognition, input methods and censor-dodging, where the meaning is beyond doubt.
_SPELLINGS = {
    "自鲨": "自杀", "自s": "自杀", "zisha": "自杀", "自sha": "自杀", "自沙": "自杀", "自刹": "自杀",
    "想si": "想死", "想亖": "想死", "想鼠": "想死", "想屎": "想死", "想s了": "想死了",
    "去si": "去死", "割wan": "割腕", "割碗": "割腕", "割脘": "割腕", "跳lou": "跳楼", "跳喽": "跳楼",
    "木有": "没有", "冇": "没有", "自已": "自己", "媒气": "煤气", "着伙": "着火", "着货": "着火",
    "孙了": "孙子", "儿了": "儿子", "榻了": "塌了", "液化汽": "液化气", "晕到": "晕倒", "昏到": "昏倒",
    " 救命": "，救命",
}  # fmt: skip
_SPELLING = re.compile("|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True))))

_HAN = r"[\u3400-\u9fff]"
# "自*杀", "想_死", "跳~楼": marks between two characters that only hide the word.
_HIDING_MARK = re.compile(rf"(?<={_HAN})[*_~^`'|/\\·•.\-]+(?={_HAN})")
# "我 不 想 活 了", "我…想…死": single characters set apart; a pause of the keyboard or of the voice, not of the sentence.
_SPREAD = re.compile(rf"(?:(?<=^)|(?<=[\s…]))({_HAN})[\s…]+(?={_HAN}(?:[\s…]|$))")
# Compatibility normalisation turns "…" into three full stops.
_DOTS = re.compile(r"\.{2,}|。{2,}")
_REPEATED_MARK = re.compile(r"([，。！？；…、])[，。！？；…、]+")
_QUOTES = re.compile(r"[\"“”‘’「」『』《》〈〉【】（）()\[\]{}<>]")
_MARKS = str.maketrans(
    {",": "，", "!": "！", "?": "？", ";": "；", ":": "，", "\r": "\n", "\t": " ", "~": "，", "、": "，"}
)
_SPACE = re.compile(r" +")

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*")
_CLAUSE = re.compile(r"[^，…。！？；\n]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence and its clauses, in normal form."""

    text: str
    clauses: tuple[str, ...]


# Emoji and symbols, format characters (joiners, direction marks), variation selectors, surrogates, private use.
_DROPPED = frozenset({"So", "Sk", "Cf", "Cc", "Mn", "Me", "Cs", "Co", "Cn"})


class _Visible(dict[int, int | None]):
    """A translation table that looks a character up once: itself, or None where it is dropped."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kept = code if character in "\n\t" or unicodedata.category(character) not in _DROPPED else None
        if len(self) < _MOST_CHARACTERS:
            self[code] = kept
        return kept


_MOST_CHARACTERS = 20_000
_VISIBLE = _Visible()


def plain(text: str) -> str:
    """Return `text` in half width, lower case and simplified characters, without emoji, quotes and hiding marks."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n{text[-_LONGEST // 2 :]}"
    text = text.replace("🔥", "火")
    text = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL)
    text = text.translate(_VISIBLE)
    text = _DOTS.sub("…", text)
    text = _SPELLING.sub(lambda found: _SPELLINGS[found.group()], text)
    text = _QUOTES.sub("", _HIDING_MARK.sub("", text))
    text = _PAUSE.sub(_soft_pause, _SPREAD.sub(r"\1", text)).translate(_MARKS)
    return _REPEATED_MARK.sub(r"\1", _SPACE.sub(_soft_space, text.strip()))


_PAUSE = re.compile(r"(?<![^\s…，。])([^\s…，。]{1,2})…(?=[^\s…，。]{1,2}(?:[\s…，。]|$))")


def _soft_pause(found: re.Match[str]) -> str:
    """Join two short words that somebody hesitates between: "不想…活了"."""
    return found.group(1)


def _soft_space(found: re.Match[str]) -> str:
    """Old people write a space for a comma; around a lone character or pair of characters it is only a slip."""
    text, start, end = found.string, found.start(), found.end()
    before = re.search(r"[^ ，。！？；…\n]*\Z", text[max(0, start - 3) : start])
    after = re.match(r"[^ ，。！？；…\n]*", text[end : end + 3])
    short = min(len(before.group()) if before else 0, len(after.group()) if after else 0) < 3
    return "" if short else "，"


@dataclass(frozen=True)
class View:
    """A message with a sentence, or a clause, a line: a phrase is looked for in all lines at once."""

    lines: tuple[str, ...]
    # For each line its sentence and its number among the clauses of that.
    origins: tuple[tuple[Sentence, int], ...]

    @cached_property
    def _text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def lines_with(self, pattern: re.Pattern[str]) -> list[int]:
        """Return the numbers of the lines where `pattern` may stand."""
        return sorted({bisect_right(self._starts, found.start()) - 1 for found in pattern.finditer(self._text)})


@dataclass(frozen=True)
class Told:
    """A message cut into sentences, and two views of it."""

    sentences: tuple[Sentence, ...]
    by_sentence: View
    by_clause: View

    def after(self, sentence: Sentence) -> str:
        """Return the text of the sentence that follows."""
        return self._following.get(id(sentence), "")

    @cached_property
    def _following(self) -> dict[int, str]:
        return {id(one): other.text for one, other in pairwise(self.sentences)}


def read(text: str) -> Told:
    """Cut a text in normal form into sentences, and these into clauses."""
    told = tuple(
        Sentence(found.group(), tuple(clause.group() for clause in _CLAUSE.finditer(found.group())))
        for found in _SENTENCE.finditer(text)
        if _CLAUSE.search(found.group())
    )
    origins = tuple((sentence, index) for sentence in told for index in range(len(sentence.clauses)))
    return Told(
        told,
        View(tuple(sentence.text.strip("\n") for sentence in told), tuple((sentence, 0) for sentence in told)),
        View(tuple(sentence.clauses[index] for sentence, index in origins), origins),
    )
