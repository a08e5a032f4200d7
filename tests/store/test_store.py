"""The contract of the seam, run over every store; and each real store held against the scan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import AskedWrongly, IndexMissing, ReportNotFound
from indexer.query import All, AnyOf, Filters, Node, Not, Query, parse
from indexer.report import Block, Copy, Kind, Report
from indexer.store import CLASSES, FACETS, Class, Entry, Matches, Order, Position, Store
from indexer.text.fold import fingerprint, fold
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore
from tests.support.strategies import composed, dates, queries, reports, sources

STORES: dict[str, Callable[[Path], Store]] = {
    "whoosh": WhooshStore,
    "scan": lambda folder: ScanStore(),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = STORES[request.param](tmp_path / "index")
    yield opened
    opened.close()


def report(
    report_id: str, *paragraphs: str, title: str = "", date: str = "", source: str = "", place: str = ""
) -> Report:
    blocks = [Block(Kind.TITLE, title)] if title else []
    blocks += [Block(Kind.PARAGRAPH, text) for text in paragraphs]
    return Report(report_id, tuple(blocks), date=date, source=source, place=place)


def ids(
    store: Store, typed: str, filters: Filters | None = None, order: Order = Order.RELEVANCE
) -> list[str]:
    """The reports that match, relaxed ones aside."""
    matches = store.search(parse(typed, filters), limit=1000, order=order, classes=("literal", "words"))
    assert matches.total == len(matches.hits)
    return [match.report.id for match in matches.hits]


def test_before_the_first_commit_only_the_catalogue_answers(store: Store) -> None:
    assert list(store.catalogue()) == []
    for ask in (lambda: store.search(parse("港"), limit=1), lambda: store.get("a"), store.stats):
        with pytest.raises(IndexMissing, match="jianbao index"):
            ask()


def test_an_empty_index_has_no_match(store: Store) -> None:
    store.update([])
    assert ids(store, "港") == []
    assert store.stats().reports == 0
    assert store.search(parse("港"), limit=1, facets=FACETS).facets == {"year": (), "month": (), "source": ()}


def test_what_is_added_is_held_whole(store: Store) -> None:
    held = Report(
        "甲/1",
        (Block(Kind.KICKER, "眉题"), Block(Kind.TITLE, "标题")),
        "2024-03",
        "报",
        ("崔",),
        "国发〔2024〕5号",
        "A03",
        "p",
        (Copy("q", "乙"),),
    )
    store.update([held])
    assert store.get("甲/1") == held
    text = fingerprint(["眉题标题"]).hex()
    assert list(store.catalogue()) == [
        Entry("甲/1", "p", (Copy("q", "乙"),), held.digest, text, "2024-03", "报")
    ]
    assert store.stats().characters == 4


def test_the_same_id_again_replaces(store: Store) -> None:
    store.update([report("a", "旧的文字")])
    store.update([report("a", "新的文字")])
    assert (ids(store, "旧的"), ids(store, "新的"), store.stats().reports) == ([], ["a"], 1)


def test_within_one_update_the_last_of_an_id_stays(store: Store) -> None:
    store.update([report("a", "旧的文字"), report("a", "新的文字")])
    assert (ids(store, "旧的"), ids(store, "新的"), store.stats().reports) == ([], ["a"], 1)


def test_what_is_removed_is_gone_and_the_rest_stays(store: Store) -> None:
    store.update([report("a", "港口"), report("b", "港口")])
    store.update([], remove=["a", "never there"])
    assert (ids(store, "港口"), store.stats().reports) == (["b"], 1)
    assert [entry.id for entry in store.catalogue()] == ["b"]
    with pytest.raises(ReportNotFound, match="a"):
        store.get("a")


def test_every_commit_is_a_generation(store: Store) -> None:
    store.update([report("a", "港")])
    first = store.stats().generation
    store.update([report("b", "港")])
    assert store.stats().generation > first


def test_a_version_changes_with_every_commit_and_only_then(store: Store) -> None:
    versions = [store.version()]
    for added in ([], [report("a", "港")], [report("a", "港")], []):
        store.update(added)
        versions.append(store.version())
        ids(store, "港")
        assert store.version() == versions[-1]
    assert versions[0] == ""
    assert len(set(versions)) == 5


def test_an_index_built_anew_has_another_version(tmp_path: Path) -> None:
    versions = []
    for _ in range(2):
        store = WhooshStore(tmp_path / "index")
        store.update([report("a", "港")])
        versions.append((store.version(), WhooshStore(tmp_path / "index").version()))
        rmtree(tmp_path / "index")
    assert versions[0][0] == versions[0][1] != versions[1][0]


def test_what_is_held_counts_reports_that_live(store: Store) -> None:
    dated = [
        ("a", "2024-03-05", "甲"),
        ("b", "2024", "乙"),
        ("c", "2023-12", "乙"),
        ("d", "", ""),
        ("e", "1999", "甲"),
    ]
    store.update([report(name, "港口", date=date, source=source) for name, date, source in dated])
    store.update([report("f", "铁路", date="2024-03", source="丙")], remove=["e"])
    assert store.held("year") == (("2023", 1), ("2024", 3))
    assert store.held("month") == (("2023-12", 1), ("2024-03", 2))
    assert store.held("source") == (("乙", 2), ("丙", 1), ("甲", 1))


def test_a_literal_lies_within_one_block(store: Store) -> None:
    store.update(
        [report("a", "争先", "进位"), report("b", "在争先进位中"), report("c", "进位", title="争先")]
    )
    assert ids(store, '"争先进位"') == ["b"]
    assert set(ids(store, "争先 进位")) == {"a", "b", "c"}


def test_a_keyword_matches_literally_first_then_by_its_words(store: Store) -> None:
    store.update([report("words", "企业生产，不同的车间"), report("literal", "企业生产车间")])
    query = parse("企业生产车间")
    matches = store.search(query, limit=10)
    assert [(match.report.id, match.match) for match in matches.hits] == [
        ("literal", "literal"),
        ("words", "words"),
    ]
    assert [(count.matched, count.reports) for count in matches.terms] == [("literal", 2)]


def test_terms_tell_how_each_matched(store: Store) -> None:
    store.update([report("a", "企业生产，不同的车间")])
    counts = store.search(parse("企业生产车间 企业 没有"), limit=10).terms
    assert [(count.matched, count.reports) for count in counts] == [("words", 1), ("literal", 1), ("none", 0)]


def test_pages_are_pieces_of_one_order(store: Store) -> None:
    store.update([report(f"{n:02}", "港口" * (n % 3 + 1), date=f"2024-01-{n + 1:02}") for n in range(20)])
    for order in Order:
        whole = ids(store, "港口", order=order)
        pages = [store.search(parse("港口"), limit=7, offset=at, order=order).hits for at in (0, 7, 14, 21)]
        assert [match.report.id for page in pages for match in page] == whole
        assert len(set(whole)) == 20


def test_every_match_is_what_the_pages_hold_together(store: Store) -> None:
    store.update(
        [report(f"{n:02}", "港口，铁路" * (n % 3 + 1), date=f"2024-01-{n % 4 + 1:02}") for n in range(30)]
    )
    store.update([report("other", "铁路")], remove=["07"])
    for q in ("港口", "港口 铁路", "公路 铁路 港口", "没有"):
        for order in Order:
            pages = [store.search(parse(q), limit=7, offset=at, order=order) for at in range(0, 35, 7)]
            assert list(store.every(parse(q), order=order)) == [m for page in pages for m in page.hits]
            assert [page.rest for page in pages] == [
                max(0, len(list(store.every(parse(q)))) - at) for at in range(7, 42, 7)
            ]
    assert [m.match for m in store.every(parse("公路 铁路 港口"), classes=("literal", "words"))] == []


def test_normal_forms_are_those_of_every_match(store: Store) -> None:
    texts = ["港口", "港口，發展 ＡＩ\n模型", "第１期 港口", "𠮷野家在港口 1,260.58亿元", "铁路"]
    store.update(
        [report(str(n), text, title=f"港 口{n}", date=f"2024-01-{n + 1:02}") for n, text in enumerate(texts)]
    )
    for q in ("港口", "港口 发展 模型", "公路 铁路", "没有"):
        for order in Order:
            for classes in (), CLASSES[:1]:
                held = [match.report for match in store.every(parse(q), order=order, classes=classes)]
                forms = list(store.normal_forms(parse(q), order=order, classes=classes))
                assert [form.report() for form in forms] == held
                assert [form.blocks for form in forms] == [
                    tuple(fold(block.text) for block in one.blocks) for one in held
                ]


def test_every_match_is_of_one_commit(store: Store) -> None:
    store.update([report(f"{n:02}", "港口") for n in range(30)])
    matches = store.every(parse("港口"), order=Order.OLDEST)
    seen = [next(matches).report.id]
    forms = store.normal_forms(parse("港口"), order=Order.OLDEST)
    store.update([report("new", "港口"), report("05", "别的")], remove=["29"])
    seen += [match.report.id for match in matches]
    assert seen == [form.report().id for form in forms] == [f"{n:02}" for n in range(30)]


def test_behind_a_position_the_order_goes_on(store: Store) -> None:
    dated = [
        ("b", "2024-01-02"),
        ("a", "2024-01-02"),
        ("x", ""),
        ("y", ""),
        ("c", "2023"),
        ("d", "2024-01-03"),
    ]
    store.update([report(name, "港口", date=date) for name, date in dated])

    def behind(order: Order, *position: str) -> list[str]:
        matches = store.search(parse("港口"), limit=9, order=order, after=Position(*position), facets=FACETS)
        assert (matches.total, matches.facets["year"]) == (6, (("2023", 1), ("2024", 3)))
        return [match.report.id for match in matches.hits]

    assert behind(Order.NEWEST, "2024-01-02", "a") == ["b", "c", "x", "y"]
    assert behind(Order.OLDEST, "2024-01-02", "b") == ["d", "x", "y"]
    assert behind(Order.NEWEST, "2024", "no report any more") == ["c", "x", "y"]
    assert behind(Order.OLDEST, "", "x") == behind(Order.NEWEST, "", "x") == ["y"]
    assert behind(Order.NEWEST, "", "y") == []
    page = store.search(
        parse("港口"), limit=2, offset=1, order=Order.NEWEST, after=Position("2024-01-03", "d")
    )
    assert ([match.report.id for match in page.hits], page.rest) == (["b", "c"], 2)


def test_order_by_date_puts_the_unknown_last_and_breaks_ties_by_id(store: Store) -> None:
    dated = [("b", "2024-01-02"), ("a", "2024-01-02"), ("x", ""), ("c", "2023"), ("d", "2024-01-03")]
    store.update([report(name, "港口", date=date) for name, date in dated])
    assert ids(store, "港口", order=Order.NEWEST) == ["d", "a", "b", "c", "x"]
    assert ids(store, "港口", order=Order.OLDEST) == ["c", "a", "b", "d", "x"]
    assert ids(store, "港口") == ["d", "a", "b", "c", "x"]


def test_filters_and_facets_count_all_matches(store: Store) -> None:
    store.update(
        [
            report("a", "港口", date="2024-03-05", source="甲"),
            report("b", "港口", date="2024-03-06", source="乙"),
            report("c", "港口", date="2024-04", source="乙"),
            report("d", "港口"),
            report("e", "别的", date="2024-03-07", source="甲"),
        ]
    )
    matches = store.search(parse("港口"), limit=1, facets=FACETS)
    assert matches.total == 4
    assert matches.facets == {
        "year": (("2024", 3),),
        "month": (("2024-03", 2), ("2024-04", 1)),
        "source": (("乙", 2), ("甲", 1)),
    }
    assert ids(store, "港口", Filters(source="乙")) == ["c", "b"]
    assert ids(store, "港口", Filters(after="2024-03-06")) == ["c", "b"]
    assert ids(store, "港口", Filters(before="2024-03")) == ["b", "a"]


def test_either_and_without(store: Store) -> None:
    store.update([report("a", "港口"), report("b", "铁路"), report("c", "港口铁路"), report("d", "公路")])
    harbour, railway = parse("港口").root, parse("铁路").root

    def found(root: Node) -> set[str]:
        return {match.report.id for match in store.search(Query("", root), limit=10).hits}

    assert found(AnyOf((harbour, railway))) == {"a", "b", "c"}
    assert found(All((harbour, Not(railway)))) == {"a"}
    assert found(AnyOf((All((harbour, Not(railway))), All((railway, Not(harbour)))))) == {"a", "b"}
    assert found(All((AnyOf((harbour, railway)), railway))) == {"b", "c"}


@settings(deadline=None)
@given(
    commits=st.lists(
        st.tuples(st.lists(reports, max_size=5), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=3
    ),
    asked=st.lists(queries | composed, min_size=1, max_size=8),
    filters=st.builds(
        Filters, after=st.sampled_from(["", "2024"]), before=st.sampled_from(["", "2024-02"]), source=sources
    ),
    data=st.data(),
)
def test_the_whoosh_store_finds_what_a_scan_finds(
    commits: list[tuple[list[Report], list[str]]], asked: list[str], filters: Filters, data: st.DataObject
) -> None:
    scan = ScanStore()
    with tempfile.TemporaryDirectory() as folder:
        whoosh = WhooshStore(Path(folder))
        for added, removed in commits:
            for store in (scan, whoosh):
                store.update(added, removed)
        cut = [_piece(data, one) for added, _ in commits for one in added[:2]]
        for typed in (*asked, *cut, *(f"“{piece}”" for piece in cut)):
            try:
                query = parse(typed, filters)
            except AskedWrongly:
                continue
            classes = data.draw(st.sets(st.sampled_from(CLASSES)))
            assert _seen(whoosh, query, classes) == _seen(scan, query, classes)
            position = Position(data.draw(dates), data.draw(st.sampled_from("甲乙丙丁abc")))
            order = data.draw(st.sampled_from([Order.NEWEST, Order.OLDEST]))
            behind = [
                store.search(query, limit=2, offset=1, order=order, classes=classes, after=position)
                for store in (whoosh, scan)
            ]
            assert _told(behind[0]) == _told(behind[1])
        whoosh.close()


@settings(deadline=None, max_examples=25)
@given(
    commits=st.lists(
        st.tuples(st.lists(reports, max_size=4), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=6
    ),
    typed=st.sampled_from(["港", "的", "经开区 | 达到", "-港"]),
    order=st.sampled_from([Order.NEWEST, Order.OLDEST]),
    limit=st.integers(1, 3),
)
def test_pages_fit_together_whatever_is_committed_between_them(
    commits: list[tuple[list[Report], list[str]]], typed: str, order: Order, limit: int
) -> None:
    """A report that matches, and stays as it is, from the first page to the last is on just one of them."""
    query, strict = parse(typed), CLASSES[:2]
    with tempfile.TemporaryDirectory() as folder:
        for store in (ScanStore(), WhooshStore(Path(folder))):
            left = iter(commits)
            store.update(*next(left))
            stayed = {(m.report.id, m.report.digest) for m in store.every(query, classes=strict)}
            seen: list[tuple[str, str]] = []
            after, rest = None, 1
            while rest:
                page = store.search(query, limit=limit, order=order, classes=strict, after=after)
                seen += [(match.report.id, match.report.digest) for match in page.hits]
                rest = page.rest
                after = Position(page.hits[-1].report.date, page.hits[-1].report.id) if rest else None
                if commit := next(left, None):
                    store.update(*commit)
                    stayed &= {(m.report.id, m.report.digest) for m in store.every(query, classes=strict)}
            assert all(seen.count(one) == 1 for one in stayed)
            assert len(set(seen)) == len(seen)
            store.close()


def _piece(data: st.DataObject, held: Report) -> str:
    """A few neighbouring characters of a report: what a reader could look for with Ctrl-F."""
    text = data.draw(st.sampled_from(held.blocks)).text
    start = data.draw(st.integers(0, len(text)))
    return text[start : start + data.draw(st.integers(1, 6))]


def _seen(store: Store, query: Query, classes: set[Class]) -> tuple[object, ...]:
    """All that must not depend on the store: everything but the scores and their order."""
    matches = store.search(query, limit=1000, order=Order.NEWEST, facets=FACETS, classes=classes)
    assert len({match.report.id for match in (*matches.hits, *matches.apart)}) == len(
        matches.hits + matches.apart
    )
    assert matches.total in (len(matches.hits), 0)
    return _told(matches)


def _told(matches: Matches) -> tuple[object, ...]:
    hits, apart = ([(m.report, m.match, m.lacks) for m in page] for page in (matches.hits, matches.apart))
    rest = matches.total, dict(matches.totals), matches.terms, matches.rest, dict(matches.facets)
    return hits, apart, rest
