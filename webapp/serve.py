"""The server: bind, print the address, run until stopped."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from pathlib import Path
from types import FrameType

from waitress.server import create_server

from indexer import AskedWrongly
from webapp import create_app

_THREADS = 8


def serve(index: Path, host: str, port: int) -> None:
    """Serve the index in this folder until Ctrl-C or SIGTERM. Port 0 takes one that is free.

    The address is printed when connections are already taken, as the last line of all.
    Raises `AskedWrongly` where the address cannot be had.
    """
    # Waitress warns of every moment in which requests outnumber threads; they are served all the same.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _stop)
    with _listen(host, port) as listener:
        server = create_server(create_app(index), sockets=[listener], threads=_THREADS, ident="jianbao")
        print(_address(listener), flush=True)
        server.run()  # returns upon KeyboardInterrupt and SystemExit


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise AskedWrongly(f"端口 {port} 已被占用。请用 --port 指定另一个端口。") from error
        raise AskedWrongly(f"无法监听 {host}:{port}（{error}）。请用 --host 和 --port 另行指定。") from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop(signal_number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
