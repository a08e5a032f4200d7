"""The program jianbao in processes of its own. Each is a copy of this one, with all that is needed
loaded: to start it anew would take a second."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Collection, Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from time import monotonic, sleep

from indexer.cli.main import main
from indexer.report import Report, dump, load
from indexer.whoosh_store import WhooshStore
from tests.breaking.folder import PLAIN, content
from tests.breaking.state import State, held

WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Done:
    """What a process ended with, as `subprocess` tells it, and what it wrote."""

    status: int
    out: str
    err: str


@dataclass(slots=True)
class Process:
    number: int
    out: Path
    err: Path
    ended: bool = False

    def end(self) -> Done:
        """Waits for its end; one that does not come is forced."""
        until = monotonic() + WAIT_SECONDS
        while not (ended := os.waitpid(self.number, os.WNOHANG))[0]:
            if monotonic() > until:
                os.killpg(self.number, signal.SIGABRT)
                ended = os.waitpid(self.number, 0)
                break
            sleep(0.001)
        self.ended = True
        return Done(os.waitstatus_to_exitcode(ended[1]), self.out.read_text(), self.err.read_text())

    def signal(self, number: int) -> None:
        """To it and all processes that it has started."""
        os.killpg(self.number, number)


class Program:
    """The program, with a folder of its own for what it writes beside the index."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.home = home
        self.scratch = home / "scratch"
        self.scratch.mkdir()
        self.told = home / "told"
        """A line for each commit that a writer was told had succeeded: what the index held then."""
        self._started: list[Process] = []

    def run(self, *arguments: str | Path) -> Done:
        return self.start(*arguments).end()

    def start(self, *arguments: str | Path) -> Process:
        return self.copy(lambda: _call(self.told, [*map(str, arguments)]))

    def copy(self, do: Callable[[], None]) -> Process:
        """A process that does something."""
        number = len(self._started)
        out, err = self.home / f"{number}.out", self.home / f"{number}.err"
        for path in out, err:
            path.touch()
        if number := os.fork():
            os.setpgid(number, number)
            self._started.append(Process(number, out, err))
            return self._started[-1]
        status = 70
        try:
            os.setpgid(0, 0)
            _write_to(out, err)
            tempfile.tempdir = str(self.scratch)
            do()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def kill(self) -> None:
        """Whatever has been started and has not ended."""
        for process in self._started:
            if not process.ended:
                process.signal(signal.SIGKILL)
                process.end()

    def commits(self) -> list[State]:
        """What the index held after each commit since it was last asked."""
        lines = self.told.read_bytes().splitlines() if self.told.exists() else []
        self.told.unlink(missing_ok=True)
        return [
            {one: load(json.dumps(fields).encode()) for one, fields in json.loads(x).items()} for x in lines
        ]


def warm() -> None:
    """Have all that is loaded or worked out late done in this process, and hence in its copies."""
    import_module("indexer.ingest.watch")
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        for name in PLAIN:
            Path(folder, name).write_text(content(name, 1), encoding="utf-8")
        for command in ["index", folder, "--json"], ["check"]:
            main([*command, "--index", f"{folder}/index"], standalone_mode=False)


def _write_to(out: Path, err: Path) -> None:
    for number, path in (1, out), (2, err):
        opened = os.open(path, os.O_WRONLY | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)


def _call(told: Path, arguments: list[str]) -> None:
    update = WhooshStore.update

    def telling(store: WhooshStore, add: Iterable[Report], remove: Collection[str] = ()) -> str:
        version = update(store, add, remove)
        with store.snapshot() as snapshot:
            state = held(snapshot)
        with told.open("ab") as file:
            file.write(
                json.dumps({one: json.loads(dump(report)) for one, report in state.items()}).encode() + b"\n"
            )
        return version

    WhooshStore.update = telling  # type: ignore[method-assign, assignment]
    main(arguments, prog_name="jianbao")
