"""What the lines around an article tell: 2023年03月05日 08:15　来源：新华网　作者：张三. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from indexer.reading.metadata.byline import authors_of_line
from indexer.reading.metadata.dates import iso_date
from indexer.reading.metadata.names import is_nobody, names
from indexer.reading.source import Facts

Seam = tuple[str, str]
"""As `Piece.seams`."""

_LABEL = (
    r"(?:(?:信息|稿件|新闻|文章)?来\s*源|作\s*者|记\s*者|通讯员|撰\s*[文稿]|[选组投发供]\s*稿|责任编辑|责\s*编|编\s*辑|审\s*核|校\s*对"
    r"|(?:发布|发表|发文|成文|印发|公布|更新)?(?:日\s*期|时\s*间)|字\s*[体号]|浏\s*览|阅\s*读|点\s*击|访\s*问"
    r"|打\s*印|分\s*享|收\s*藏)"
)
_IS = r"(?:\s*[:：]\s*|\s+)"
"""What stands between a label and its value in a table: a colon, or the border of a cell alone."""
_END = rf"(?=\s*(?:{_LABEL}|[|｜【\[(（<>《》]|[0-9]{{4}}[-/.年]|$))"
_SOURCE = re.compile(rf"(?<![据料片图资])来\s*源\s*[:：]\s*《?([^\s《》].*?)》?(?:\s|{_END})")
_ISSUED_BY = r"[发制印]\s*[文布发]\s*(?:机\s*[关构]|单\s*位)"
_ISSUER = re.compile(rf"(?:^|(?<=[\s|｜])){_ISSUED_BY}{_IS}(?!{_LABEL})([^\s:：]{{2,40}}?)(?=\s|$|{_LABEL})")
_BUTTONS = re.compile(
    r"(?:\s*(?:举报|投诉|订阅|\+?关注TA|版权所有|版权声明|我有话说|查看原文|阅读原文|进入.{0,4}频道))+$"
)
_AUTHOR = re.compile(rf"(?:作\s*者|记\s*者|通讯员|撰\s*文)\s*[:：]\s*(\S.*?){_END}")
_DAY = (
    r"(?:(?:19|20)\d{2}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2})"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
_DATE = re.compile(_DAY)
_SIGNED_DATE = re.compile(rf"成\s*文\s*(?:日\s*期|时\s*间){_IS}(?P<day>{_DAY})")
_LABELLED_DATE = re.compile(rf"(?:发布|发表|发文|成文|印发|公布)(?:日\s*期|时\s*间){_IS}(?P<day>{_DAY})")
_NUMBER = re.compile(
    rf"(?:发\s*文\s*字\s*号|文\s*号){_IS}(\S{{2,16}}[〔\[（(【﹝]\s*\d{{4}}\s*[〕\]）)】﹞]\s*第?\s*\d{{1,5}}\s*号)"
)
_BARE_LABEL = re.compile(
    rf"(?:{_ISSUED_BY}|发\s*文\s*字\s*号|文\s*号|(?:发布|发文|成文|印发|公布)\s*日\s*期)\s*[:：]?"
)


def facts_of_lines(lines: Iterable[str], seams: Sequence[Seam] = ()) -> Facts:
    """The facts in these lines; `seams` are those of all of them."""
    held = list(lines)
    held += [f"{label}\u3000{value}" for label, value in pairwise(held) if _BARE_LABEL.fullmatch(label)]
    return Facts(
        date=next((day for found in _days(held) if (day := date_in(found))), ""),
        source=next((name for one in _sources(held) if (name := medium(_parted(one, seams)))), ""),
        authors=tuple(dict.fromkeys(chain.from_iterable(map(_authors, held)))),
        number=next(("".join(one[1].split()) for line in held if (one := _NUMBER.search(line))), ""),
    )


def date_in(text: str) -> str:
    """The first day that a text names, else what the text is as a date."""
    found = _DATE.search(text)
    return iso_date("".join(found[0].split())) if found else iso_date(text)


def medium(text: str) -> str:
    """The name of a medium without the buttons that stand behind it: 新京报举报 -> 新京报."""
    return _BUTTONS.sub("", text).strip()


def _sources(lines: Sequence[str]) -> Iterator[str]:
    """Whoever issued a document comes before the site that has it from elsewhere."""
    for pattern in (_ISSUER, _SOURCE):
        yield from (one[1].strip() for line in lines if (one := pattern.search(line)))


def _parted(name: str, seams: Sequence[Seam]) -> str:
    """The name up to where the page itself parts it from what follows."""
    for left, right in seams:
        for i in range(2, len(name)):
            is_end = name[:i].endswith(left) or left.endswith(name[:i])
            if is_end and (right.startswith(name[i:]) or name[i:].startswith(right)):
                return name[:i].strip()
    return name


def _authors(line: str) -> Iterable[str]:
    labelled = [one for by in _AUTHOR.findall(line) for one in names(by) if not is_nobody(one)]
    return labelled or authors_of_line(line)


def _days(lines: Sequence[str]) -> Iterator[str]:
    yield from (one["day"] for line in lines for one in _SIGNED_DATE.finditer(line))
    for line in lines:
        yield from (one["day"] for one in _LABELLED_DATE.finditer(line))
        yield from (one[0] for one in _DATE.finditer(line))
