"""A function in a process of its own: its memory is its own, and its first answer is a cold one.

`python -m benchmarks.job MODULE:FUNCTION ARGUMENTS` calls the function with the arguments, a JSON
object, and prints what it returns as one line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.memory import Peak, watching

ROOT = Path(__file__).parents[1]


class JobFailed(Exception):
    """A process ended without an answer. Its own message is on standard error."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a process answered, and how long after its start (seconds)."""

    value: Any
    seconds: float
    peak: Peak = field(default_factory=Peak)


def run_job(function: str, *, watch: bool = False, **arguments: Any) -> Done:
    """Run a function, named as `module:function`. With `watch` its memory is looked at all the time.

    Raises `JobFailed`.
    """
    command = [sys.executable, "-m", "benchmarks.job", function, json.dumps(arguments, default=str)]
    return run_command(command, watch=watch)


def run_command(command: Sequence[str], *, watch: bool = False) -> Done:
    """Run a command that answers with one line of JSON. Raises `JobFailed`."""
    began = perf_counter()
    with ExitStack() as stack:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        stack.enter_context(process)
        peak = stack.enter_context(watching(process.pid)) if watch else Peak()
        assert process.stdout
        line = process.stdout.readline()
        seconds = perf_counter() - began
        rest = process.stdout.read()
    if process.returncode or not line:
        raise JobFailed(f"{' '.join(command)[:300]} ended with exit code {process.returncode}")
    return Done(json.loads(line + rest), seconds, peak)


def main() -> None:
    module, _, function = sys.argv[1].partition(":")
    value = getattr(import_module(module), function)(**json.loads(sys.argv[2]))
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
