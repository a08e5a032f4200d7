"""What is said of the pages of a file that are not read, or not as they are laid out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indexer.errors import GivenUp, Noted, NotRead, Skipped

_MIN_RANGE = 3
"""Pages that follow each other, from which on only the first and the last are named."""


def told(
    left: Mapping[int, NotRead], plain: Mapping[int, str], place: str
) -> Iterator[Skipped | Noted | GivenUp]:
    """What is said of pages, by their numbers: why some were left out, and what went wrong with the layout of
    those that were read line by line. Pages of one reason are named together; a file whose pages have no
    numbers is named itself."""
    pages: dict[tuple[type[Skipped | Noted], str], list[int]] = {}
    for number, one in left.items():
        if isinstance(one, GivenUp):
            yield one
        else:
            pages.setdefault((Skipped if isinstance(one, Skipped) else Noted, one.reason), []).append(number)
    for number, wrong in plain.items():
        reason = f"版面没有读懂（{wrong}），文字逐行照收，分栏和表格可能不准。"
        pages.setdefault((Noted, reason), []).append(number)
    for (kind, reason), numbers in pages.items():
        yield kind(f"{place}：第 {_named(sorted(numbers))} 页" if any(numbers) else place, reason)


def _named(numbers: Sequence[int]) -> str:
    """Numbers in their order: 1、2、5–9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    parts = [[f"{one[0]}–{one[-1]}"] if len(one) >= _MIN_RANGE else [*map(str, one)] for one in spans]
    return "、".join(name for part in parts for name in part)
