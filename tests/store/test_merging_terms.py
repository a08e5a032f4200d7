"""The terms of several segments in one order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from indexer.report import Block, Kind, Packed, Report
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.writer.inverting import write_run
from indexer.whoosh_store.writer.merging_terms import merged_terms

WORDS = st.lists(
    st.text("ab7é", min_size=1, max_size=40) | st.text("港口建", min_size=1, max_size=6), max_size=8
)


def columns(folder: Path, number: int, words: list[str]) -> Columns:
    blocks = (Block(Kind.PARAGRAPH, "，".join(words)),)
    write_run(folder / f"{number}", [Packed.of(Report("1", blocks))])
    return Columns(folder / f"{number}")


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_each_term_of_all_segments_stands_once_in_order_and_each_segment_knows_where(
    texts: list[list[str]],
) -> None:
    with TemporaryDirectory() as folder:
        held = [columns(Path(folder), number, words) for number, words in enumerate(texts)]
        terms, numbers = merged_terms(held, "body")
        own = [[*one.terms["body"]] for one in held]
    assert terms == sorted(set().union(*own))
    assert [[terms[number] for number in some.tolist()] for some in numbers] == own
