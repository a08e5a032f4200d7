"""What may not come back, whatever is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.hostile.material import EVIL
from tests.hostile.wire import Reply

HANG_SECONDS = 5
GROWTH_BYTES = 16 * 1024 * 1024
"""What a worker may grow by in the last quarter of a run: caches are full by then."""
_CLOSED = {"BadStatusLine", "BrokenPipeError", "ConnectionResetError", "IncompleteRead", "RemoteDisconnected"}
"""HTTP's own reader may hang up on what is no request."""
_MARKUP = ("text/html", "application/xml", "application/atom+xml", "image/svg+xml")


def faults(reply: Reply) -> Iterator[str]:
    """What is wrong with an answer, in words."""
    if isinstance(reply.status, str):
        if reply.status not in _CLOSED:
            yield reply.status
    elif reply.status >= 500 and not (reply.status == 503 and "retry-after" in reply.headers):
        yield f"status {reply.status}"
    if reply.seconds > HANG_SECONDS and not _is_file(reply):
        yield f"took {reply.seconds:.1f} s"
    if any(EVIL in name for name in reply.headers):
        yield "a header was injected"
    if not reply.headers.get("location", "/?").startswith("/?"):  # a hit is shown on its page of results
        yield f"redirects to {reply.headers['location'][:80]}"
    kind = reply.headers.get("content-type", "")
    if kind and reply.headers.get("x-content-type-options") != "nosniff":
        yield "a browser may take it for something else"
    if kind.startswith(_MARKUP) and f"<{EVIL}".encode() in reply.body:
        yield "markup was injected"


def _is_file(reply: Reply) -> bool:
    """It takes as long as there is something to send. One that stops is a `TimeoutError`."""
    return "content-disposition" in reply.headers


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one run. `slowest` are the seconds of the answer that was, files aside; `memory` the bytes of each
    worker that belong to no file, at the start and at every quarter."""

    statuses: Mapping[int | str, int]
    slowest: float
    faults: Sequence[tuple[str, bytes]]
    memory: Sequence[Mapping[int, int]]

    @classmethod
    def of(cls, replies: Iterable[Reply], memory: Sequence[Mapping[int, int]]) -> Figures:
        held = list(replies)
        found = [(fault, reply.request.sent) for reply in held for fault in faults(reply)]
        slowest = max(one.seconds for one in held if not _is_file(one))
        return cls(Counter(one.status for one in held), slowest, found, memory)

    @property
    def is_flat(self) -> bool:
        """Whether memory is. A worker that was replaced has ended, and none may."""
        *_, before, after = self.memory
        return before.keys() == after.keys() and all(after[one] - before[one] < GROWTH_BYTES for one in after)

    def lines(self) -> Iterator[str]:
        """For people."""
        yield ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items(), key=str))
        yield f"slowest {self.slowest:.2f} s"
        for worker in self.memory[0]:
            grown = " → ".join(f"{one.get(worker, 0) / 1e6:.0f}" for one in self.memory)
            yield f"worker {worker}: {grown} MB{'' if self.is_flat else ', not flat'}"
        yield f"{len(self.faults)} faults"
        for fault, sent in self.faults[:20]:
            yield f"  {fault}: {sent[:300]!r}"
