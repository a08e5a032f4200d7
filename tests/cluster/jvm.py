"""A process of nodes: started, asked whether it lives, ended, killed.

Its standard output is a file that it holds locked as long as it lives: whoever can lock it knows that the
process is gone, and a number in a pid file that the system has given to another one deceives nobody.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from tests.cluster.artifacts import class_path

_ALWAYS = [
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.shutdownHookEnabled=false",
]
_END_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Jvm:
    """The nodes of these homes in one process, whose log and number lie in `folder`."""

    folder: Path
    homes: tuple[Path, ...]

    @property
    def log(self) -> Path:
        return self.folder / "out.log"

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text(encoding="ascii"))

    def start(self, flags: Sequence[str], end_with: int = 0) -> None:
        """It ends when the process `end_with` does, where one is named. Raises `NoCluster`."""
        nodes = [str(end_with), *map(str, self.homes)]
        command = ["java", *_ALWAYS, *flags, "-cp", class_path(), "Nodes", *nodes]
        with self.log.open("ab") as log:
            flock(log, LOCK_EX | LOCK_NB)
            # Not by `subprocess`, which wants every process that it starts to end before this one.
            pid = os.posix_spawn(
                shutil.which("java") or "java",
                command,
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 1),
                    (os.POSIX_SPAWN_DUP2, log.fileno(), 2),
                ],
                setsid=True,
            )
        (self.folder / "pid").write_text(f"{pid}\n", encoding="ascii")

    def alive(self) -> bool:
        try:
            with self.log.open("rb") as log:
                flock(log, LOCK_EX | LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def kill(self) -> None:
        """As a loss of power would end it."""
        if self.alive():
            os.kill(self.pid, signal.SIGKILL)
            self._gone(_END_SECONDS)

    def stop(self) -> None:
        if self.alive():
            os.kill(self.pid, signal.SIGTERM)
            if not self._gone(_END_SECONDS):
                self.kill()

    def _gone(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        with suppress(ChildProcessError):  # it may be another process's child
            os.waitpid(self.pid, 0)
        return True
