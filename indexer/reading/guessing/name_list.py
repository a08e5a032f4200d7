"""A list of names as people write it -> the names. Pure."""

from __future__ import annotations

import re

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
