"""By-lines -> authors. Pure.

A by-line is a block of that kind; what stands in brackets behind a dateline or at the end of the report; a
line that holds roles and names and nothing else; and 记者王芳报道. Whoever edited, checked or set the report
is no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from unicodedata import normalize

from indexer.reading.metadata.names import MEDIA, OWN, joined, people
from indexer.report import Block, Kind

_HAN = r"[^\W0-9A-Za-z_]"
_RANK = "首席|高级|资深|特约|特派|见习|实习|全媒体|融媒体?|主任|文字|摄影|图片|视频|前方|驻站|新媒体|学生"
_WRITER = (
    f"(?:{_RANK})*(?:[记記]者|通[讯訊][员員]|报道员|网评员|评论员|实习生|撰稿人?|撰文|作者"
    "|拍摄|摄影报道|摄影|文图|图文)"
)
_SHORT_ROLE = r"(?:文|图|摄)(?:[/、](?:文|图|摄))?(?=[:/丨|])"
_BUSY = "责任|视频|文字|执行|见习|值班|图片|本版|本期|新媒体|栏目|版面|美术|网络|微信|首席"
_OTHER = (
    f"(?:{_BUSY})*(?:编辑|主编|责编|编审|校对|编导|监制|审读|审校|美编|摘编|终审|初审|复审|供图|图源"
    "|(?:审核|统筹|制图|版式|制作|策划|编译|出品人?|剪辑|后期|翻译|配音|设计|海报|主持人?|嘉宾)(?=[:/丨| ]))"
    "|作者(?:单位|简介|[系为是])|(?:图片)?来源|稿源|日期|时间|地点|电话|邮箱|微信"
)
_ROLE = re.compile(f"(?P<other>{_OTHER})|(?P<author>{_WRITER}|{_SHORT_ROLE})")
_BETWEEN = re.compile(r"[\s、,;/\\|丨&◎●■□▲○▪★☆(){}<>《》【】\[\]:.]+")
_AROUND = re.compile("^(?:和|与|及)|(?:报道|摄影|整理|采写|摄)$")
_OWN = "|".join(OWN)
_OUTLET = re.compile(
    f"^(?:(?:{_OWN}|{_HAN}{{0,10}}?(?:{MEDIA}|央视|台))·?(?:驻{_HAN}{{2,5}}$)?)+|(?:{_OWN})$"
)

_ROUND = r"\(([^()]{2,90})\)"
_SQUARE = r"[【\[]([^【】\[\]]{2,90})[】\]]"
_AT_END = re.compile(rf"(?:{_ROUND}|{_SQUARE})\s*$")
_BEHIND_DATELINE = re.compile(rf"^.{{0,40}}?(?:电|讯|消息)\s?(?:{_ROUND})")
_REPORTED = re.compile(
    rf"^[^,。]{{0,24}}?(?:电|讯|消息|报|网|社|台)?\s?({_WRITER}[^,。;!?]{{2,40}}?)(?:摄影|采写|综合)?报道[:,\s]"
)
_NONE = re.compile("化名|受访者|按姓氏|供图")
_MAX_LINE_CHARACTERS = 60
"""Of a line of roles and names."""
_FIRST_BLOCKS = 6
_LAST_BLOCKS = 3
"""By-lines stand in these."""
_EDGE_CHARACTERS = 150
"""What is looked at of a block's beginning and of its end."""


def authors(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The names in the by-lines, in their order: '(记者 崔宁华 谈琪)' -> 崔宁华, 谈琪."""
    return tuple(dict.fromkeys(chain.from_iterable(_named(line) for line in _bylines(blocks))))


def authors_of_line(text: str) -> tuple[str, ...]:
    """The names in a line that holds roles and names and nothing else: 本报记者　张建国　李　敏."""
    folded = normalize("NFKC", text)
    has_author = any(role.lastgroup == "author" for role in _ROLE.finditer(folded))
    return tuple(_named(folded)) if has_author and _is_byline(folded) else ()


def _bylines(blocks: Sequence[Block]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        is_last = number >= len(blocks) - _LAST_BLOCKS
        if block.kind is Kind.BYLINE:
            yield normalize("NFKC", block.text)
        elif block.kind is not Kind.TITLE and (number < _FIRST_BLOCKS or is_last):
            yield from _within(block, is_last)


def _within(block: Block, is_last: bool) -> Iterator[str]:
    """The by-lines in a block of another kind."""
    text = block.text
    if len(text) > 2 * _EDGE_CHARACTERS:
        text = text[:_EDGE_CHARACTERS] + text[-_EDGE_CHARACTERS:]
    text = normalize("NFKC", text)
    if _is_byline(text):
        yield text
        return
    for pattern in (_BEHIND_DATELINE, _REPORTED):
        if found := pattern.search(text):
            yield found[1]
    if is_last and block.kind is Kind.PARAGRAPH and (found := _AT_END.search(text)):
        inside = found[1] or found[2]
        # Without a role every piece must be a name, for remarks hold names too: （文中王芳为化名）.
        if _ROLE.search(inside) or (found[1] and _is_all_names(inside)):
            yield inside


def _is_byline(text: str) -> bool:
    """Whether a line holds roles and names and nothing else."""
    return len(text) <= _MAX_LINE_CHARACTERS and _ROLE.search(text) is not None and _is_all_names(text)


def _is_all_names(text: str) -> bool:
    pieces = [piece for is_author, piece in _parts(text) if is_author]
    return bool(pieces) and all(people(piece) for piece in pieces)


def _named(text: str) -> Iterator[str]:
    if _NONE.search(text):
        return iter(())
    return chain.from_iterable(people(piece) for is_author, piece in _parts(text) if is_author)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a by-line, each with whether an author's role, or none at all, stands before it."""
    is_author, begin = True, 0
    for role in _ROLE.finditer(text):
        yield from ((is_author, piece) for piece in _pieces(text[begin : role.start()]))
        is_author, begin = role.lastgroup == "author", role.end()
    yield from ((is_author, piece) for piece in _pieces(text[begin:]))


def _pieces(text: str) -> Iterator[str]:
    """What may be names, without the paper that they write for."""
    for piece in joined([one for one in _BETWEEN.split(text) if one]):
        if bare := _AROUND.sub("", _OUTLET.sub("", piece)):
            yield bare
