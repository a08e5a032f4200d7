"""Folders and how many reports each has -> the same as a tree, in the order in which it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEVELS = 2
"""So many are seen at once, and what lies right below a folder that is chosen."""


@dataclass(frozen=True, slots=True)
class Folder:
    """`reports` counts those below it as well. `depth` is 0 for the outermost; `is_near` is false of what is
    to be unfolded."""

    path: str
    name: str
    reports: int
    depth: int
    is_near: bool


def folders(counts: Iterable[tuple[str, int]], chosen: Sequence[str] = ()) -> tuple[Folder, ...]:
    """The folders and those that they lie in, each before what lies in it, the others by name. Outermost ones
    that hold nothing but one other folder tell nothing, and are left out unless they are chosen."""
    whole: Counter[str] = Counter(dict.fromkeys(chosen, 0))
    for path, reports in counts:
        for above in _up(path):
            whole[above] += reports
    paths = sorted(whole, key=lambda path: path.split("/"))
    skipped = _telling_nothing(paths, dict(counts), chosen)
    return tuple(_folder(path, whole[path], path.count("/") - skipped, chosen) for path in paths[skipped:])


def _folder(path: str, reports: int, depth: int, chosen: Sequence[str]) -> Folder:
    is_near = depth < _LEVELS or _is_beside(path, chosen)
    return Folder(path, path.rpartition("/")[2], reports, max(0, depth), is_near)


def _up(path: str) -> list[str]:
    """The folder and all above it, the outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _telling_nothing(paths: Sequence[str], own: dict[str, int], chosen: Sequence[str]) -> int:
    """How many of the first hold all others and nothing beside."""
    count = 0
    while count + 1 < len(paths) and paths[count] not in own and paths[count] not in chosen:
        if not all(path.startswith(f"{paths[count]}/") for path in paths[count + 1 :]):
            break
        count += 1
    return count


def _is_beside(path: str, chosen: Sequence[str]) -> bool:
    """Whether it is chosen, or lies in a chosen folder, or beside one."""
    above = path.rpartition("/")[0]
    return path in chosen or above in chosen or any(above == one.rpartition("/")[0] for one in chosen)
