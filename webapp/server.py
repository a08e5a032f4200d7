"""The server: bind, print the address, run worker processes until stopped.

granian speaks HTTP, in Rust: it waits for slow clients, bounds and refuses what is no request. Each worker
makes the application for itself; the system shares the mapped pages of the index among them.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from threading import Thread, get_ident
from time import sleep
from typing import TYPE_CHECKING

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from indexer import AskedWrongly, JianbaoError, can_fork, end_with_parent, scratch_folder
from webapp.alone import serve_alone, url_of
from webapp.app import create_app
from webapp.middleware import requests_log
from webapp.middleware.metrics import FOLDER, count_as
from webapp.settings import Settings
from webapp.warming import follow, keep_loaded, warm

if TYPE_CHECKING:
    from webapp.workers import Server

_STOP_SECONDS = 10
"""How long requests that are running may take to end once the server is stopped."""
_HEAD_SECONDS = 5
"""How long a client may take to send the head of a request. Less than `_STOP_SECONDS`: who has connected and
asked nothing, as browsers do in advance, is waited for at the end too."""
_MAX_HEAD_BYTES = 128 * 1024
"""The longest query takes 24,000 of them, 12 a character."""


def serve(
    index: Path | str,
    host: str,
    port: int,
    settings: Settings = Settings(),  # noqa: B008 (it is frozen)
    announced: Callable[[str], object] = partial(print, flush=True),  # noqa: B008 (the same for all)
) -> None:
    """Serve the index at this address until Ctrl-C or SIGTERM. Port 0 takes one that is free.

    Where it serves is announced when connections are already taken: printed, as the last line of all. Raises
    `AskedWrongly` where the address cannot be had or must not be open to everybody, `JianbaoError` where it
    does not start.
    """
    settings = settings.at(host)
    address, port = _free(host, port)
    if can_fork():
        _serve_by_workers(index, address, port, settings, announced)
    else:
        serve_alone(create_app(index, settings), address, port, settings, announced)


def _serve_by_workers(
    index: Path | str, address: str, port: int, settings: Settings, announced: Callable[[str], object]
) -> None:
    from webapp.workers import Server  # here, for not every system has what it needs

    server = Server(
        address,
        port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEAD_SECONDS * 1000, max_buffer_size=_MAX_HEAD_BYTES
        ),
        websockets=False,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=requests_log.configuration(settings.log),
    )
    server.on_startup(lambda: _started(server, announced))
    with scratch_folder("jianbao-metrics-") as folder:
        os.environ[FOLDER] = str(folder)
        try:
            server.run(partial(_app, index, settings))
        except SystemExit as ended:
            raise JianbaoError("服务器没能启动，原因见上面的记录。请改正后重试。") from ended


def _app(index: Path | str, settings: Settings, number: int) -> Flask:
    """The application of the worker of this number, which leads its own group of processes: Ctrl-C in a
    terminal is for the parent, which lets requests end."""
    os.setpgid(0, 0)
    end_with_parent()
    count_as(number)
    app = create_app(index, settings)
    warm(app)
    keep_loaded()
    follow(app, _nudge())
    return app


def _nudge() -> Callable[[], None]:
    """Python runs a signal's handler in the main thread, and a SIGTERM that comes just as that begins to wait
    does not wake it: a worker sends itself another now and then, so that none is left lying."""
    signal.signal(signal.SIGUSR1, lambda *_: None)
    return partial(signal.pthread_kill, get_ident(), signal.SIGUSR1)


def _started(server: Server, announced: Callable[[str], object]) -> None:
    signal.signal(signal.SIGHUP, server.signal_handler_interrupt)  # the terminal is gone
    Thread(target=_announce, args=[server, announced], daemon=True).start()


def _announce(server: Server, announced: Callable[[str], object]) -> None:
    while not server.is_ready:
        sleep(0.02)
    announced(url_of(server.bind_addr, server.bind_port))


def _free(host: str, port: int) -> tuple[str, int]:
    """The address and port to listen at. Workers share a port, and would share it with another server too:
    so it is tried whether it is free."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = found[0]
        with socket.create_server(address[:2], family=family) as listener:
            return str(ip_address(address[0])), listener.getsockname()[1]
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise AskedWrongly(f"端口 {port} 已被占用。请用 --port 指定另一个端口。") from error
        raise AskedWrongly(f"无法监听 {host}:{port}（{error}）。请用 --host 和 --port 另行指定。") from error
