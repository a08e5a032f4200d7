"""The numbers that Word sets before paragraphs by itself: 第一条, （二）, 1.1.

They are not in the text of the file but counted from its beginning, by the rules of its numbering.xml.

Lists that share one definition are counted on together, unless one says where it starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from lxml.etree import _Element

from indexer.reading.docx.counting import written
from indexer.reading.docx.styles import Style, W, value
from indexer.text.fold import HAN

_REFERENCE = re.compile("%([1-9])")
_HAN = re.compile(f"[{HAN}]")
_LEVELS = tuple("012345678")
_MAX_DIGITS = 6
"""Of a number in the file: a larger one is damaged."""
_MAX_TEXT_CHARACTERS = 255
"""Of what is written around a number, as Word allows: it stands before every paragraph."""
_Other = TypeVar("_Other", int, None)


@dataclass(frozen=True, slots=True)
class _Level:
    """`text` is 第%1条; `gap` is what stands between it and the paragraph; `restarts` is after which levels,
    the first counted as 1, the count begins anew: after all above it where it is None."""

    start: int
    form: str
    text: str
    gap: str
    is_legal: bool
    restarts: int | None
    style: str

    @classmethod
    def of(cls, node: _Element) -> _Level:
        legal = node.find(f"{W}isLgl")
        return cls(
            start=_number(node.find(f"{W}start"), 0),
            form=value(node.find(f"{W}numFmt")) or value(node.find(f".//{W}numFmt")) or "decimal",
            text=value(node.find(f"{W}lvlText"))[:_MAX_TEXT_CHARACTERS],
            gap="" if value(node.find(f"{W}suff")) == "nothing" else " ",
            is_legal=legal is not None and value(legal) not in ("0", "false", "off"),
            restarts=_number(node.find(f"{W}lvlRestart"), None),
            style=value(node.find(f"{W}pStyle")),
        )


@dataclass(frozen=True, slots=True)
class _List:
    """`definition` names what it is counted on with; `starts` holds the levels that begin anew with this
    list."""

    definition: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]

    def start(self, level: int) -> int:
        return self.starts.get(level, self.levels[level].start if level in self.levels else 1)


class Numbers:
    """The automatic numbers of one document. Ask for those of its paragraphs in their order."""

    def __init__(self, root: _Element | None = None) -> None:
        """`root` is that of numbering.xml; without it nothing is numbered."""
        self._lists = {} if root is None else _lists(root)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def before(self, numbered: _Element | None, style_id: str, style: Style) -> str:
        """What stands before the next paragraph, the gap behind it included: "第三条 ". `numbered` is its own
        w:numPr, if it has one, which comes before that of its style."""
        own = value(numbered.find(f"{W}numId")) if numbered is not None else ""
        level = value(numbered.find(f"{W}ilvl")) if numbered is not None else ""
        list_id = own or style.list_id
        if (one := self._lists.get(list_id)) is None:
            return ""
        if not level and not own:
            linked = (str(i) for i, told in one.levels.items() if style_id and told.style == style_id)
            level = next(linked, style.level)
        at = int(level) if level in _LEVELS else 0
        return self._next(list_id, one, at) if at in one.levels else ""

    def _next(self, list_id: str, one: _List, at: int) -> str:
        counts = self._counts.setdefault(one.definition, {})
        is_new = at in one.starts and (list_id, at) not in self._begun
        counts[at] = one.start(at) if is_new or at not in counts else counts[at] + 1
        self._begun.add((list_id, at))
        for below in [i for i in counts if i > at and _begins_anew(one.levels.get(i), at)]:
            del counts[below]
        return _shown(one, at, counts)


def _begins_anew(level: _Level | None, after: int) -> bool:
    return level is None or level.restarts is None or after < level.restarts


def _shown(one: _List, at: int, counts: Mapping[int, int]) -> str:
    level = one.levels[at]
    if level.form == "bullet" and not _HAN.search(level.text):
        return ""  # a dot or arrow, often a letter of a font that has arrows in the places of letters

    def counted(reference: re.Match[str]) -> str:
        i = int(reference[1]) - 1
        form = one.levels[i].form if i in one.levels else "decimal"
        if form in ("none", "bullet"):
            return ""
        return written(counts.get(i, one.start(i)), "decimal" if level.is_legal else form)

    text = _REFERENCE.sub(counted, level.text)
    return text + level.gap if text.strip() else ""


def _lists(root: _Element) -> dict[str, _List]:
    definitions = {one.get(f"{W}abstractNumId", ""): one for one in root.iter(f"{W}abstractNum")}
    by_style = {
        style: name for name, one in definitions.items() if (style := value(one.find(f"{W}styleLink")))
    }
    levels: dict[str, dict[int, _Level]] = {}  # of what is counted by: a file has far more lists
    found: dict[str, _List] = {}
    for node in root.iter(f"{W}num"):
        name = value(node.find(f"{W}abstractNumId"))
        if name in definitions:
            name = by_style.get(value(definitions[name].find(f"{W}numStyleLink")), name)
            if name not in levels:
                levels[name] = _levels(definitions[name])
            found[node.get(f"{W}numId", "")] = _list(node, name, levels[name])
    return found


def _list(node: _Element, name: str, levels: Mapping[int, _Level]) -> _List:
    own, starts = dict(levels), dict[int, int]()
    for override in node.iter(f"{W}lvlOverride"):
        own |= _levels(override)
        start = _number(override.find(f"{W}startOverride"), None)
        if start is not None and (at := _at(override)) is not None:
            starts[at] = start
    return _List(name, own, starts)


def _levels(holder: _Element) -> dict[int, _Level]:
    return {at: _Level.of(one) for one in holder.iterchildren(f"{W}lvl") if (at := _at(one)) is not None}


def _at(node: _Element) -> int | None:
    """Which of the nine levels a tag is about."""
    level = node.get(f"{W}ilvl", "")
    return int(level) if level in _LEVELS else None


def _number(node: _Element | None, other: _Other) -> int | _Other:
    told = value(node)
    return int(told) if told.isdecimal() and len(told) <= _MAX_DIGITS else other
