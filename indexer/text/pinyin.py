"""Latin letters -> the Chinese characters that they may stand for, and characters that sound alike.

Tones are left out, as they are in typing. What was typed is cut into parts, each a syllable (zhen), one
that is still being typed (jingj), or the letters that begin one (z, zh):

    zhenjiang  zhen jiang         xian   xi an, xian
    zjjkq      z j j k q          zhenj  zhen j

The table of pypinyin takes 0.1 s to load; so nothing is read before it is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

_COMMON = range(0x4E00, 0xA000)
_ENTRY = re.compile(r'"(\d+)": *"([^",]+)')
"""A code point, in decimal, and its first reading."""
_BEGINNING = re.compile("[bpmfdtnlgkhjqxzcsryw]|[zcs]h|[aoe]")
"""Letters that can begin a syllable: no i, u or v."""
_LETTERS = re.compile("[a-zü']+")
_MAX_PARTS = 12
_MAX_INITIALS = 8
"""Longer phrases are not typed by initials."""
_MAX_SYLLABLE_LETTERS = 6
"""zhuang"""
_MAX_CUTS = 6
"""Ways to cut the same letters that are followed up."""
_ALSO = """
    a腌 bai呗 bao刨剥曝 beng蚌 bi辟 bing屏 bo擘柏泊薄 bu卜堡 cen参 cha刹喳嚓 chai差 chang裳长 chao剿
    chen称 cheng盛铛 chi匙 chong重 chuo啜 ci差 cu卒 cuan攒 dei得 deng澄 di提的 du都 dui敦 duo度 e阿 fo佛
    ga轧 gang扛 ge蛤 geng颈 gu贾 gua呱 guan纶 gui匮 guo掴 hai咳 hang吭巷行 hao镐 he吓貉 hu核鹄鹘 huan还
    huo和 ji奇系给 jia伽 jian槛 jiang强 jiao嚼校觉 jie桔藉诘 jing劲 juan圈 jue角 kuai会 la落 lao落 le勒
    lei肋 liang俩莨靓 liao了潦 liu陆 long弄 lou露 luo捋 lv偻 ma抹 man埋 mei糜 meng氓 miu缪 mo没脉 mu模牟
    ni呢 nian粘 niao溺 niu拗 nuo娜 pa扒耙 pai迫 pan胖 pang磅 pi否坏被裨 pian便扁 piao朴莩骠 ping冯 po朴
    pu堡暴 qi揭 qia卡 qian纤 qiang将 qiao壳雀 qie伽茄 qing亲綮 qiu仇 qu苣 se塞 shai色 shan栅禅 shang汤
    shao杓 she折 shei谁 shen参 sheng乘 shi什 shuai率 shuo数 si伺似俟食 su缩 sui尿 ta嗒拓沓 tan弹 tao叨
    ti弟 tiao调 tun囤 wan莞蔓 wei遗隗 wo喔 wu恶 xi栖茜裼蹊 xia厦呷 xian见 xiang降 xiao削 xie血解 xing省
    xiu宿臭 xu畜 yao疟 ye咽射 yi尾艾蛇 yin龈 ying景 yu吁尉粥 yue乐钥 za咱扎 zan拶 zang藏 ze咋 zeng曾
    zha查轧 zhai择 zhan辗颤 zhao朝着 zhe螫 zhi徵识 zhou柚 zhu属术褚 zhua爪 zhuan传 zhui椎 zhuo琢着著
    zi仔 zuo柞
"""
"""Readings beside the first that pypinyin lists: those that one in a hundred of its phrases with the
character has. (It lists tái for 能 too, but 能力 is not taili.) To count them anew would take 0.5 s at each
start."""

_LISTED_TOO = re.compile(r"([a-z]+)([^a-z\s]+)")

_Cut = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to cut what was typed. `choices` has for each part the characters that it may stand for.

    `whole` is True where every part is a whole syllable.
    """

    parts: _Cut
    choices: tuple[str, ...]
    whole: bool


def readings(typed: str, prefix: bool = False) -> tuple[Reading, ...]:
    """The ways to read Latin letters as pinyin, a handful at most; none where they are none.

    Those of whole syllables come first, then those of fewer parts. With `prefix` the last syllable may
    be unfinished. Capitals are read as small letters, ü as v, and an apostrophe parts two syllables.
    """
    typed = typed.lower().replace("’", "'")
    if not _LETTERS.fullmatch(typed):
        return ()
    return _readings(typed.replace("ü", "v").strip("'"), prefix)


def homophones(text: str) -> tuple[str, ...]:
    """For each character those that sound like it, itself included; what is not Chinese stands for itself."""
    return tuple(map(_alike, text))


def syllables(char: str) -> tuple[str, ...]:
    """How a character is read, the most usual first; nothing for what is not Chinese."""
    return _tables().of.get(char, ())


@lru_cache(maxsize=256)
def _readings(typed: str, prefix: bool) -> tuple[Reading, ...]:
    cuts = _cuts(typed, prefix) if typed else []
    whole = [cut for cut in cuts if _is_whole(cut)]
    return tuple(_reading(cut, prefix) for cut in (whole or _abridged(typed, cuts)))


def _abridged(typed: str, cuts: Sequence[_Cut]) -> list[_Cut]:
    """The cuts that have letters among their syllables: those of the fewest parts, and letter by letter. They
    are tried only where no cut is whole, for zh-en-jiang is not meant."""
    fewest = [cut for cut in cuts if len(cut) == len(cuts[0]) <= _MAX_INITIALS][: _MAX_CUTS // 2]
    single = 0 < len(typed) <= _MAX_INITIALS and all(map(_BEGINNING.fullmatch, typed))
    return list(dict.fromkeys([*fewest, *([tuple(typed)] if single else [])]))


def _cuts(typed: str, prefix: bool) -> list[_Cut]:
    """The cuts that are worth reading. Up to every place a few are kept that are all syllables, and as many
    others; of both, those of the fewest parts."""
    best: list[list[_Cut]] = [[()]]
    for end in range(1, len(typed) + 1):
        found = [
            (*cut, *part)
            for start in range(max(0, end - _MAX_SYLLABLE_LETTERS), end)
            if (part := _part(typed[start:end], prefix and end == len(typed))) is not None
            for cut in best[start]
            if len(cut) < _MAX_PARTS
        ]
        found.sort(key=lambda cut: (any(map(_is_letter, cut)), len(cut), cut))
        whole = [cut for cut in found if not any(map(_is_letter, cut))]
        best.append(whole[:_MAX_CUTS] + found[len(whole) :][:_MAX_CUTS])
    return best[-1]


def _part(text: str, last: bool) -> _Cut | None:
    """The part that a piece of the letters is; no part at all for an apostrophe; None if it is neither."""
    if text == "'":
        return ()
    known = text in _tables().syllables or _BEGINNING.fullmatch(text) or (last and text in _tables().begun)
    return (text,) if known else None


def _is_letter(part: str) -> bool:
    return part not in _tables().syllables


def _is_whole(cut: _Cut) -> bool:
    """True if every part is a whole syllable. Single letters alone, a, e and o, are beginnings."""
    return not any(map(_is_letter, cut)) and any(len(part) > 1 for part in cut)


def _reading(parts: _Cut, prefix: bool) -> Reading:
    tables, whole = _tables(), _is_whole(parts)
    choices = [
        tables.syllables[part] if whole or (len(part) > 1 and not _is_letter(part)) else _beginning(part)
        for part in parts
    ]
    if prefix:
        choices[-1] = _beginning(parts[-1])
    return Reading(parts, tuple(choices), whole)


@lru_cache(maxsize=1 << 14)  # of the million code points that may be typed
def _alike(char: str) -> str:
    tables = _tables()
    alike = "".join(tables.syllables[syllable] for syllable in syllables(char))
    return "".join(dict.fromkeys(char + alike))


@dataclass(frozen=True, slots=True)
class _Tables:
    """`of` has the syllables of each character, `syllables` the characters of each syllable, and `begun`
    the syllables that begin with some letters."""

    of: Mapping[str, tuple[str, ...]]
    syllables: Mapping[str, str]
    begun: Mapping[str, Sequence[str]]


@cache
def _tables() -> _Tables:
    of = {char: ways for char, sound in _listed() if (ways := _ways(_plain(sound)))}
    for syllable, chars in _LISTED_TOO.findall(_ALSO):
        of.update({char: (*of[char], *_ways(syllable)) for char in chars})
    syllables: defaultdict[str, list[str]] = defaultdict(list)
    for char, known in of.items():
        for syllable in known:
            syllables[syllable].append(char)
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for syllable in syllables:
        for end in range(1, len(syllable) + 1):
            begun[syllable[:end]].append(syllable)
    return _Tables(of, {syllable: "".join(chars) for syllable, chars in syllables.items()}, begun)


@cache
def _beginning(letters: str) -> str:
    """The characters of all syllables that begin so."""
    tables = _tables()
    return "".join(dict.fromkeys(chain.from_iterable(tables.syllables[one] for one in tables.begun[letters])))


def _listed() -> Iterator[tuple[str, str]]:
    """The common characters, each with the first of its readings, as pypinyin lists them. Its file is read
    without the package, whose import would load the phrases too and take ten times as long; and entry by
    entry, for of what is made of all of it at once a process keeps 8 MB."""
    package = find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations is not None
    path = Path(package.submodule_search_locations[0]) / "pinyin_dict.json"
    for entry in _ENTRY.finditer(path.read_text("utf-8")):
        if int(entry[1]) in _COMMON:
            yield chr(int(entry[1])), entry[2]


@cache
def _plain(sound: str) -> str:
    """A syllable without its tone, ü as v; empty for what is no syllable (ḿ, ń)."""
    bare = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    letters = "".join(char for char in bare if "a" <= char <= "z")
    return letters if re.search("[aeiouv]", letters) else ""


@cache
def _ways(syllable: str) -> tuple[str, ...]:
    """How a syllable may be typed: lv as lu, lve as lue too."""
    if not syllable:
        return ()
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)
