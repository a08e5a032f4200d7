"""Names of persons, also where they run together; what media are called; lists of names. Pure.

Persons are known by their surnames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from indexer.text.fold import fold

_COMMON = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅"
    "钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
"""The surnames of six in seven persons."""

_OTHERS = frozenset(
    "汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗詹曲欧靳祁路涂"
    "兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜成饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强"
    "穆姬宫景米麦谈柏瞿艾沙鄢桂窦郁缪畅卓褚栾戚全娄甄郎池丛边岑农苟迟保商臧佘卞虞刁冷应匡栗仇练楚揭师官佟封燕"
    "桑巫敖原植邝仲荆储宗楼干苑寇盖南屠鞠荣井乐银奚明麻雍花闻冼木郜廉衣蔺和冀占公门帅利竺晋巩习楮闫肖付代戈仝"
    "库计贡劳逄姬郇底尧智禹由皮杭诸滑鱼郗茅朴芮羿靖巴弓隗山刚粟厉叙印怀邰从鄂索咸籍乌胥苍双莘党翚扶堵宰郦却璩"
    "濮寿通扈郏浦农温别晏充慕茹宦暴斐钮勾融訾阚那饶空毋沙乜养须丰关裘操沃游权逯盖益桓漆宿帖随佴见展但么撒矫种候"
)
_SURNAMES = _COMMON | _OTHERS
_COMPOUND = tuple("欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 端木 东方 南宫 呼延".split())

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_NAME = re.compile(f"[{_HAN}]{{2,4}}")
_FOREIGN = re.compile(f"[{_HAN}]{{1,6}}(?:·[{_HAN}]{{1,6}}){{1,2}}")
_NO_NAME_HOLDS = re.compile("[的了在是从对把被将及或等这那某您我你他她它们吗呢第号报网社讯电版者员]")
_NO_NAMES = frozenset(
    (
        "江苏 江西 云南 海南 安徽 成都 武汉 温州 常州 杭州 徐州 郑州 石家庄 黄石 高新区 "
        "江北区 江宁区 金山区 黄浦区 安全 应急 金融 党委 党建 方法 方案 文明 文化 文旅 "
        "常委会 高清 成功 安康 时政 时评 时间 文字 文图 关注 关于 全文 全国 应用 包括 "
        "成文 印发 公布 公文 连线 连载 项目 农业 农村 商务 明天 连续 权威 温馨 强化 解读 解说 解放 计划 经济 "
        "公司 公安 公开 公告 白皮书 明日 任务 任免 顾问 都市 马上 包装 常务 解析 通报 "
        "通讯 通稿 文中 应受访 平安 全媒体 融媒体 于是 相关 相片 时报 有限 有关 丰收 别名"
    ).split()
)
"""Words that begin like a name and stand in brackets or by-lines."""


def people(text: str) -> list[str]:
    """The persons that a piece of a by-line without white space or punctuation names: one, or several that
    run together; none where it is no name or could be cut in two ways."""
    if _FOREIGN.fullmatch(text):
        return [text]
    if _NO_NAME_HOLDS.search(text) or text in _NO_NAMES or not re.fullmatch(f"[{_HAN}]{{2,24}}", text):
        return []
    if _is_name(text):
        return [text]
    cuts = list(_cuts(text))
    common = [names for names in cuts if all(fold(name[0]) in _COMMON for name in names)]
    for ways in (common, cuts):
        if len(ways) == 1:
            return ways[0]
    return []


def joined(pieces: list[str]) -> Iterator[str]:
    """The pieces of a by-line; 王 and 伟, parted to fill a line, are 王伟."""
    taken = False
    for piece, after in pairwise([*pieces, ""]):
        if taken:
            taken = False
        elif len(piece) == len(after) == 1 and fold(piece) in _SURNAMES:
            taken = True
            yield piece + after
        else:
            yield piece


def _is_name(text: str) -> bool:
    surname = 2 if fold(text[:2]) in _COMPOUND else 1
    is_long_enough = 1 <= len(text) - surname <= 2
    return is_long_enough and text not in _NO_NAMES and (surname == 2 or fold(text[0]) in _SURNAMES)


def _cuts(text: str) -> Iterator[list[str]]:
    """All ways to cut a text into names of two and three characters."""
    if not text:
        yield []
    for length in (2, 3, 4):
        if len(text) >= length and _is_name(text[:length]):
            yield from ([text[:length], *rest] for rest in _cuts(text[length:]))


# — what media are called, as regular expressions —


PAPERS = "日报|晚报|晨报|早报|午报|时报|商报|导报|周报|画报|电讯报|都市报|青年报"
"""Ends that only names of newspapers have, for there are reports of many other kinds: 简报, 年报, 通报."""

MEDIA = f"{PAPERS}|青报|报|周刊|杂志|通讯社|社|新闻网|网站|网|电视台|总台|客户端"
MEDIA += "|海外版|公众号|微博|频道|在线|之声"
"""Ends of the names of whatever publishes; the longer ones first."""

OWN = ("本报", "本刊", "本网", "本台", "本社")
"""How a medium calls itself."""


# — lists of names —


_ROLE = re.compile(
    r"^[\s(（□■◎●]*(?:本报|本刊|本网|本台)?(?:全媒体|首席|特约|特派|见习|实习)*"
    r"(?:记者|通讯员|评论员|撰稿人?|撰文|作者)[\s:：]*"
)
_BETWEEN = re.compile(r"[、，,;；/／|｜&\n]+")
_CHINESE = re.compile("[\u3400-\u9fff]")
_ENDS = " \t\u3000()（）[]【】。.:："


def names(text: str) -> tuple[str, ...]:
    """The names in their order, each once: '记者 张三、李　四' -> 张三, 李四. Latin names keep their spaces.

    For what is known to be a list of names: whether they are those of persons is not asked.
    """
    found: list[str] = []
    for part in _BETWEEN.split(text):
        bare = _ROLE.sub("", part).strip(_ENDS)
        found += _chinese(bare.split()) if _CHINESE.search(bare) else [" ".join(bare.split())]
    return tuple(dict.fromkeys(name for name in found if name))


def _chinese(words: list[str]) -> list[str]:
    """Names of two characters are spaced out to stand flush with those of three: 李　四."""
    whole: list[str] = []
    is_half = False
    for word in words:
        if is_half and len(word) == 1:
            whole[-1] += word
            is_half = False
        else:
            whole.append(word)
            is_half = len(word) == 1
    return whole


# — names of nobody —


_NO_PERSONS_WORD = re.compile(
    r"\b(?:team|ui|com|net|org|cn|www|cms|e?mail|name|your|author|admin|administrator|user|guest|test|default"
    r"|editor|editorial|staff|desk|group|studio|inc|ltd|co|corp|company|news|daily|press|agency|media|web|site"
    r"|website|webmaster|software|office|discuz|comsenz|wordpress|microsoft|adobe|unknown|anonymous)\b"
    "|管理员|编辑部|小编",
    re.I,
)
"""Words that no person's name holds: of programs that make pages, of templates and of addresses."""
_PLACEHOLDER = re.compile(
    "原创|转载|佚名|匿名|未知|不详|网友|本站|系统|用户|暂无|无|测试|默认|(?:网络|综合)?整理|网络"
)


def is_nobody(name: str) -> bool:
    """Whether what stands in a name's place is that of a program, a template or an address, or says that the
    name is not known: Discuz Team, Email Com, admin, 佚名."""
    return bool(_NO_PERSONS_WORD.search(name) or _PLACEHOLDER.fullmatch(name))
