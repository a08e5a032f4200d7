"""One character -> its normal form: width, case, script, and the many looks of quotes, dashes and dots.

Two tables. `TABLE` folds all of it. `KEPT` does the same but leaves traditional characters as they are;
`TABLE` is `KEPT` and then the script, so what `KEPT` makes of a character folds like the character.

One traditional character may be two simplified ones in turn (乾 is 干 or 乾) and the other way round (后
is 后 or 後). Folding is many to one, a character at a time: 后 and 後, 发 and 發 and 髮, 干 and 乾 and 幹
become one each, so either script finds the other and no context has to be guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The Chinese characters, as the inside of a regular expression's class."""

COMMA = "，"
"""The normal form of a comma: as Chinese text has it, and not as NFKC makes it."""

_ALIKE = {
    '"': "“”„‟〝〞〟「」『』﹁﹂﹃﹄″",
    "'": "‘’‚‛′´\u1ffd",
    "-": "‐‑‒–—―−─━",
    "--": "⸺",
    "---": "⸻",
    "...": "⋯",
    "~": "〜∼˜",
    "~\u0338": "≁",  # ∼ with a stroke
    "/": "⁄∕",
    "〇": "○◯",
    "·": "•‧∙⋅・",
    COMMA: ",，",
    "ss": "ß",  # what its capital is; lower() alone leaves these two
    "σ": "ς",
    " ": "\u2800",  # Braille's blank
}
_UNIFIED = {ord(variant): one for one, variants in _ALIKE.items() for variant in variants}

# Radicals that a PDF gives for whole characters. NFKC knows those of Kangxi (⼤), two of these only.
_RADICALS = (
    "⺁厂⺊卜⺒巳⺓幺⺛旡⺝月⺠民⺩王⺬示⺼月⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_UNIFIED |= {ord(radical): one for radical, one in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode lists as Default_Ignorable_Code_Point beside the formatting characters (category Cf):
fillers, and variation selectors, which choose a glyph and not a character."""

_t2s: Callable[[str], str] = OpenCC("t2s").convert

# Forms of Taiwan and Hong Kong that OpenCC's table of single characters leaves. 著 and 覆 are none of them:
# 显著 and 覆盖 are simplified words as well, which jieba would no longer know.
_REGIONAL = str.maketrans("瞭藉妳牠祇衹砲敍衞粧糭痺簷", "了借你它只只炮叙卫妆粽痹檐")


class _Kept(dict[str, str]):
    """Character -> its normal form but for the script, computed when first met (3 µs)."""

    def __missing__(self, char: str) -> str:
        folded = char
        for _ in range(4):  # until nothing changes: ㎏ -> kg, İ -> i̇, ´ -> '
            before, folded = folded, "".join(map(_step, folded))
            if folded == before:
                break
        self[char] = folded
        return folded


class _Table(dict[str, str]):
    """Character -> its normal form, computed when first met (7 µs)."""

    def __missing__(self, char: str) -> str:
        self[char] = folded = "".join(map(_simplified, KEPT[char]))
        return folded


def _step(char: str) -> str:
    if char.isspace():
        return " "
    if unicodedata.category(char) in ("Cc", "Cf") or _INVISIBLE.match(char):
        return ""
    if unicodedata.category(char) == "Cs":  # half a surrogate pair cannot be stored as UTF-8
        return "\ufffd"
    if (one := _UNIFIED.get(ord(char))) is not None:
        return one
    return unicodedata.normalize("NFKC", char).lower()


def _simplified(char: str) -> str:
    simple = _t2s(char).translate(_REGIONAL)
    return char if simple == char or len(simple) > 1 else _simplified(simple)  # 薴 -> 苧 -> 苎


def _one_by_one(chars: str) -> str:
    """The characters simplified in one call, each on a line of its own, so that no two make a word."""
    return _t2s("\n".join(chars)).translate(_REGIONAL).replace("\n", "")


def _unusual() -> re.Pattern[str]:
    """Finds each character that folding may change, and few that it does not.

    Most of ASCII, six marks and nearly all of the 3,755 characters of GB 2312's first level fold to
    themselves, and 97.7 % of Chinese news is made of them. One scan passes over these and only the rest
    is looked up: three times as fast as translating every character. More characters would serve rare
    names only, and take longer to compile than the 8 ms that a process now spends here once.
    """
    rows, cells = range(0xB0, 0xD8), range(0xA1, 0xFF)
    codes = bytes(byte for row in rows for cell in cells for byte in (row, cell))
    common = codes.decode("gb2312", "ignore")  # the last row has five empty cells
    usual = "".join(char for char, one in zip(common, _one_by_one(common), strict=True) if char == one)
    return re.compile(rf"[^ !-+\--@\[-~，。、《》·{usual}]")


KEPT = _Kept()
TABLE = _Table()
UNUSUAL = _unusual()


@cache
def other_script() -> re.Pattern[str]:
    """Finds each character whose script folding changes, and every one beyond the BMP's Chinese.

    These come as a range, for a class looks through its single characters beyond the BMP one by one.
    Made when first asked for, in 60 ms.
    """
    plain = "".join(map(chr, [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]))
    found = [char for char, one in zip(plain, _one_by_one(plain), strict=True) if char != one]
    joined = [range(0x2E80, 0x2FE0), range(0x3200, 0x3400), range(0xF900, 0xFB00)]
    found += [char for codes in joined for char in map(chr, codes) if TABLE[char] != KEPT[char]]
    return re.compile(f"[{''.join(found)}\U0001f200-\U0001f2ff\U00020000-\U0003ffff]")
