"""How much CPU time a tree of processes has taken, from Linux's /proc/*/stat."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.memory import tree

_TICKS = os.sysconf("SC_CLK_TCK")
_FIRST, _LAST = 11, 15
"""Fields behind the name: of a process and of those of its children that have ended, each in user and in
system mode."""


def of_tree(root: int | str) -> float:
    """Seconds, of a process ("self" is this one) and of all that it has started, ended ones too."""
    return sum(map(_seconds, tree(os.getpid() if root == "self" else int(root))))


def _seconds(process: int) -> float:
    try:
        text = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return 0.0  # it has ended, and its parent has its time
    return sum(map(int, text.rpartition(")")[2].split()[_FIRST:_LAST])) / _TICKS
