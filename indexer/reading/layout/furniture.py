"""Text that was extracted from pages: the lines of it that are running heads and page numbers. Pure.

What is left out must say so many times: page numbers that count from page to page, and beside most of them,
or where a page begins or ends, the same line again and again. The first such line stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from indexer.reading.layout.lines import remembered

_MIN_PAGES = 4
_NEAR_LINES = 2  # that are not blank, on either side of a page's end
_MOST_SHARE = 0.6  # of the pages, on which a running head stands; left and right pages may have their own
_OFTEN_SHARE = 0.35
_MIN_PAGE_LINES = 6  # that are not blank
_MAX_SKIPPED_PAGES = 3  # whose numbers are not printed
_MAX_CHARACTERS = 60
_NUMBER = re.compile(
    r"[—–\-－·•.\s第]*(?P<page>\d{1,4})(?:[\s—–\-－·•.页]*|\s*[/／]\s*\d{1,4}|\s*页?[\s，,/／]*共\s*\d{1,4}\s*页)"
    r"|Page\s(?P<latin>\d{1,4})(?:\sof\s\d{1,4})?"
)
_MAY_BE_NUMBER = re.compile(r"^[^\n\d]{0,16}\d[^\n]{0,30}$", re.M)  # told at once: most texts have none
_DIGITS = re.compile(r"\d+")


def without_furniture(text: str) -> tuple[str, int]:
    """The text without its running heads and page numbers, and how many lines these were."""
    if (
        text.count("\f") < _MIN_PAGES
        and len(list(islice(_MAY_BE_NUMBER.finditer(text), _MIN_PAGES))) < _MIN_PAGES
    ):
        return text, 0
    lines = text.split("\n")
    seen = [k for k, line in enumerate(lines) if line.strip()]
    ends = _ends_by_form_feeds(lines, seen) or _ends_by_numbers(lines, seen)
    if len(ends) < _MIN_PAGES:
        return text, 0
    gone = set(_furniture(lines, seen, ends))
    kept = [line for k, line in enumerate(lines) if k not in gone and not _is_between(k, lines, seen, gone)]
    return "\n".join(kept).replace("\f", ""), len(gone)


def _ends_by_form_feeds(lines: Sequence[str], seen: Sequence[int]) -> list[int]:
    """After how many lines that are not blank each page ends."""
    feeds = [k for k, line in enumerate(lines) if "\f" in line]
    return [at for at in (bisect_left(seen, k) for k in feeds) if 0 < at < len(seen)]


def _ends_by_numbers(lines: Sequence[str], seen: Sequence[int]) -> list[int]:
    """The same, where page numbers are all that shows it."""
    numbered = [(at, page) for at, k in enumerate(seen) if (page := _page(lines[k])) is not None]
    if len({page for _, page in numbered}) < _MIN_PAGES:
        return []
    best: list[int] = []
    runs: dict[int, list[int]] = {}
    for at, page in numbered:
        run: list[int] = []
        before = next((page - k for k in range(1, _MAX_SKIPPED_PAGES + 1) if page - k in runs), 0)
        if before and at - runs[before][-1] >= _MIN_PAGE_LINES:
            run = runs.pop(before)
        run.append(at)
        runs[page] = run
        if len(run) > len(best):
            best = run
    return best


def _page(line: str) -> int | None:
    return _number(line) if len(line) <= _MAX_CHARACTERS else None


@remembered
def _number(line: str) -> int | None:
    found = _NUMBER.fullmatch(line.strip())
    return int(found["page"] or found["latin"]) if found else None


def _furniture(lines: Sequence[str], seen: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """The lines beside the ends of pages that are page numbers or stand there again and again; of these the
    first stays."""
    near = [seen[max(0, at - _NEAR_LINES) : at + _NEAR_LINES + 1] for at in ends]
    count = Counter(key for ks in near for key in {_key(lines[k]) for k in ks})
    everywhere: defaultdict[str, int] = defaultdict(int)
    for k in seen:
        everywhere[_key(lines[k])] += 1
    heads = {
        key
        for key, times in count.items()
        if times >= max(_MIN_PAGES - 1, _OFTEN_SHARE * len(ends)) and times >= _MOST_SHARE * everywhere[key]
    }
    first: set[str] = {_key(lines[k]) for k in seen[: near[0][0]]} if near[0] else set()
    for k in sorted({k for ks in near for k in ks}):
        key = _key(lines[k])
        if _page(lines[k]) is not None:
            yield k
        elif key in heads and len(lines[k].strip()) <= _MAX_CHARACTERS:
            if key in first:
                yield k
            first.add(key)


def _key(line: str) -> str:
    return _DIGITS.sub("#", "".join(line.split()))[: _MAX_CHARACTERS + 1]


def _is_between(k: int, lines: Sequence[str], seen: Sequence[int], gone: set[int]) -> bool:
    """Whether a blank line stands beside a line that is left out: it parted that from the text."""
    if lines[k].strip():
        return False
    at = bisect_left(seen, k)
    return bool({*seen[max(0, at - 1) : at + 1]} & gone)
