"""What a file may take of the processor's time: counted, asked for by its pages, bounded by its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from ctypes import CDLL
from pathlib import Path

import pytest

from indexer.errors import Unreadable
from indexer.ingest import intake as taking
from indexer.ingest.files import walk
from indexer.ingest.intake import Intake
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress
from indexer.reading import Source, read_all
from indexer.reading import budget as budgets
from indexer.reading.budget import Budget, Exhausted, Limits
from indexer.reading.formats import read
from indexer.reading.source import Working
from tests.support.printing import pages, written
from tests.support.work import calls

NONE = Limits(base=0, per_megabyte=0, pages_per_megabyte=0)


TICK = 0.1


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Budget], Budget]]:
    """Starts a budget that is looked at at every tenth of a second, and stops it in the end."""
    monkeypatch.setattr(budgets, "TICK_SECONDS", TICK)
    with ExitStack() as stack:

        def start(budget: Budget) -> Budget:
            budget.start()
            stack.callback(budget.stop)
            return budget

        yield start


def work(budget: Budget, seconds: float = 10.0) -> None:
    """As libraries do, which look for errors of every kind."""
    end = budget.used + seconds
    while budget.used < end:
        with suppress(Exception):
            str(budget)


def test_what_is_used_up_breaks_in_wherever_the_reading_is_and_leaves_a_grace(
    started: Callable[[Budget], Budget],
) -> None:
    beats: list[float] = []
    budget = started(Budget(Limits(base=1.1 * TICK, per_megabyte=0), 0, lambda: beats.append(budget.used)))
    with pytest.raises(Exhausted, match="没有读完"):
        work(budget)
    assert (len(beats), budget.allowed) == (1, 2.2 * TICK)
    with pytest.raises(Exhausted):
        work(budget)
    assert 2.2 * TICK <= budget.used < 4.5 * TICK


def test_what_is_used_up_is_not_lost_in_an_error_of_ctypes(started: Callable[[Budget], Budget]) -> None:
    """Which takes whatever is raised while it is given an argument for a wrong argument."""
    budget = started(Budget(Limits(base=TICK / 10, per_megabyte=0), 0, lambda: None))

    class Argument:
        @property
        def _as_parameter_(self) -> int:
            work(budget, 1.5 * TICK)
            return 1

    def call() -> None:
        CDLL(None).abs(Argument())
        work(budget)

    with pytest.raises(Exhausted, match="没有读完"):
        call()


def test_nothing_breaks_in_while_it_is_paused(started: Callable[[Budget], Budget]) -> None:
    budget = started(Budget(NONE, 0, lambda: None))
    budget.paused = True
    work(budget, 1.2 * TICK)
    assert budget.allowed == 0


@pytest.mark.parametrize(("size", "most"), [(0, 60.0), (1_000_000, 375.0), (6_000_000, 1950.0)])
def test_a_million_pages_get_no_more_than_the_file_is_large(size: int, most: float) -> None:
    budget = Budget(Limits(), size, lambda: None)
    for _ in range(1_000_000):
        budget.allow(2.0)
    assert budget.allowed == pytest.approx(most)


def test_an_empty_page_costs_next_to_nothing(tmp_path: Path) -> None:
    source = Source.of(written(tmp_path / "empty.pdf", *pages(50_000)))
    found: list[object] = []
    assert calls(lambda: found.extend(read(source, tmp_path))) < 10 * 50_000
    *far, told = found
    assert [one.pages for one in far if isinstance(one, Working)] == [*range(1000, 50_001, 1000)]
    assert isinstance(told, Unreadable)
    assert "没有文字" in told.reason


def few_seconds(sources: list[Source]) -> Iterator[object]:
    return iter(read_all(sources, Limits(base=0.4, per_megabyte=0, pages_per_megabyte=0)))


@pytest.mark.slow
def test_a_file_given_up_is_kept_as_far_as_it_was_read_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "read_all", few_seconds)
    written(tmp_path / "long.pdf", *pages(20_000, "BT /F 10 Tf 9 50 Td (some words) Tj ET"))
    intake = Intake(ledger := Ledger(), walk([tmp_path]))
    far: list[tuple[int, int]] = []

    def told(now: Progress) -> None:
        far.append((now.pages, now.of_pages))

    (report,) = intake.reports(intake.in_hand(), told)
    assert report.unpacked().blocks[0].text.startswith("some words")
    (bad,) = intake.summary.quarantined
    assert "页起，共 20000 页" in bad.place
    assert "下次收录时会再试" in bad.reason
    assert ledger.seen(f"{tmp_path}/long.pdf") is None
    assert max(far)[1] == 20_000
    assert far[-1] == (0, 0)
