"""Load on a server by wrk: so many connections, each asking the next address as soon as it is answered.

One thread, so that the other core is left to the server; the addresses are asked in turn, from a place
on, and begun again at the end. Debian: `apt-get install wrk`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

TIMEOUT_SECONDS = 10
"""An answer that takes longer is an error. wrk keeps eight bytes for each of its microseconds."""
SETTLE_SECONDS = 2.0
"""Of rest before a load begins. When one ends, wrk closes its connections and does not wait for what it has
asked: the server is still busy with that, and what asks next would wait for it."""
_GRACE_SECONDS = 30.0
"""Beyond the load's own until wrk counts as hung."""
_SCRIPT = Path(__file__).with_suffix(".lua")

MISSING = "wrk is not installed; on Debian: apt-get install wrk"


class LoadFailed(Exception):
    """wrk is missing, or it ended without figures."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What wrk saw in `seconds`. Latencies in milliseconds, percentiles corrected by wrk for what a slow
    answer held back (coordinated omission). `errors` by kind: connect, read, write, status (400 and above),
    timeout."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    max: float
    errors: dict[str, int]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    @classmethod
    def read(cls, text: str) -> Figures:
        """From what the script writes: one JSON object, times in microseconds. Raises `LoadFailed`."""
        try:
            held: dict[str, Any] = json.loads(text)
            return cls(
                requests=held["requests"],
                seconds=held["microseconds"] / 1e6,
                bytes=held["bytes"],
                p50=held["p50"] / 1e3,
                p99=held["p99"] / 1e3,
                max=held["max"] / 1e3,
                errors=dict(held["errors"]),
            )
        except (ValueError, KeyError) as error:
            raise LoadFailed(f"no figures of wrk: {text[:200]!r}") from error


def installed() -> bool:
    return shutil.which("wrk") is not None


def version() -> str:
    """wrk's own word for it: `wrk -v` prints it first, and ends with status 1."""
    told = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return (told.stdout + told.stderr).removeprefix("wrk ").partition(" ")[0]


def load(base: str, addresses: Path, *, connections: int, seconds: int, first: int = 0) -> Figures:
    """Ask the server at `base` for so many seconds, from the address numbered `first` on.

    Raises `LoadFailed`.
    """
    out = addresses.with_suffix(f".{connections}.json")
    out.unlink(missing_ok=True)
    sleep(SETTLE_SECONDS)
    setting = ["--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
    script = ["--timeout", f"{TIMEOUT_SECONDS}s", "--script", str(_SCRIPT)]
    command = ["wrk", *setting, *script, base, "--", str(addresses), str(first), str(out)]
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds + _GRACE_SECONDS, check=False
        )
    except FileNotFoundError as error:
        raise LoadFailed(MISSING) from error
    except subprocess.TimeoutExpired as error:
        raise LoadFailed(f"wrk did not end: {' '.join(command)}") from error
    if not out.exists():
        raise LoadFailed(f"{' '.join(command)}: {ran.stdout[-300:]}{ran.stderr[-300:]}")
    return Figures.read(out.read_text(encoding="ascii"))
