"""A by-line -> authors. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from indexer.report import Block, Kind

_ROLES = re.compile(
    r"(?:本报|本网|特约|首席|见习|实习|全媒体)*(?:记者|通讯员|评论员|撰稿人?|作者)[:：]?|[文图][/／:：]|摄影?$"
)
_BETWEEN = re.compile(r"[\s、，,；;/／|｜()（）【】\[\]]+")


def authors(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The names in the by-lines, in their order: '(记者 崔宁华 谈琪)' -> 崔宁华, 谈琪."""
    lines = (block.text for block in blocks if block.kind is Kind.BYLINE)
    names = chain.from_iterable(_BETWEEN.split(_ROLES.sub(" ", line)) for line in lines)
    return tuple(dict.fromkeys(name for name in names if name))
