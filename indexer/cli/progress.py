"""How far a run is, on standard error: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

from indexer.ingest.summary import Progress

_SECONDS = 5.0
"""Between two lines where there is no terminal."""


@contextmanager
def progress(lines: bool) -> Iterator[Callable[[Progress], None]]:
    """Tell of a run that calls what this gives whenever it has got further: on a terminal by a bar, and
    elsewhere by `lines` or not at all."""
    if not sys.stderr.isatty():
        yield _Lines().tell if lines else lambda now: None
        return
    from rich.console import Console  # here, for it takes longer to load than a short run does
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        TextColumn("{task.description}"),
        TextColumn("剩余"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        began = monotonic()

        def tell(now: Progress) -> None:
            rate = now.reports / max(0.001, monotonic() - began)
            bar.update(task, completed=now.bytes, total=now.of_bytes, description=_done(now, rate))

        yield tell


class _Lines:
    def __init__(self) -> None:
        self._began = self._last = monotonic()

    def tell(self, now: Progress) -> None:
        time = monotonic()
        if time - self._last < _SECONDS:
            return
        self._last = time
        seconds = time - self._began
        share = now.bytes / now.of_bytes if now.of_bytes else 0.0
        left = f"，约剩 {seconds / share - seconds:,.0f} 秒" if share else ""
        click.echo(f"{_done(now, now.reports / seconds)}{left}", err=True)


def _done(now: Progress, rate: float) -> str:
    pages = f"，这个文件已读 {now.pages:,}/{now.of_pages:,} 页" if now.of_pages else ""
    return f"已读 {now.files:,}/{now.of_files:,} 个文件，{now.reports:,} 篇，每秒 {rate:,.0f} 篇{pages}"
