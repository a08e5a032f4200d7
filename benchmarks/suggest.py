"""What is offered for slips and while typing: how often it is right, and how long it takes.

`python -m benchmarks.suggest INDEX CORPUS [--queries 500]`. INDEX is the folder of an index of CORPUS,
.jsonl or .jsonl.xz. The slips are those of `benchmarks.slips`. Of each kind it is told how often a search for
the slip offers the right word, how often another, and how often the right one of those that stand nowhere; of
what is typed in letters how often the right word is suggested first, and how often at all. What is typed for
the last table is cut from titles and their words: the first one to four characters, and the same in pinyin,
whole and by initials. Times are of the processor: what a suggestion takes, or what an offer adds to a search.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from time import thread_time
from typing import TypeVar

from benchmarks import slips
from benchmarks.command import say
from benchmarks.corpus import SEED, lines
from benchmarks.measure import Spread
from benchmarks.slips import Slip
from indexer import Page, Snapshot, open_store, parse
from indexer.search.advice import advice
from indexer.search.suggest import suggest
from indexer.text.fold import fold
from indexer.text.pinyin import syllables
from indexer.text.words import words

Answer = TypeVar("Answer")

_TITLES = 20_000
_MAX_TYPED_CHARACTERS = 4
_TYPED_IN_LETTERS = ("pinyin", "initials", "partial")


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    say("drawing what is typed")
    drawn = slips.draw(options.corpus)
    typed = draw(options.corpus, options.queries)
    store = open_store(options.index)
    snapshot = store.snapshot()
    suggest(snapshot, "zhong")  # reads what is read once
    say(f"{len(drawn)} slips, {len(typed)} × suggest")
    kinds = {kind: [one for one in drawn if one.kind == kind] for kind in slips.SIZES}
    for kind, some in kinds.items():
        (_suggested if kind in _TYPED_IN_LETTERS else _offered)(snapshot, kind, some)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for kind, text in typed:
        _, time = _timed(suggest, snapshot, text)
        taken[kind].append(time)
        taken["all"].append(time)
    for kind, times in taken.items():
        print(f"{kind:12}{_spread(times)}")
    store.close()


def _offered(snapshot: Snapshot, kind: str, some: Sequence[Slip]) -> None:
    """Prints how many of the slips are mended by a search's offer."""
    right, wrong, nowhere, times = 0, 0, [0, 0], []
    for slip in some:
        query = parse(slip.typed)
        counts = snapshot.search(query, Page(limit=0)).terms
        offer, time = _timed(advice, snapshot, query, counts, fewer=False)
        found = offer.did_you_mean
        times.append(time)
        right, wrong = right + (found == slip.meant), wrong + (found not in (None, slip.meant))
        if counts[0].matched != "literal":
            nowhere = [nowhere[0] + (found == slip.meant), nowhere[1] + 1]
    told = f"{right:4} right{wrong:4} wrong of {len(some)}; {nowhere[0]} of {nowhere[1]} that stand nowhere"
    print(f"{kind:12}{told:58}{_spread(times)}")


def _suggested(snapshot: Snapshot, kind: str, some: Sequence[Slip]) -> None:
    """Prints for how many the right word is suggested."""
    first = among = 0
    times = []
    for slip in some:
        found, time = _timed(suggest, snapshot, slip.typed)
        texts = [one.text for one in found]
        times.append(time)
        first, among = first + (texts[:1] == [slip.meant]), among + (slip.meant in texts)
    print(f"{kind:12}{f'{first:4} first{among:4} at all of {len(some)}':58}{_spread(times)}")


def _timed(call: Callable[..., Answer], *given: object, **named: object) -> tuple[Answer, float]:
    """What a call answers, and how many milliseconds of the processor it takes."""
    began = thread_time()
    answer = call(*given, **named)
    return answer, (thread_time() - began) * 1000


def _spread(times: Sequence[float]) -> str:
    spread = Spread.of(times)
    return f"{spread.p50:8.1f} ms p50{spread.p95:8.1f} ms p95{max(times):8.1f} ms max"


def draw(corpus: Path, count: int) -> list[tuple[str, str]]:
    """What is typed, and of which kind it is; always the same for the same corpus."""
    random = Random(SEED)
    titles = [fold(json.loads(line).get("title", "")) for line in islice(lines(corpus), _TITLES)]
    return list(islice(_typed(random, [title for title in titles if title]), count))


def _typed(random: Random, titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    while True:
        title = random.choice(titles)
        begun = random.choice([title, *words(title)])[: random.randint(1, _MAX_TYPED_CHARACTERS)]
        yield "characters", begun
        sounds = [known[0] for char in begun if (known := syllables(char))]
        if len(sounds) > 1:
            yield "pinyin", "".join(sounds)[: -1 if random.random() < 0.5 else None]
            yield "initials", "".join(sound[0] for sound in sounds)


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(prog="python -m benchmarks.suggest", description=(__doc__ or "").splitlines()[0])
    options.add_argument("index", type=Path, help="folder of an index of the corpus")
    options.add_argument("corpus", type=Path, help=".jsonl or .jsonl.xz")
    options.add_argument("--queries", type=int, default=500, metavar="N", help="how many prefixes")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
