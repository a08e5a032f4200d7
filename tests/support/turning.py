"""A store in which somebody else commits before whatever is asked of it, and what is asked is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from typing import Any, cast

from indexer.report import Block, Kind, Report
from indexer.store import Snapshot, Store


def report(report_id: str, day: str, source: str, title: str, *paragraphs: str) -> Report:
    blocks = (Block(Kind.TITLE, title), *(Block(Kind.PARAGRAPH, text) for text in paragraphs))
    return Report(report_id, blocks, f"2024-{day}", source, ("崔宁华",), place=f"/{report_id}")


HARBOUR = "港口昨天开通铁路，新能源货轮第一次靠港，码头上的集装箱由铁路运往内地。"
RAILWAY = "铁路部门公布今年的计划：港口、机场和新能源基地都要通铁路，能源由铁路运。"
ONE = [
    report("港", "01-05", "江海报", "港口开通铁路", HARBOUR, "码头的新设备。"),
    report("港转", "01-06", "经济日报", "港口开通铁路", HARBOUR, "码头的新设备。"),
    report("铁", "03-01", "江海报", "铁路计划", RAILWAY),
    report("天", "03-02", "江海报", "天气", "晴。"),
]
OTHER = [
    report("港", "05-05", "晚报", "铁路到了港口", RAILWAY, HARBOUR),
    report("铁", "05-05", "晚报", "铁路计划有变", RAILWAY, "港口的新能源基地缓建。"),
    report("铁转", "06-07", "晚报", "铁路计划有变", RAILWAY, "港口的新能源基地缓建！"),
    report("站", "08-08", "晚报", "港口的车站", "新能源汽车、港口、铁路。"),
    report("雨", "08-09", "晚报", "天气", "雨，港口停工。"),
]
CORPORA = ONE, OTHER


def filled(store: Store, reports: Sequence[Report]) -> Store:
    """The store with these reports and no others, since one commit."""
    store.update(reports, {one.id for corpus in CORPORA for one in corpus} - {one.id for one in reports})
    return store


class Turning:
    """A store in which all reports are exchanged for others before every call. What is asked of its snapshots
    is counted."""

    def __init__(self, store: Store) -> None:
        self._store, self._corpora = store, cycle(CORPORA)
        self.crossings, self._is_still = 0, False

    @property
    def store(self) -> Store:
        return cast(Store, self)

    def snapshot(self) -> Snapshot:
        self.turn()
        return cast(Snapshot, Watched(self._store.snapshot(), self._cross))

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody else commits, and nothing is counted, meanwhile."""
        self._is_still = True
        try:
            yield
        finally:
            self.crossings, self._is_still = 0, False

    def turn(self) -> None:
        """Somebody else commits."""
        if not self._is_still:
            filled(self._store, next(self._corpora))

    def _cross(self) -> None:
        self.turn()
        self.crossings += 1

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return _after(self.turn, getattr(self._store, name))


class Watched:
    """A snapshot before each call of which something else is done."""

    def __init__(self, snapshot: Snapshot, before: Callable[[], None]) -> None:
        self._snapshot, self._before = snapshot, before

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return _after(self._before, getattr(self._snapshot, name))


def _after(before: Callable[[], None], method: Callable[..., Any]) -> Callable[..., Any]:
    def both(*args: object, **kwargs: object) -> Any:
        before()
        return method(*args, **kwargs)

    return both
