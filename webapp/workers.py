"""Worker processes: one that dies is replaced, and takes nothing along but what it was at.

By itself granian lets the listener of a worker that dies die with it, and all that waits there; and it ends
the server when a worker is killed soon after its start, as the system does where memory is short.

Here the parent keeps a listener for each worker, all of one address, among which the system deals out what
comes. A worker begins to listen when it is ready; when it dies what comes waits for its successor. Only where
that cannot start, and others take requests, is its listener given up, so that they get its share.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_bool
from functools import partial
from multiprocessing.sharedctypes import RawValue
from socket import (
    AF_INET,
    AF_INET6,
    IPPROTO_TCP,
    SO_REUSEADDR,
    SO_REUSEPORT,
    SOL_SOCKET,
    TCP_NODELAY,
    socket,
)
from time import monotonic, sleep
from typing import Any

from flask import Flask
from granian._granian import SocketHolder
from granian.server import MPServer
from granian.server.mp import WorkerProcess

_BACKLOG = 1024
"""Connections that may wait for a worker."""
_MAX_FAILED_STARTS = 10
"""In a row, and while no worker takes requests: then there is no hope. Before the first has taken any there
is none after two: nobody waits for that server yet, and somebody for what is wrong with it."""
_MAX_FAILED_FIRST_STARTS = 2
_MAX_PAUSE_SECONDS = 30
"""From a failed start to the next. It rises by a second with each: what does not start costs no more."""
_LOOK_SECONDS = 0.1

Load = Callable[[int], Flask]
"""Makes the application of the worker of this number, in its process."""


class Server(MPServer):
    """granian's server, with options of its own."""

    def __init__(self, address: str, port: int, **options: Any) -> None:
        super().__init__("jianbao", address, port, backlog=_BACKLOG, respawn_failed_workers=True, **options)
        self._listeners: list[socket] = []
        self._ready: dict[int, c_bool] = {}
        self._has_served, self._failed_starts = False, 0

    def run(self, load: Load) -> None:
        """Until Ctrl-C or SIGTERM. Raises `SystemExit` where workers cannot start."""
        multiprocessing.set_start_method("fork", force=True)  # they inherit listeners, and what is loaded
        self.serve(target_loader=load, wrap_loader=False)

    @property
    def is_ready(self) -> bool:
        """Whether a worker takes requests."""
        return any(self._ready[one.idx].value and one.is_alive() for one in self.wrks)

    def _init_shared_socket(self) -> None:
        self._sso = None
        self._listeners = [_bound(self.bind_addr, self.bind_port) for _ in range(self.workers)]

    def _drop_shared_socket(self) -> None:
        for one in self._listeners:
            one.close()

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Load) -> WorkerProcess:  # type: ignore[override]
        # Plain memory that both share: no lock, which a process that is killed would keep.
        self._ready[idx] = ready = RawValue(c_bool, False)
        holder = SocketHolder(self._listeners[idx].fileno(), False, _BACKLOG)  # type: ignore[call-arg]
        self._shd = holder  # type: ignore[assignment]
        return super()._spawn_worker(
            idx, target, partial(_loaded, callback_loader, idx, ready, self._listeners)
        )

    def _spawn_workers(self, *how: Any) -> None:
        with _stopped_later():
            super()._spawn_workers(*how)

    def _respawn_workers(self, *how: Any, **when: Any) -> None:
        with _stopped_later():
            super()._respawn_workers(*how, **when)

    def _serve_loop(self, spawn_target: Any, target_loader: Load) -> None:
        while not self._is_stopped():
            if dead := [one.idx for one in self.wrks if not one.is_alive()]:
                self._bury(dead)
                if self._is_hopeless():
                    self.shutdown(exit_code=1)
                self._pause()
                self._respawn_workers(dead, spawn_target, target_loader)

    def _is_stopped(self) -> bool:
        """Waits for the end of a worker, or of the server, which is no failure of any worker."""
        self.main_loop_interrupt.wait()
        self.main_loop_interrupt.clear()
        self.interrupt_children.clear()
        return self.interrupt_signal

    def _bury(self, dead: Sequence[int]) -> None:
        """Counts them. What waits for one that did not even start is sent away, if there is a better place
        to be."""
        failed = [one for one in dead if not self._ready[one].value]
        for one in failed if self.is_ready else ():
            self._listeners[one].close()
            self._listeners[one] = _bound(self.bind_addr, self.bind_port)
        self._has_served |= len(failed) < len(dead) or self.is_ready
        self._failed_starts = self._failed_starts + len(failed) if len(failed) == len(dead) else 0

    def _is_hopeless(self) -> bool:
        most = _MAX_FAILED_STARTS if self._has_served else _MAX_FAILED_FIRST_STARTS
        return self._failed_starts >= most and not self.is_ready

    def _pause(self) -> None:
        """Not in one piece: it ends with the server."""
        end = monotonic() + min(max(self._failed_starts - 1, 0), _MAX_PAUSE_SECONDS)
        while monotonic() < end and not self.interrupt_signal:
            sleep(_LOOK_SECONDS)


@contextmanager
def _stopped_later() -> Iterator[None]:
    """SIGTERM waits: a worker that it met before it has left its parent's ways would have it lost."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _bound(address: str, port: int) -> socket:
    """A socket of this address that does not listen yet. What it takes is sent without delay: a small answer
    would wait 40 ms for the client to acknowledge its head."""
    made = socket(AF_INET6 if ":" in address else AF_INET)
    for option in (SO_REUSEADDR, SO_REUSEPORT):
        made.setsockopt(SOL_SOCKET, option, 1)
    made.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    made.bind((address, port))
    return made


def _loaded(load: Load, number: int, ready: c_bool, listeners: Sequence[socket]) -> Flask:
    """In the process of the worker. Until it takes requests, SIGTERM ends it at once; the listeners of the
    others are not to live on in it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    for other in {*range(len(listeners))} - {number}:
        listeners[other].close()
    app = load(number)
    listeners[number].listen(_BACKLOG)
    ready.value = True
    return app
