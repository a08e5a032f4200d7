"""The columns against stock Whoosh: the same documents, postings, lengths, reports and scores."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from math import log1p
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex, open_dir
from whoosh.reading import IndexReader, TermNotFound

from indexer.query import All, AnyOf, Keyword, Literal, Node, Not, Query, parse
from indexer.ranking.weights import BODY, GRAMS, K1, SHARES, SHORTEST, TITLE, B, weigh
from indexer.report import Block, Kind, Report
from indexer.store import STRICT, Page
from indexer.text.fold import fold
from indexer.text.literal import occurs
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.segment.schema import SCHEMA
from tests.support.examples import costly
from tests.support.scan_order import evidence_by_hand, terms_of
from tests.support.strategies import reports

SMALL_WORDS = ["经济", "发展", "港", "港口", "建设", "2024", "ai", "5.18"]
sentences = st.lists(st.sampled_from([*SMALL_WORDS, "，", " "]), max_size=12).map("".join)
updates = st.lists(
    st.tuples(st.lists(reports, max_size=6), st.lists(st.sampled_from("甲乙丙丁abc"), max_size=2)),
    min_size=1,
    max_size=4,
)


def stock(held: dict[str, Report]) -> FileIndex:
    """The same reports in an index of Whoosh's own codec."""
    index: FileIndex = FileIndex.create(RamStorage(), SCHEMA)
    writer = index.writer()
    for report in held.values():
        writer.add_document(
            id=report.id, **{name: list(found.elements()) for name, found in terms_of(report).items()}
        )
    writer.commit()
    return index


@contextmanager
def both(commits: list[tuple[list[Report], list[str]]]) -> Iterator[tuple[WhooshStore, FileIndex, Path]]:
    """Our store after these updates, and stock Whoosh with what must be left."""
    held: dict[str, Report] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = WhooshStore(Path(folder))
        for added, removed in commits:
            store.update(added, removed)
            held = {key: one for key, one in held.items() if key not in removed}
            held |= {report.id: report for report in added}
        index = stock(held)
        yield store, index, Path(folder)
        index.close()
        store.close()


def postings(reader: IndexReader, field: str, term: bytes) -> dict[int, float]:
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return {}
    found: dict[int, float] = {}
    while matcher.is_active():
        found[matcher.id()] = matcher.weight()
        matcher.next()
    return found


def by_id(reader: IndexReader) -> dict[int, str]:
    """Which report each living document is."""
    return {
        document: term.decode() for term in reader.lexicon("id") for document in postings(reader, "id", term)
    }


@costly
@given(updates)
def test_whoosh_reads_the_same_postings_and_lengths(commits: list[tuple[list[Report], list[str]]]) -> None:
    with (
        both(commits) as (_, index, folder),
        open_dir(str(folder)).reader() as ours,
        index.reader() as theirs,
    ):
        assert ours.doc_count() == theirs.doc_count()
        mine, stocks = by_id(ours), by_id(theirs)
        assert sorted(mine.values()) == sorted(stocks.values())
        if not mine:
            return
        for field in (TITLE, BODY, GRAMS):
            for term in theirs.lexicon(field):
                expected = {stocks[d]: weight for d, weight in postings(theirs, field, term).items()}
                found = {mine[d]: weight for d, weight in postings(ours, field, term).items()}
                assert found == expected, (field, term)
            assert {mine[d]: ours.doc_field_length(d, field) for d in mine} == {
                stocks[d]: theirs.doc_field_length(d, field) or 0 for d in stocks
            }


TERMS = [wq.Term(BODY, word) for word in SMALL_WORDS] + [wq.Term(GRAMS, "经济"), wq.Term(TITLE, "港")]
whoosh_queries = st.recursive(
    st.sampled_from([*TERMS, wq.Prefix(BODY, "港"), wq.Wildcard(BODY, "*展"), wq.Every()]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(wq.And)
        | st.lists(inner, min_size=1, max_size=3).map(wq.Or)
        | st.tuples(inner, inner).map(lambda pair: wq.And([pair[0], wq.Not(pair[1])]))
    ),
    max_leaves=5,
)


@costly
@given(st.lists(sentences, min_size=1, max_size=8), st.lists(whoosh_queries, min_size=1, max_size=5))
def test_any_whoosh_query_finds_and_scores_the_same(texts: list[str], queries: list[wq.Query]) -> None:
    held = [Report(str(n), (Block(Kind.PARAGRAPH, text or "空"),)) for n, text in enumerate(texts)]
    with (
        both([(held, [])]) as (_, index, folder),
        open_dir(str(folder)).searcher() as ours,
        index.searcher() as theirs,
    ):
        mine, stocks = by_id(ours.reader()), by_id(theirs.reader())
        for query in queries:
            found = {mine[hit.docnum]: hit.score for hit in ours.search(query, limit=None)}
            expected = {stocks[hit.docnum]: hit.score for hit in theirs.search(query, limit=None)}
            assert found == pytest.approx(expected, abs=1e-5)


def scored(index: FileIndex, held: dict[str, Report], query: Query) -> dict[str, tuple[bool, float]]:
    """The oracle: a query evaluated posting by posting on stock Whoosh, literals by looking at the text."""
    weights = weigh(query.wanted)
    with index.reader() as reader:
        names = by_id(reader)
        totals = dict.fromkeys(names.values(), 0.0)
        fields = [(field, word, weight) for word, weight in weights.words.items() for field in (BODY, TITLE)]
        fields += [(GRAMS, pair, weight) for pair, weight in weights.pairs.items()]
        for field, term, weight in fields:
            found = postings(reader, field, term.encode())
            lengths = {d: terms_of(held[names[d]])[field].total() for d in names}
            mean = sum(lengths.values()) / len(lengths) or 1
            rarity = log1p((len(names) - len(found) + 0.5) / (len(found) + 0.5))
            for document, frequency in found.items():
                norm = K1 * (1 - B + B * max(lengths[document], SHORTEST[field]) / mean)
                share = weight * rarity * frequency * (K1 + 1) / (frequency + norm)
                totals[names[document]] += SHARES[field] * share
    kinds = {name: _matches(held[name], query.root) for name in names.values()}
    kinds = {name: kind for name, kind in kinds.items() if kind[0]}
    return {
        name: (literal, totals[name] + evidence_by_hand(query, held[name], held.values()))
        for name, (_, literal) in kinds.items()
    }


def _matches(report: Report, node: Node) -> tuple[bool, bool]:
    """Whether a report matches at all, and whether literally."""
    if isinstance(node, All):
        parts = [_matches(report, part) for part in node.parts]
        return all(found for found, _ in parts), all(literal for _, literal in parts)
    if isinstance(node, AnyOf):
        parts = [_matches(report, part) for part in node.parts]
        return any(found for found, _ in parts), any(literal for _, literal in parts)
    if isinstance(node, Not):
        unwanted = _matches(report, node.part)[1]
        return not unwanted, not unwanted
    assert isinstance(node, Keyword | Literal)
    literal = any(occurs(fold(block.text), node.text) for block in report.blocks)
    asked = getattr(node, "words", ())
    return literal or (bool(asked) and set(asked) <= set(terms_of(report)[BODY])), literal


leaves = st.sampled_from([*SMALL_WORDS, "经济发展", "展港", "口建", "“港”", "“经济发展”", "的"]).map(
    lambda typed: parse(typed).root
)
nodes: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
        | st.tuples(inner, inner).map(lambda pair: All((pair[0], Not(pair[1]))))
    ),
    max_leaves=4,
)


@costly
@given(
    st.lists(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), sentences), max_size=5), min_size=1, max_size=4),
    st.lists(nodes, min_size=1, max_size=6),
)
def test_the_same_reports_and_scores_as_stock_whoosh_after_any_updates(
    commits: list[list[tuple[str, str]]], roots: list[Node]
) -> None:
    changes = [
        (
            [Report(key, (Block(Kind.TITLE, text), Block(Kind.PARAGRAPH, text * 2))) for key, text in commit],
            ["甲"] if n else [],
        )
        for n, commit in enumerate(commits)
    ]
    with both(changes) as (store, index, folder):
        everything = Query("", Not(Literal("龘靐", "龘靐")))
        held = {match.id: match.report for match in store.snapshot().matches(everything)}
        reopened = WhooshStore(folder)
        for root in roots:
            query = Query("", root)
            expected = scored(index, held, query) if held else {}
            for one in (store, reopened):
                matches = one.snapshot().search(query, Page(100, classes=STRICT))
                found = {hit.id: (hit.match == "literal", hit.score) for hit in matches.hits}
                assert matches.total == len(found)
                assert found.keys() == expected.keys()
                for name, (literal, score) in expected.items():
                    assert found[name][0] is literal
                    assert found[name][1] == pytest.approx(score, abs=1e-5)
                order = [(hit.match == "literal", round(hit.score, 9)) for hit in matches.hits]
                assert order == sorted(order, reverse=True)
        reopened.close()
