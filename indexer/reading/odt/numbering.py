"""The numbers that stand before headings and the items of lists. They are counted from the beginning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.reading.docx.counting import written
from indexer.reading.odt.styles import OUTLINE, TEXT, Levels, Styles, whole

_REFERENCE = re.compile("%([1-9]|10)%")
_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class List:
    """A list, or one within it: its style, and how far each level has come."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)
    level: int = 1


class Numbers:
    """The automatic numbers of one document. Ask for them in the order of the text."""

    def __init__(self, styles: Styles) -> None:
        self._lists = styles.lists
        self._headings = List(OUTLINE)
        self._by_id: dict[str, List] = {}
        self._last: dict[str, List] = {}

    def list_of(self, node: _Element, above: List | None) -> List:
        """The list that begins with this tag. One may go on with the count of one before it."""
        style = node.get(f"{TEXT}style-name", above.style if above else "")
        if above:
            return List(style, above.counts, above.level + 1)
        begun = self._by_id.get(node.get(f"{TEXT}continue-list", ""))
        if begun is None and node.get(f"{TEXT}continue-numbering") == "true":
            begun = self._last.get(style)
        found = List(style, begun.counts if begun else {})
        self._last[style] = found
        if name := node.get(_ID):
            self._by_id[name] = found
        return found

    def of_item(self, one: List, start: str | None = None) -> str:
        """What stands before the next item of a list, the gap behind it included: "第三条 "."""
        return self._next(one, one.level, start)

    def of_heading(self, node: _Element) -> str:
        """What stands before the next heading that is in no list."""
        if node.get(f"{TEXT}is-list-header") == "true":
            return ""
        start = node.get(f"{TEXT}start-value") if node.get(f"{TEXT}restart-numbering") == "true" else None
        return self._next(self._headings, whole(node.get(f"{TEXT}outline-level"), 1), start)

    def _next(self, one: List, at: int, start: str | None) -> str:
        levels = self._lists.get(one.style, {})
        if at not in levels:
            return ""
        following = one.counts[at] + 1 if at in one.counts else levels[at].start
        one.counts[at] = whole(start, following)
        for below in [level for level in one.counts if level > at]:
            del one.counts[below]
        return _shown(levels, at, one.counts)


def _shown(levels: Levels, at: int, counts: dict[int, int]) -> str:
    def counted(reference: re.Match[str]) -> str:
        level = levels.get(int(reference[1]))
        return written(counts.get(int(reference[1]), level.start), level.form) if level and level.form else ""

    if not levels[at].form:
        return ""
    text = _REFERENCE.sub(counted, levels[at].text)
    return text + levels[at].gap if text.strip() else ""
