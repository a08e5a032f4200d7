"""Which reports of an index hold a literal with Latin runs or numbers: those in which a look finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Block, Kind, Page, Query, Report, Store, open_store
from indexer.query import Field, InField, Literal, Pattern
from indexer.text.literal import occurs
from indexer.whoosh_store.searcher import many
from indexer.whoosh_store.segment.texts import Texts

CHARACTERS = "112.a_'%+é月日"
TEXTS = ["".join(Random(number).choices(CHARACTERS, k=9)) for number in range(150)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(Path(tmp_path_factory.mktemp("literals")))
    store.update(
        [
            Report(f"{n:03}", (Block(Kind.TITLE, TEXTS[-n]), Block(Kind.PARAGRAPH, text)))
            for n, text in enumerate(TEXTS)
        ]
    )
    yield store
    store.close()


def found(store: Store, term: Literal | InField) -> set[int]:
    with store.snapshot() as snapshot:
        return {int(match.id) for match in snapshot.search(Query("", term), Page(limit=len(TEXTS))).hits}


@given(st.text(st.sampled_from(CHARACTERS), min_size=1, max_size=4))
def test_a_literal_finds_the_reports_in_which_it_stands(store: Store, text: str) -> None:
    titled = {n for n in range(len(TEXTS)) if occurs(TEXTS[-n], text)}
    held = {n for n, one in enumerate(TEXTS) if occurs(one, text)}
    assert found(store, Literal(text, text)) == titled | held
    assert found(store, InField(Field.TITLE, Literal(text, text))) == titled


@pytest.mark.parametrize("text", ["1", "a", "1.2", "1%", "11"])
def test_a_number_is_found_without_a_look_into_any_text(
    store: Store, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Texts, "holding")
    assert found(store, Literal(text, text))


@pytest.mark.parametrize(
    "term", [Literal("2.a", "2.a"), Literal("月", "月"), Pattern("1?月", ("1", "月"), ((1, 1),))]
)
def test_for_what_a_title_holds_only_titles_are_looked_into(
    store: Store, term: Literal | Pattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Texts, "holding")
    with patch.object(many, "_in_units", wraps=many._in_units) as looks:
        assert found(store, InField(Field.TITLE, term))
    looked_into = {look.args[0].units.size for look in looks.call_args_list}
    assert looked_into == {sum(len(text) + 1 for text in TEXTS)}
