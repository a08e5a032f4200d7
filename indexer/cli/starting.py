"""jianbao open: a folder indexed, watched, served and shown in the browser, until Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import click

from indexer.cli import output
from indexer.cli.opening import opened
from indexer.cli.options import filled_index_option
from indexer.cli.progress import progress
from indexer.errors import JianbaoError
from indexer.ingest.build import build
from indexer.processes import context, end_with_parent

_HOST, _USUAL_PORT = "127.0.0.1", 8000
_SCREENS = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
"""Without any of these in the environment there is no screen; a browser of text would take the terminal."""


@click.command()
@click.argument("paths", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@filled_index_option
def open(paths: tuple[Path, ...], address: str) -> None:
    """收录文件夹，打开浏览器检索；文件夹里的变化随即反映出来，直到按 Ctrl-C 结束。"""
    from webapp.server import serve  # here, so that all else works without a web server

    with opened(address) as (store, ledger), progress(lines=True) as told:
        summary = build(store, paths, ledger, told=told)
    click.echo(output.summary_text(summary))
    with _kept_in_step(paths, address):
        serve(address, _HOST, _port(), announced=_show)


@contextmanager
def _kept_in_step(paths: Sequence[Path], address: str) -> Iterator[None]:
    """In a process of its own: what it reads and writes holds up no answer."""
    watching = context().Process(target=_watch, args=[paths, address])
    watching.start()
    try:
        yield
    finally:
        watching.terminate()  # whatever it is writing: a commit is there wholly or not at all
        watching.join()


def _watch(paths: Sequence[Path], address: str) -> None:
    from indexer.ingest.watch import watch  # here, for the process that serves watches nothing

    end_with_parent()
    with suppress(KeyboardInterrupt), opened(address) as (store, ledger):
        try:
            for summary in islice(watch(store, paths, ledger), 1, None):  # the first has nothing to add
                click.echo(output.summary_text(summary))
        except JianbaoError as error:
            click.echo(f"jianbao: {error}此后文件夹里的变化不会再反映到索引里。", err=True)


def _port() -> int:
    """The usual one, under which the browser remembers what was searched before; else any that is free."""
    with suppress(OSError), socket.create_server((_HOST, _USUAL_PORT)):
        return _USUAL_PORT
    return 0


def _show(address: str) -> None:
    click.echo(f"{address}\n按 Ctrl-C 结束。")
    if sys.platform in ("darwin", "win32") or any(map(os.environ.get, _SCREENS)):
        webbrowser.open(address)
