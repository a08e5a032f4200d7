"""The shim: built, and told what to do. A process has it from its start, and so have those that it starts."""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

_SOURCE = Path(__file__).with_name("shim.c")
_VARIABLE = "BREAKING_CONTROL"
_PATH_BYTES = 1024


class Mode(IntEnum):
    """What happens at the operation, by the numbers of `enum mode` in fault.h."""

    NONE = 0
    KILL = 1
    POWER = 2
    ENOSPC = 3
    EIO = 4
    SHORT = 5
    EROFS = 6


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to happen at which operation, counted from 1. Of those that are `lasting` every operation from
    then on fails; a write at which a process is killed may be `torn`."""

    mode: Mode = Mode.NONE
    at: int = 0
    lasting: bool = False
    torn: bool = False


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")


def start_again() -> NoReturn:
    """Have this process begin anew, with the shim, which lies in a folder until it is closed."""
    folder = Path(tempfile.mkdtemp(prefix="breaking-"))
    library, control = folder / "shim.so", folder / "control"
    command = [compiler() or "cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", str(library), str(_SOURCE)], check=True)
    control.write_bytes(bytes(_Control.SIZE))
    environment = {**os.environ, "LD_PRELOAD": str(library), _VARIABLE: str(control)}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


def is_loaded() -> bool:
    return _VARIABLE in os.environ


class _Control:
    """`struct control` of fault.h."""

    HEAD = struct.Struct("=IiIIIIQQ")
    SIZE = HEAD.size + 2 * _PATH_BYTES
    FIRED, COUNT = HEAD.size - 20, HEAD.size - 8


class Shim:
    """The one that this process was started with. Its own calls always pass."""

    def __init__(self) -> None:
        with open(os.environ[_VARIABLE], "r+b") as file:
            self._control = mmap.mmap(file.fileno(), _Control.SIZE)

    def arm(self, root: Path, fault: Fault | None = None, shadow: Path | None = None) -> None:
        """Count from now on what is done below a folder, let the fault happen, and write down in a folder
        what `power` has to know."""
        self.disarm()
        fault = fault or Fault()
        paths = b"".join(os.fsencode(one or "").ljust(_PATH_BYTES, b"\0") for one in (root, shadow))
        settings = (os.getpid(), fault.mode, fault.lasting, fault.torn, 0, fault.at, 0)
        self._control[:] = _Control.HEAD.pack(0, *settings) + paths
        self._control[:1] = b"\1"

    def disarm(self) -> None:
        self._control[:4] = bytes(4)

    def close(self) -> None:
        self.disarm()
        shutil.rmtree(Path(os.environ[_VARIABLE]).parent)

    @property
    def fired(self) -> bool:
        return bool(self._control[_Control.FIRED])

    @property
    def count(self) -> int:
        """The operations since it was armed."""
        return int.from_bytes(self._control[_Control.COUNT : _Control.COUNT + 8], "little")
