"""Whether the characters of a page are those that are seen on it. Pure.

A font may not say what its characters mean. What a library then reads are the numbers of their drawings,
taken for characters: of many scripts, or Chinese ones that nobody uses. Of the Chinese characters of real
text 99.8 in a hundred are among the commonest of GB 2312 and of Big5; of all that there are, a quarter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

_ODD_SHARE = 0.3  # of the letters: a page with so many that are not of its language is not what is seen
_ONE_SCRIPT_SHARE = 0.7  # of those letters: then the page is in that script
_PRIVATE_SHARE = 0.3  # of the characters; a bullet or two of a symbol font is none
_SYMBOL_SHARE = 0.3  # of what is left of a page without Chinese: no text has so many
_SYMBOLS = frozenset("!\"#$&'*+;<=>?@[\\]^`{|}~")
_HAN, _RARE, _LATIN = "common Chinese", "rare Chinese", "ASCII"
_KNOWN = (_HAN, _LATIN, "HIRAGANA", "KATAKANA", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH")


@cache
def _common() -> frozenset[str]:
    """The commonest characters of GB 2312 and of Big5: 7,000."""
    plain = [bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    full = [
        bytes((high, low))
        for high in range(0xA4, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        if (high, low) < (0xC6, 0x7F)
    ]
    told = (b"".join(plain).decode("gb2312", "ignore"), b"".join(full).decode("big5", "ignore"))
    return frozenset("".join(told))


def is_legible(characters: Iterable[str], share_without_meaning: Callable[[], float]) -> bool:
    """Whether these characters may be what is seen. What is half of common Chinese is. Else it is asked how
    many come from fonts that do not say what they mean."""
    visible = Counter("".join("".join(characters).split()))
    scripts: Counter[str] = Counter()
    for char, count in visible.items():
        scripts[_script(char)] += count
    if 2 * scripts[_HAN] >= visible.total():
        return True
    if sum(n for char, n in visible.items() if _is_private(char)) > _PRIVATE_SHARE * visible.total():
        return False
    foreign = Counter({script: n for script, n in scripts.items() if script and script not in _KNOWN})
    if foreign.total() > _ODD_SHARE * (visible.total() - scripts[""]):
        script, count = foreign.most_common(1)[0]
        if script == _RARE or count < _ONE_SCRIPT_SHARE * foreign.total():
            return False
    symbols = sum(visible[char] for char in _SYMBOLS)
    if not scripts[_HAN] and symbols > _SYMBOL_SHARE * visible.total():
        return False
    return share_without_meaning() <= _PRIVATE_SHARE


def _is_private(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")


@lru_cache(1 << 14)
def _script(char: str) -> str:
    """What a letter is of; nothing, where it is none."""
    if char in _common():
        return _HAN
    if not char.isalpha():
        return ""
    if char.isascii():
        return _LATIN
    script = unicodedata.name(char, "").partition(" ")[0]
    return _RARE if script == "CJK" else script
