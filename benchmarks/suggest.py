"""Suggestions while typing: how long each takes over an index.

`python -m benchmarks.suggest INDEX CORPUS [--queries 500]`. INDEX is the folder of an index of CORPUS,
.jsonl or .jsonl.xz. What is typed is cut from its titles and their words: the first one to four
characters, and the same in pinyin, whole and by initials.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.command import say
from benchmarks.corpus import SEED, lines
from benchmarks.measure import Spread, milliseconds
from indexer import open_store
from indexer.search.suggest import suggest
from indexer.text.fold import fold
from indexer.text.pinyin import syllables
from indexer.text.words import words

_TITLES = 20_000
_MAX_TYPED_CHARACTERS = 4


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    typed = draw(options.corpus, options.queries)
    store = open_store(options.index)
    snapshot = store.snapshot()
    suggest(snapshot, "zhong")  # reads what is read once
    say(f"{len(typed)} × suggest")
    taken = [(kind, milliseconds(partial(suggest, snapshot, text))) for kind, text in typed]
    for kind in ("characters", "pinyin", "initials", "all"):
        times = [time for one, time in taken if kind in (one, "all")]
        spread = Spread.of(times)
        print(f"{kind:12}{spread.p50:8.1f} ms p50{spread.p95:8.1f} ms p95{max(times):8.1f} ms max")
    store.close()


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
