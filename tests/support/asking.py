"""One question, answered from a snapshot of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from indexer.store import Snapshot, Store

Given = ParamSpec("Given")
Answered = TypeVar("Answered")


def asked(
    store: Store,
    answer: Callable[Concatenate[Snapshot, Given], Answered],
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Answered:
    """What is answered out of the newest commit."""
    with store.snapshot() as snapshot:
        return answer(snapshot, *args, **kwargs)
