"""What an index holds, as its page and its endpoint tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer import REPORT_FIELDS, Counts, Known, Loss, Match, Told, Underway, losses, moment, says, underway
from webapp.addresses import report_url
from webapp.state import index, snapshot

LATEST = 10
"""So many of the reports that came last are named."""


@dataclass(frozen=True, slots=True)
class Latest:
    """A report that came last."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    title: str = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    file: str = field(metadata=REPORT_FIELDS["file"])
    folder: str = field(metadata=REPORT_FIELDS["folder"])
    indexed: str = field(metadata=REPORT_FIELDS["indexed"])
    url: str = field(metadata=REPORT_FIELDS["url"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is held, of when and from where; what is not, and why; and how far a run is that adds to it."""

    reports: int = field(metadata=says("收录了多少篇报告。"))
    characters: int = field(metadata=says("一共多少字。"))
    years: Counts = field(metadata=says("各年的篇数，从早到晚。"))
    sources: Counts = field(metadata=says("各来源的篇数，从多到少。"))
    folders: Counts = field(metadata=says("各文件夹的篇数，按名称；不含下级文件夹的。"))
    latest: tuple[Latest, ...] = field(metadata=says("最近收录的报告，最新收录的在前。"))
    losses: tuple[Told, ...] = field(metadata=says("未能收录、跳过或不能照原样收录的文件。"))
    underway: Underway | None = field(metadata=says("正在进行的收录；没有的为 null。"))

    def lost(self, loss: Loss) -> int:
        return sum(one.loss is loss for one in self.losses)


def holdings() -> Holdings:
    """What the newest commit holds. Raises `IndexUnusable`."""
    held = snapshot().holdings(LATEST)
    return Holdings(
        reports=held.reports,
        characters=held.characters,
        years=held.values["year"],
        sources=held.values["source"],
        folders=held.values["folder"],
        latest=tuple(map(_latest, held.latest)),
        losses=losses(index()),
        underway=underway(index()),
    )


def matching(told: Sequence[Told], words: str) -> list[Told]:
    """Those that hold all of these words, in the name of the file or the reason."""
    wanted = words.casefold().split()
    return [one for one in told if all(word in f"{one.file} {one.reason}".casefold() for word in wanted)]


def _latest(match: Match) -> Latest:
    known: Known = match.known
    title = match.normal.title
    return Latest(
        known.id,
        "" if title is None else match.original(title),
        known.date,
        known.source,
        known.file,
        known.folder,
        moment(known.indexed),
        report_url(known.id),
    )
