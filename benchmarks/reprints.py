"""Reprints: how many of them are linked, and what linking costs, beside MinHash by datasketch.

`python -m benchmarks.reprints [CORPUS] [--reprints 500]`. Articles of CORPUS, .jsonl or .jsonl.xz, are
reprinted as papers and sites do it: headed anew, shortened at the end, a few characters changed, marks set
differently. All are indexed together. Printed is the share that is linked of the reprints that resemble
their article by `REPRINT` and more, and of those that fall short of it, and the time. datasketch links the
same texts with its default of 128 permutations, over the same shingles; without the package that part is
left out, and says so.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.command import say
from benchmarks.corpus import SEED, lines, sample, texts
from benchmarks.data import data
from indexer import Block, Kind, Report, open_store
from indexer.ranking.resemblance import REPRINT, SHINGLE, resemblance
from indexer.text.fold import fold
from indexer.text.normal import code_points

NEWS = data("news_10k.jsonl.xz")

Texts = dict[str, list[str]]
Linked = dict[str, set[str]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with TemporaryDirectory() as scratch:
        originals = read(sample(options.corpus, options.articles, Path(scratch)))
        reprinted = dict(reprints(originals, options.reprints))
        shares = {name: alike(reprinted[name], originals[article(name)]) for name in reprinted}
        say(f"{len(originals):,} articles, {len(reprinted)} reprints")
        for engine, link in {"jianbao": link_by_store, "datasketch": link_by_datasketch}.items():
            try:
                linked, told = link(originals | reprinted, list(reprinted), Path(scratch))
            except ImportError:
                print(f"{engine}: not installed, left out")
                continue
            print(f"{engine}: {told}")
            for line in scores(linked, shares):
                print(f"  {line}")


def read(corpus: Path) -> Texts:
    """The texts of every record, by a name for it."""
    return {str(number): texts(json.loads(line)) for number, line in enumerate(lines(corpus))}


def reprints(originals: Texts, count: int) -> Iterator[tuple[str, list[str]]]:
    """Reprints of articles, each named after its own."""
    random = Random(SEED)
    long = [name for name, held in originals.items() if sum(map(len, held)) >= 200]
    for name in random.sample(long, min(count, len(long))):
        title, *paragraphs = originals[name]
        kept = paragraphs[: max(1, round(len(paragraphs) * random.uniform(0.5, 1.0)))]
        changed = [_changed(random, text, random.choice([0.0, 0.002, 0.01])) for text in kept]
        yield f"{name}-reprint", [title[::-1] if random.random() < 0.3 else title, "本报综合消息", *changed]


def _changed(random: Random, text: str, share: float) -> str:
    """With some of its characters replaced by others of its own, and its marks set in another way."""
    chars = [random.choice(text) if random.random() < share else char for char in text]
    return "".join(chars).replace("，", ",").replace("“", "「").replace("”", "」")


def article(reprint: str) -> str:
    """The name of the article that a reprint was made of."""
    return reprint.removesuffix("-reprint")


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two texts resemble each other."""
    a, b = (code_points(["\n".join(map(fold, held))]) for held in (one, other))
    return resemblance(a, b)


def link_by_store(held: Texts, asked: Sequence[str], folder: Path) -> tuple[Linked, str]:
    """Through an index of all; its whole time, and that of looking up."""
    store = open_store(folder / "index")
    began = perf_counter()
    store.update(
        Report(name, tuple(Block(Kind.PARAGRAPH, text) for text in texts)) for name, texts in held.items()
    )
    built = perf_counter() - began
    snapshot = store.snapshot()
    snapshot.reprints(asked[:1])
    began = perf_counter()
    found = snapshot.reprints(asked)
    taken = (perf_counter() - began) / len(asked) * 1000
    store.close()
    linked = {name: set(others.ids) for name, others in zip(asked, found, strict=True)}
    return linked, f"{built:.1f} s for the whole index, {taken:.2f} ms a look-up"


def link_by_datasketch(held: Texts, asked: Sequence[str], _: Path) -> tuple[Linked, str]:
    """Sketches of all, and a look-up of those asked for."""
    from datasketch import MinHash, MinHashLSH

    began = perf_counter()
    lsh, sketches = MinHashLSH(threshold=REPRINT), {}
    for name, one in held.items():
        letters = "".join(filter(str.isalnum, "".join(map(fold, one))))
        sketches[name] = MinHash()
        sketches[name].update_batch(
            {letters[at : at + SHINGLE].encode() for at in range(len(letters) - SHINGLE + 1)} or {b""}
        )
        lsh.insert(name, sketches[name])
    built = perf_counter() - began
    began = perf_counter()
    linked = {
        name: {
            o
            for o in lsh.query(sketches[name])
            if o != name and sketches[name].jaccard(sketches[o]) >= REPRINT
        }
        for name in asked
    }
    taken = (perf_counter() - began) / len(asked) * 1000
    return linked, f"{built:.1f} s for the sketches alone, {taken:.2f} ms a look-up"


def scores(linked: Linked, shares: dict[str, float]) -> Iterator[str]:
    """What was linked of what should be, and of what should not."""
    near = [name for name, share in shares.items() if share >= REPRINT]
    far = [name for name in shares if name not in near]
    missed = [shares[name] for name in near if article(name) not in linked[name]]
    wrong = [name for name in far if article(name) in linked[name]]
    yield f"linked {len(near) - len(missed)} of {len(near)} that resemble their article by {REPRINT} or more"
    yield f"linked {len(wrong)} of {len(far)} that resemble it less"
    if missed:
        yield f"missed: resemblance {min(missed):.2f} to {max(missed):.2f}"


def _options(arguments: Sequence[str] | None) -> Namespace:
    options = ArgumentParser(
        prog="python -m benchmarks.reprints", description=(__doc__ or "").splitlines()[0]
    )
    options.add_argument("corpus", nargs="?", type=Path, default=NEWS, help=".jsonl or .jsonl.xz")
    options.add_argument("--articles", type=int, default=10_000, metavar="N", help="of the corpus")
    options.add_argument("--reprints", type=int, default=500, metavar="N", help="how many are made")
    return options.parse_args(arguments)


if __name__ == "__main__":
    main()
