"""What not every system has: what is done without, and what is said of it.

jianbao is made for Linux and tested there. What macOS or Windows lacks costs a bound or a speed, not the use.
Nothing here is looked for before it is needed, so that a test may take it away.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from typing import Protocol


class _WithDescriptor(Protocol):
    def fileno(self) -> int: ...


def lacking() -> Iterator[str]:
    """A sentence for each thing that this system lacks."""
    told = {
        "resource": (has_module("resource"), "读取文件的进程占用内存不设上限"),
        "signal.setitimer": (can_interrupt(), "读取一个文件超时，要再过一分钟才停止，已读的部分也不留下"),
        "fcntl": (has_module("fcntl"), "请不要同时运行两个收录命令；被杀的进程留下的临时文件夹不会清扫"),
        "os.open 的 dir_fd": (can_open_below(), "收录期间有人把文件夹换成链接，不一定发现得了"),
        "os.fork": (can_fork(), "服务器只有一个进程，只给本机用"),
    }
    return (f"这个系统没有 {what}：{said}。" for what, (there, said) in told.items() if not there)


def has_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def can_interrupt() -> bool:
    """Whether a process is told when it has used some time of the processor."""
    return hasattr(signal, "setitimer") and hasattr(signal, "SIGPROF")


def can_open_below() -> bool:
    """Whether a file is opened in a folder that is open, and never through a link."""
    return os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


def can_open_folders() -> bool:
    return hasattr(os, "O_DIRECTORY")


def can_fork() -> bool:
    """Whether the worker processes of a server can be copies of it that listen at one port."""
    import socket  # here, for who only searches serves nothing

    return all(map(hasattr, (os, socket, signal), ("fork", "SO_REUSEPORT", "pthread_sigmask")))


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def limit_memory(most: int) -> None:
    """This process may have so many bytes of its own, and leaves no image of its memory when it crashes."""
    with suppress(ImportError):
        import resource

        for limit, bytes_ in (resource.RLIMIT_DATA, most), (resource.RLIMIT_CORE, 0):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (bytes_ if hard == resource.RLIM_INFINITY else min(bytes_, hard), hard))


def lock(file: _WithDescriptor | int) -> None:
    """Until it is closed or let go, or the process ends. Raises `BlockingIOError` where another has it."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def unlock(file: _WithDescriptor | int) -> None:
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)


def take_room(file: int, start: int, size: int) -> None:
    """Have a file reach so far, with room on the disk for all of it. Raises OSError."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, start, size)
        return
    os.lseek(file, start, os.SEEK_SET)
    zeros = bytes(1 << 20)
    for first in range(0, size, len(zeros)):
        os.write(file, zeros[: size - first])
