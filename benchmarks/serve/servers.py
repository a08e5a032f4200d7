"""The servers that are measured: each started for a block, on 127.0.0.1, and stopped at its end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import monotonic, sleep

from benchmarks.job import ROOT

START_TIMEOUT_SECONDS = 60.0
"""What a server may take until it can be asked."""
_STOP_TIMEOUT_SECONDS = 20.0
_HOST = "127.0.0.1"


class NotServing(Exception):
    """A server did not start. Its own message is in the log that is named."""


@dataclass(frozen=True, slots=True)
class Jianbao:
    """A server: where it answers, and its parent process."""

    address: str
    process: int

    @property
    def workers(self) -> list[int]:
        """The ids of its worker processes."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        return sorted(map(int, children.read_text().split()))


@contextmanager
def jianbao(
    index: Path, log: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Jianbao]:
    """`jianbao serve` over an index, as it comes or with these options. Raises `NotServing`."""
    command = [sys.executable, "-m", "indexer", "serve", "--index", str(index), "--port", "0", *options]
    with _running(command, log, environment, stdout=subprocess.PIPE) as process:
        late = Timer(START_TIMEOUT_SECONDS, process.kill)
        late.start()
        assert process.stdout
        told = next((line for line in process.stdout if line.startswith(b"http://")), b"")
        late.cancel()
        if not told:
            raise NotServing(f"jianbao serve: {_last(log)}")
        yield Jianbao(told.decode().strip(), process.pid)


@contextmanager
def datasette(program: Path, folder: Path, log: Path, processes: int = 0) -> Iterator[str]:
    """Datasette over a configuration folder, by its own command or, with `processes`, behind uvicorn:
    its address. Raises `NotServing`."""
    port = _free_port()
    where = ["--host", _HOST, "--port", str(port)]
    command = [str(program), "serve", str(folder), *where]
    if processes:
        about = ["--app-dir", str(ROOT / "benchmarks" / "peers"), "--workers", str(processes)]
        quiet = ["--no-access-log", "--log-level", "warning"]
        python = str(program.resolve().parent / "python")
        command = [python, "-m", "uvicorn", "--factory", "datasette_app:app", *about, *quiet, *where]
    with _running(command, log, {"DATASETTE_FOLDER": str(folder)}) as process:
        began = monotonic()
        while not _listens(port):
            if process.poll() is not None or monotonic() - began > START_TIMEOUT_SECONDS:
                raise NotServing(f"{' '.join(command)}: {_last(log)}")
            sleep(0.05)
        yield f"http://{_HOST}:{port}"


def find_datasette(named: Path | None) -> Path | None:
    """Datasette's command: the one named, or the one on PATH; None where there is none."""
    found = shutil.which(named or "datasette")
    return Path(found).absolute() if found else None


def inspect(program: Path, folder: Path, database: str) -> None:
    """Let Datasette count what the database holds, once and for all."""
    command = [str(program), "inspect", database, "--inspect-file", "inspect-data.json"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def version(program: Path) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[
        -1
    ]


@contextmanager
def _running(
    command: Sequence[str], log: Path, more: Mapping[str, str] | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of a session of its own, so that whatever it started ends with it."""
    environment = {**os.environ, **(more or {})}
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=file if stdout is None else stdout,
            stderr=file,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_TIMEOUT_SECONDS)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()


def _free_port() -> int:
    with closing(socket.create_server((_HOST, 0))) as listener:
        return int(listener.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection((_HOST, port), timeout=1)):
        return True
    return False


def _last(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-500:]
