"""The contract of the seam, run over every store; and each real store held against the scan."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import open_store
from indexer.errors import AskedWrongly, IndexMissing, ReportNotFound
from indexer.query import All, AnyOf, Choice, Filters, Node, Not, Query, parse
from indexer.report import At, Block, Kind, Report
from indexer.store import (
    CLASSES,
    FACETS,
    STRICT,
    Class,
    Completion,
    Count,
    Entry,
    Match,
    Matches,
    Order,
    Page,
    Position,
    Reprints,
    Spelling,
    Spelt,
    Store,
    Values,
)
from indexer.text.fold import fingerprint, fold
from indexer.whoosh_store import WhooshStore
from tests.support.examples import costly
from tests.support.scan_store import ScanStore
from tests.support.stores import empty
from tests.support.strategies import choices as chosen
from tests.support.strategies import composed, dates, queries, reports

if TYPE_CHECKING:
    from tests.support.cluster import Places

STORES = ["whoosh", "scan", pytest.param("cluster", marks=pytest.mark.slow)]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = empty(request, tmp_path)
    yield opened
    opened.close()


def report(
    report_id: str, *paragraphs: str, title: str = "", date: str = "", source: str = "", place: str = ""
) -> Report:
    blocks = [Block(Kind.TITLE, title)] if title else []
    blocks += [Block(Kind.PARAGRAPH, text) for text in paragraphs]
    return Report(report_id, tuple(blocks), date=date, source=source, place=place)


def found(store: Store, query: Query | str, page: Page = Page(1000)) -> Matches:  # noqa: B008 (it is frozen)
    """A page of the newest commit."""
    with store.snapshot() as snapshot:
        return snapshot.search(parse(query) if isinstance(query, str) else query, page)


def ids(
    store: Store, typed: str, filters: Filters | None = None, order: Order = Order.RELEVANCE
) -> list[str]:
    """The reports that match, relaxed ones aside."""
    matches = found(store, parse(typed, filters), Page(1000, order=order, classes=STRICT))
    assert matches.total == len(matches.hits)
    return [match.id for match in matches.hits]


def entries(store: Store) -> dict[str, Entry]:
    """Those of all reports with an absolute place."""
    return {entry.id: entry for entry in store.snapshot().entries(["/"])}


def shown(match: Match) -> tuple[Report, Class, tuple[str, ...]]:
    """All of a match that must not depend on the store."""
    return match.report, match.match, match.lacks


# — commits —


def test_before_the_first_commit_nothing_answers(store: Store) -> None:
    assert store.version() == ""
    for ask in store.snapshot, store.stats, store.check:
        with pytest.raises(IndexMissing, match="jianbao index"):
            ask()


def test_an_empty_index_has_no_match(store: Store) -> None:
    store.update([])
    assert ids(store, "港") == []
    assert store.stats().reports == 0
    nothing: Values = {"year": (), "month": (), "source": (), "folder": ()}
    assert found(store, "港", Page(1, facets=FACETS)).facets == nothing
    with store.snapshot() as snapshot:
        assert snapshot.counts([parse("港")], FACETS) == (Count(0, nothing, nothing),)
        assert (snapshot.get(["a"]), snapshot.reprints(["a"])) == ((None,), (Reprints((), 0),))
        assert (snapshot.complete("港", 3), snapshot.values("year")) == ((), ())
        assert list(snapshot.entries(["/"])) == []
        assert snapshot.spell([Spelling(("港", "口"), 3)]) == ((),)
        assert list(snapshot.matches(parse("港"))) == []
        with pytest.raises(ReportNotFound):
            snapshot.similar("a", 3)


def test_what_is_added_is_held_whole(store: Store) -> None:
    held = Report(
        "甲/1",
        (Block(Kind.KICKER, "眉题"), Block(Kind.TITLE, "标题", At(page=1, level=1))),
        "2024-03",
        "报",
        ("崔",),
        "国发〔2024〕5号",
        "A03",
        "/p",
    )
    store.update([held])
    assert store.snapshot().get(["甲/1", "乙"]) == (held, None)
    text = fingerprint(["眉题标题"]).hex()
    assert entries(store) == {"甲/1": Entry("甲/1", "/p", held.digest, text, "2024-03", "报")}
    assert store.stats().characters == 4


def test_the_same_id_again_replaces(store: Store) -> None:
    store.update([report("a", "旧的文字")])
    store.update([report("a", "新的文字")])
    assert (ids(store, "旧的"), ids(store, "新的"), store.stats().reports) == ([], ["a"], 1)


def test_within_one_update_the_last_of_an_id_stays(store: Store) -> None:
    store.update([report("a", "旧的文字"), report("a", "新的文字")])
    assert (ids(store, "旧的"), ids(store, "新的"), store.stats().reports) == ([], ["a"], 1)


def test_what_is_removed_is_gone_and_the_rest_stays(store: Store) -> None:
    store.update([report("a", "港口", place="/a"), report("b", "港口", place="/b")])
    store.update([], remove=["a", "never there"])
    assert (ids(store, "港口"), store.stats().reports) == (["b"], 1)
    assert list(entries(store)) == ["b"]
    assert store.snapshot().get(["a"]) == (None,)
    with pytest.raises(ReportNotFound, match="a"):
        store.snapshot().similar("a", 3)


def test_reports_are_taken_before_the_store_is_locked_and_their_errors_pass(store: Store) -> None:
    store.update([report("a", "港口")])

    def reading() -> Iterator[Report]:
        yield report("b", "港口")
        store.update([report("c", "港口")])  # nobody is in the way
        raise OSError(5, "the disk of the reports")

    with pytest.raises(OSError, match="the disk of the reports"):
        store.update(reading())
    assert sorted(ids(store, "港口")) == ["a", "c"]


def test_an_update_tells_the_version_of_its_commit(store: Store) -> None:
    first = store.update([report("a", "港")])
    assert first == store.version() == store.snapshot().version
    assert store.update([report("b", "港")]) == store.version() != first


def test_a_snapshot_stays_what_it_is(store: Store) -> None:
    store.update([report(f"{n:02}", "港口", title="旧", date="2024-01-01", source="甲") for n in range(30)])
    query = parse("港口")
    with store.snapshot() as snapshot:
        matches = snapshot.matches(query, Order.OLDEST)
        seen = [next(matches).report.id]
        store.update([report("new", "港口", title="新", source="乙"), report("05", "别的")], remove=["29"])
        seen += [match.report.id for match in matches]
        assert seen == [f"{n:02}" for n in range(30)]
        assert snapshot.search(query, Page(0)).total == snapshot.counts([query])[0].total == 30
        assert snapshot.get(["29", "new"])[1] is None
        assert snapshot.values("source") == (("甲", 30),)
        assert snapshot.complete("新", 3) == ()
        assert snapshot.version != store.version()
    assert store.snapshot().values("source") == (("甲", 28), ("乙", 1))


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


def test_a_literal_lies_within_one_block(store: Store) -> None:
    store.update(
        [report("a", "争先", "进位"), report("b", "在争先进位中"), report("c", "进位", title="争先")]
    )
    assert ids(store, '"争先进位"') == ["b"]
    assert set(ids(store, "争先 进位")) == {"a", "b", "c"}


def test_order_by_date_puts_the_unknown_last_and_breaks_ties_by_id(store: Store) -> None:
    dated = [("b", "2024-01-02"), ("a", "2024-01-02"), ("x", ""), ("c", "2023"), ("d", "2024-01-03")]
    store.update([report(name, "港口", date=date) for name, date in dated])
    assert ids(store, "港口", order=Order.NEWEST) == ["d", "a", "b", "c", "x"]
    assert ids(store, "港口", order=Order.OLDEST) == ["c", "a", "b", "d", "x"]
    assert ids(store, "港口") == ["d", "a", "b", "c", "x"]


# — what matches —


def test_a_keyword_matches_literally_first_then_by_its_words(store: Store) -> None:
    store.update([report("words", "企业生产，不同的车间"), report("literal", "企业生产车间")])
    matches = found(store, "企业生产车间")
    assert [(match.id, match.match) for match in matches.hits] == [("literal", "literal"), ("words", "words")]
    assert [(count.matched, count.reports) for count in matches.terms] == [("literal", 2)]


def test_terms_tell_how_each_matched(store: Store) -> None:
    store.update([report("a", "企业生产，不同的车间")])
    counts = found(store, "企业生产车间 企业 没有").terms
    assert [(count.matched, count.reports) for count in counts] == [("words", 1), ("literal", 1), ("none", 0)]


def test_either_and_without(store: Store) -> None:
    store.update([report("a", "港口"), report("b", "铁路"), report("c", "港口铁路"), report("d", "公路")])
    harbour, railway = parse("港口").root, parse("铁路").root

    def matching(root: Node) -> set[str]:
        return {match.id for match in found(store, Query("", root)).hits}

    assert matching(AnyOf((harbour, railway))) == {"a", "b", "c"}
    assert matching(All((harbour, Not(railway)))) == {"a"}
    assert matching(AnyOf((All((harbour, Not(railway))), All((railway, Not(harbour)))))) == {"a", "b"}
    assert matching(All((AnyOf((harbour, railway)), railway))) == {"b", "c"}


def test_pages_are_pieces_of_one_order_and_matches_are_all_of_it(store: Store) -> None:
    store.update(
        [report(f"{n:02}", "港口，铁路" * (n % 3 + 1), date=f"2024-01-{n % 4 + 1:02}") for n in range(30)]
    )
    store.update([report("other", "铁路")], remove=["07"])
    for typed in ("港口", "港口 铁路", "公路 铁路 港口", "没有"):
        for order in Order:
            every = list(store.snapshot().matches(parse(typed), order))
            pages = [found(store, typed, Page(7, offset=at, order=order)) for at in range(0, 35, 7)]
            assert [shown(one) for one in every] == [shown(one) for page in pages for one in page.hits]
            assert [page.rest for page in pages] == [max(0, len(every) - at) for at in range(7, 42, 7)]
    assert list(store.snapshot().matches(parse("公路 铁路 港口"), classes=STRICT)) == []


def test_a_match_knows_its_normal_form(store: Store) -> None:
    texts = ["港口", "港口，發展 ＡＩ\n模型", "第１期 港口", "𠮷野家在港口 1,260.58亿元", "铁路"]
    store.update([report(str(n), text, title=f"港 口{n}") for n, text in enumerate(texts)])
    for typed in ("港口", "港口 发展 模型", "公路 铁路", "没有"):
        for match in store.snapshot().matches(parse(typed)):
            normal = match.report.normal
            assert match.normal.blocks == tuple(fold(block.text) for block in match.report.blocks)
            assert (match.normal.whole, match.normal.borders) == (normal.whole, normal.borders)
            assert list(match.normal.is_even) == list(normal.is_even)
            assert list(match.normal.is_title) == list(normal.is_title)
            assert match.known == match.report.known
            originals = [match.original(number) for number in range(len(normal.blocks))]
            assert originals == [block.text for block in match.report.blocks]
            assert match.id == match.report.id


def test_a_match_knows_where_its_blocks_stand(store: Store) -> None:
    ats = [At(), At(1, level=2), At(1), At(1), At(3, level=1), At(3), At(0, 2, 70_000), At(row=1), At()]
    kinds = [Kind.HEADING if at.level else Kind.PARAGRAPH for at in ats]
    blocks = tuple(Block(kind, f"港口{n}", at) for n, (kind, at) in enumerate(zip(kinds, ats, strict=True)))
    store.update(
        [Report("甲", blocks), Report("乙", (Block(Kind.HEADING, "港口"),)), Report("丙", blocks[5:])]
    )
    store.update([Report("丁", blocks[::-1])], ["丙"])
    held = {match.id: match for match in store.snapshot().matches(parse("港口"))}
    assert [held["甲"].at(n) for n in range(len(ats))] == ats
    assert [held["丁"].at(n) for n in range(len(ats))] == ats[::-1]
    assert (held["甲"].headings, held["丁"].headings, held["乙"].headings) == ([1, 4], [4, 7], [0])
    assert store.snapshot().get(["甲"])[0] == Report("甲", blocks)
    store.check()


def test_a_report_that_stands_elsewhere_in_its_file_is_another() -> None:
    here, there = (Report("甲", (Block(Kind.PARAGRAPH, "港口", at),)) for at in (At(1), At(2)))
    assert here.digest != there.digest


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
        matches = found(store, "港口", Page(9, order=order, after=Position(*position), facets=FACETS))
        assert (matches.total, matches.facets["year"]) == (6, (("2023", 1), ("2024", 3)))
        return [match.id for match in matches.hits]

    assert behind(Order.NEWEST, "2024-01-02", "a") == ["b", "c", "x", "y"]
    assert behind(Order.OLDEST, "2024-01-02", "b") == ["d", "x", "y"]
    assert behind(Order.NEWEST, "2024", "no report any more") == ["c", "x", "y"]
    assert behind(Order.OLDEST, "", "x") == behind(Order.NEWEST, "", "x") == ["y"]
    assert behind(Order.NEWEST, "", "y") == []
    page = found(store, "港口", Page(2, 1, Order.NEWEST, after=Position("2024-01-03", "d")))
    assert ([match.id for match in page.hits], page.rest) == (["b", "c"], 2)


# — how many —


def test_without_a_word_there_is_all_that_the_filters_admit(store: Store) -> None:
    store.update(
        [report("a", "港口", source="甲", date="2024"), report("b", "码头", source="乙"), report("c")]
    )
    assert ids(store, " ", Filters(source=Choice(("甲", "乙")))) == ["a", "b"]
    assert ids(store, "", Filters(source=Choice((), ("甲",)))) == ["b", "c"]
    assert parse("", Filters(after="2024")).read_as == ""
    with pytest.raises(AskedWrongly):
        parse("", Filters())


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
    matches = found(store, "港口", Page(1, facets=FACETS))
    assert matches.total == 4
    assert matches.facets == {
        "year": (("2024", 3),),
        "month": (("2024-03", 2), ("2024-04", 1)),
        "source": (("乙", 2), ("甲", 1)),
        "folder": (),
    }
    assert ids(store, "港口", Filters(source=Choice(("乙",)))) == ["c", "b"]
    assert ids(store, "港口", Filters(after="2024-03-06")) == ["c", "b"]
    assert ids(store, "港口", Filters(before="2024-03")) == ["b", "a"]


def test_what_is_chosen_of_a_facet_is_offered_with_what_else_there_is(store: Store) -> None:
    places = ["档案/2023", "档案/2024", "档案/2023/一季度", "档案2", ""]
    every = zip(["甲", "乙", "甲", "乙", ""], places, ["2023", "2024", "2023", "2024", ""], strict=True)
    texts = (Block(Kind.PARAGRAPH, "港口"),)
    reports = [
        Report(str(n), texts, date=date, source=source, folder=folder)
        for n, (source, folder, date) in enumerate(every)
    ]
    store.update(reports)
    assert ids(store, "港口", Filters(source=Choice(("甲", "乙")))) == ["1", "3", "0", "2"]
    assert ids(store, "港口", Filters(source=Choice((), ("甲",)))) == ["1", "3", "4"]
    assert ids(store, "港口", Filters(folder=Choice(("档案",)))) == ["1", "0", "2"]
    assert ids(store, "港口", Filters(folder=Choice(("档案",), ("档案/2023/一季度",)))) == ["1", "0"]
    assert ids(store, "港口", Filters(year=Choice(("2023",)))) == ["0", "2"]
    assert ids(store, "港口", Filters(year=Choice((), ("2023",)))) == ["1", "3", "4"]
    filters = Filters(source=Choice(("甲",)), year=Choice((), ("2024",)))
    with store.snapshot() as snapshot:
        matches = snapshot.search(parse("港口", filters), Page(10, facets=FACETS))
    assert matches.facets["source"] == (("甲", 2),)
    assert matches.facets["folder"] == (("档案/2023", 1), ("档案/2023/一季度", 1))
    assert matches.offers == {"source": (("甲", 2),), "year": (("2023", 2),)}


def test_what_was_indexed_last_comes_first(store: Store) -> None:
    days = {"a": ("2024", 30), "b": ("", 20), "c": ("2023", 30), "d": ("2022", 0)}
    texts = (Block(Kind.PARAGRAPH, "港口"),)
    store.update([Report(name, texts, date=date, indexed=at) for name, (date, at) in days.items()])
    with store.snapshot() as snapshot:
        held = snapshot.holdings(3)
        assert [match.id for match in held.latest] == ["a", "c", "b"]
        assert (held.reports, held.characters) == (4, 8)
        assert held.values == {"year": (("2022", 1), ("2023", 1), ("2024", 1)), "source": (), "folder": ()}
        found = snapshot.search(parse("港口"), Page(2, 1, order=Order.ADDED)).hits
    assert [(match.id, match.known.indexed) for match in found] == [("c", 30), ("b", 20)]


def test_every_year_is_a_year_and_a_year_is_no_month(store: Store) -> None:
    written = ["1900-01-01", "1999-12-31", "2000", "2000-01", "2001-10-01", "2010-10-10", "2100", ""]
    store.update([report(str(n), "港口", date=date) for n, date in enumerate(written)])
    years = (("1900", 1), ("1999", 1), ("2000", 2), ("2001", 1), ("2010", 1), ("2100", 1))
    months = (("1900-01", 1), ("1999-12", 1), ("2000-01", 1), ("2001-10", 1), ("2010-10", 1))
    with store.snapshot() as snapshot:
        assert (snapshot.values("year"), snapshot.values("month")) == (years, months)
        assert snapshot.search(parse("港口"), Page(0, facets=("year",))).facets == {"year": years}
        assert snapshot.counts([parse("港口")], ("month",))[0].facets == {"month": months}


def test_values_count_reports_that_live(store: Store) -> None:
    dated = [
        ("a", "2024-03-05", "甲"),
        ("b", "2024", "乙"),
        ("c", "2023-12", "乙"),
        ("d", "", ""),
        ("e", "1999", "甲"),
    ]
    store.update([report(name, "港口", date=date, source=source) for name, date, source in dated])
    store.update([report("f", "铁路", date="2024-03", source="丙")], remove=["e"])
    with store.snapshot() as snapshot:
        assert snapshot.values("year") == (("2023", 1), ("2024", 3))
        assert snapshot.values("month") == (("2023-12", 1), ("2024-03", 2))
        assert snapshot.values("source") == (("乙", 2), ("丙", 1), ("甲", 1))


def test_many_queries_are_counted_at_once_as_searches_count_them(store: Store) -> None:
    store.update(
        [report("a", "企业生产，不同的车间", date="2024"), report("b", "生产车间 AI", date="2023-05")]
    )
    asked = ["企业生产车间", "“生产”", "“a”", "“AI”", "-企业", "没有", "生产 after:2024", "title:生产"]
    queries = [*map(parse, asked), parse("“生产”", Filters(after="2024"))]
    with store.snapshot() as snapshot:
        pages = [snapshot.search(one, Page(0, facets=FACETS, classes=STRICT)) for one in queries]
        counted = snapshot.counts(queries, FACETS)
        assert [(one.total, one.facets) for one in counted] == [(one.total, one.facets) for one in pages]
        assert [one.total for one in snapshot.counts(queries)] == [1, 2, 0, 1, 1, 0, 1, 0, 1]


def test_counts_tell_how_much_text_and_from_when_to_when(store: Store) -> None:
    held = [("a", "港口", "2024", "甲"), ("b", "港口新区", "2023-05-04", "乙"), ("c", "港口" * 9, "", "甲")]
    store.update([report(name, text, date=date, source=source) for name, text, date, source in held])
    with store.snapshot() as snapshot:
        found, nothing = snapshot.counts([parse("港口"), parse("铁路")], FACETS)
        (unasked,) = snapshot.counts([parse("港口")])
    assert dict(found.characters["year"]) == {"2023": 4, "2024": 2}
    assert dict(found.characters["month"]) == {"2023-05": 4}
    assert found.characters["source"] == (("甲", 20), ("乙", 4))
    assert (found.first, found.last) == ("2023-05-04", "2024")
    assert (nothing.characters["year"], nothing.first, nothing.last) == ((), "", "")
    assert (unasked.characters, unasked.first) == ({}, "")


def test_several_queries_are_gone_through_at_once(store: Store) -> None:
    store.update([report("a", "港口", date="2024"), report("b", "港口铁路", date="2023")])
    with store.snapshot() as snapshot:
        each = snapshot.each([parse("港口"), parse("铁路"), parse("机场")], STRICT)
        assert [[match.id for match in its] for its in each] == [["a", "b"], ["b"], []]


# — one report and its like —


def test_reprints_begin_with_those_of_the_very_same_text(store: Store) -> None:
    text = "港口集团昨天宣布，新建的集装箱码头一期工程已经通过竣工验收，设计年吞吐量一百二十万标准箱。"
    store.update([report("a", text), report("c", text.replace("，", ",\n")), report("b", f"本报讯 {text}")])
    store.update([report("short", "图片新闻"), report("again", "圖片新聞"), report("none", "铁路通车")])
    with store.snapshot() as snapshot:
        found = snapshot.reprints(["a", "b", "short", "none", "nowhere"])
    assert found[0] == Reprints(("c", "b"), 1)
    assert (set(found[1].ids), found[1].same) == ({"a", "c"}, 0)
    assert found[2:] == (Reprints(("again",), 1), Reprints((), 0), Reprints((), 0))
    store.update([], ["c", "again"])
    assert store.snapshot().reprints(["a", "short"]) == (Reprints(("b",), 0), Reprints((), 0))


def test_of_two_short_reprints_either_is_one_of_the_other(store: Store) -> None:
    store.update([report("longer", "港口码头已经全部建成通车"), report("a", "港口码头已经全部建成")])
    store.update([report("b", "港口码头已经全部建成。")])
    with store.snapshot() as snapshot:
        found = snapshot.reprints(["longer", "a", "b"])
    assert [(set(one.ids), one.same) for one in found] == [
        ({"a", "b"}, 0),
        ({"b", "longer"}, 0),
        ({"a", "longer"}, 0),
    ]


def test_similar_reports_are_neither_the_report_nor_its_reprints(store: Store) -> None:
    text = "舟山港集装箱码头的岸桥由远程操控，货轮停泊时间缩短。"
    store.update([report("a", text), report("same", text), report("reprint", f"{text}完。")])
    store.update([report("near", "集装箱码头的岸桥与货轮"), report("far", "学校开学了，孩子们背着书包")])
    with store.snapshot() as snapshot:
        assert [match.id for match in snapshot.similar("a", 9)] == ["near"]
        assert snapshot.similar("a", 0) == ()


# — what is typed —


def test_what_is_typed_is_completed(store: Store) -> None:
    store.update(
        [
            Report(
                "a",
                (Block(Kind.TITLE, "经济新闻"), Block(Kind.PARAGRAPH, "经济")),
                "2024",
                "经济日报",
                ("经纬",),
            ),
            report("b", "经济，经验", title="经济新闻", date="2023", source="经济日报"),
        ]
    )
    with store.snapshot() as snapshot:
        assert snapshot.complete("经", 2) == (
            Completion("经济", "word", 2),
            Completion("经验", "word", 1),
            Completion("经济新闻", "title", 2, "a"),
            Completion("经济日报", "source", 2),
            Completion("经纬", "author", 1),
        )
        assert snapshot.complete("经", 0) == snapshot.complete("", 5) == snapshot.complete("龘", 5) == ()


def test_what_is_spelt_so_is_told_the_likeliest_first(store: Store) -> None:
    store.update([report("a", "北京"), report("b", "北京，镇江"), report("c", "背景")])
    sounding, nowhere = Spelling(("北背镇", "京景江"), 5), Spelling(("龘", "靐"), 5)
    with store.snapshot() as snapshot:
        beijing = Spelt("北京", 2, 2), Spelt("镇江", 1, 1), Spelt("背景", 1, 1)
        assert snapshot.spell([sounding, nowhere]) == (beijing, ())
        assert snapshot.spell([Spelling(sounding.choices, 1)]) == (beijing[:1],)
        assert snapshot.spell([]) == ()


def test_what_is_spelt_is_whole_words(store: Store) -> None:
    store.update([report("a", "研究领域的瓶颈问题"), report("b", "新能源汽车")])
    with store.snapshot() as snapshot:
        pieces = ["究领域", "瓶颈问", "域的", "能源汽"]
        assert snapshot.spell([Spelling(tuple(one), 3) for one in pieces]) == ((),) * 4
        words = ["研究领域", "瓶颈", "能源", "新能源汽车"]
        found = [Spelt(one, 1, 1) for one in words]
        assert snapshot.spell([Spelling(tuple(one), 3) for one in words]) == tuple((one,) for one in found)


def test_nothing_is_spelt_where_another_text_is_words(store: Store) -> None:
    store.update([report("a", "农业现代化，工业现代"), report("b", "农业现代化")])
    with store.snapshot() as snapshot:
        asked = [Spelling((*one, None), 1, unless=one) for one in ("农业现代", "工业现代")]
        assert snapshot.spell(asked) == ((Spelt("农业现代化", 2, 2),), ())


def test_a_choice_may_be_any_chinese_character(store: Store) -> None:
    store.update([report("a", "营商环境，经营环境"), report("b", "营商环境")])
    with store.snapshot() as snapshot:
        inside, before = Spelling(("营", None, "环", "境"), 3), Spelling((None, "营", "环", "境"), 3)
        assert snapshot.spell([inside, before]) == (
            (Spelt("营商环境", 2, 2),),
            (Spelt("经营环境", 1, 1),),
        )


def test_words_side_by_side_are_completed(store: Store) -> None:
    store.update(
        [report("a", "新能源汽车的"), report("b", "新能源汽车高质量发展"), report("c", "高质量发展")]
    )
    with store.snapshot() as snapshot:
        assert snapshot.complete("新能源", 5) == (
            Completion("新能源", "word", 2),
            Completion("新能源汽车", "word", 2),
        )
        assert snapshot.complete("高质", 5) == (
            Completion("高质", "word", 2),
            Completion("高质量", "word", 2),
            Completion("高质量发展", "word", 2),
        )


# — without their text —


def test_entries_are_found_by_place_and_by_text(store: Store) -> None:
    held = {"a": "/x/a.txt", "b": "/x/包.zip/b.txt", "c": "/x/包.zip/深/c.txt", "d": "/xy/d.txt", "e": "/x"}
    store.update([report(name, f"第{name}篇", place=place) for name, place in held.items()])
    store.update([report("f", "第 A 篇", place="/z/f.txt")], remove=["c"])

    def at(*places: str, text: str = "") -> set[str]:
        prints = [fingerprint([fold(text)]).hex()] if text else []
        found = list(store.snapshot().entries(places, prints))
        assert len(found) == len(set(found))
        return {entry.id for entry in found}

    assert at("/x") == at("/x", "/x/包.zip") == {"a", "b", "e"}
    assert at("/x/包.zip") == at("/x/包.zip/") == {"b"}
    assert (at("/x/a.txt"), at("/x/a"), at()) == ({"a"}, set(), set())
    assert at("/") == {"a", "b", "d", "e", "f"}
    assert at(text="第A篇") == at("/z", text="第a篇") == {"a", "f"}


# — every store against the scan —


commits_of_reports = st.lists(
    st.tuples(st.lists(reports, max_size=5), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=3
)
asking: dict[str, st.SearchStrategy[Any]] = {
    "commits": commits_of_reports,
    "asked": st.lists(queries | composed, min_size=1, max_size=8),
    "filters": st.builds(
        Filters,
        after=st.sampled_from(["", "2024"]),
        before=st.sampled_from(["", "2024-02"]),
        source=st.just(Choice()) | chosen,
        folder=st.just(Choice()) | chosen,
        year=st.just(Choice()) | st.sampled_from([Choice(("2024",)), Choice((), ("2023",))]),
    ),
    "data": st.data(),
}


@costly
@given(**asking)
def test_the_whoosh_store_finds_what_a_scan_finds(**drawn: Any) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(WhooshStore(Path(folder))) as whoosh:
        finds_what_a_scan_finds(whoosh, **drawn)


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(**asking)
def test_the_cluster_finds_what_a_scan_finds(places: Places, **drawn: Any) -> None:
    with places.fresh() as address, closing(open_store(address)) as cluster:
        finds_what_a_scan_finds(cluster, **drawn)


def finds_what_a_scan_finds(
    real: Store,
    commits: list[tuple[list[Report], list[str]]],
    asked: list[str],
    filters: Filters,
    data: st.DataObject,
) -> None:
    scan = ScanStore()
    for added, removed in commits:
        for store in (scan, real):
            store.update(added, removed)
    cut = [_piece(data, one) for added, _ in commits for one in added[:2]]
    for typed in (*asked, *cut, *(f"“{piece}”" for piece in cut)):
        try:
            query = parse(typed, filters)
        except AskedWrongly:
            continue
        classes = tuple(data.draw(st.sets(st.sampled_from(CLASSES))))
        assert _seen(real, query, classes) == _seen(scan, query, classes)
        position = Position(data.draw(dates), data.draw(st.sampled_from("甲乙丙丁abc")))
        order = data.draw(st.sampled_from([Order.NEWEST, Order.OLDEST]))
        page = Page(2, 1, order, FACETS, classes=classes, after=position)
        assert _told(found(real, query, page)) == _told(found(scan, query, page))
        counted = [store.snapshot().counts([query], FACETS) for store in (real, scan)]
        assert counted[0] == counted[1]


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
    query = parse(typed)
    with tempfile.TemporaryDirectory() as folder:
        for store in (ScanStore(), WhooshStore(Path(folder))):
            left = iter(commits)
            store.update(*next(left))
            stayed = _standing(store, query)
            seen: list[tuple[str, str]] = []
            after, rest = None, 1
            while rest:
                page = found(store, query, Page(limit, order=order, classes=STRICT, after=after))
                seen += [(match.report.id, match.report.digest) for match in page.hits]
                rest = page.rest
                after = Position(page.hits[-1].report.date, page.hits[-1].report.id) if rest else None
                if commit := next(left, None):
                    store.update(*commit)
                    stayed &= _standing(store, query)
            assert all(seen.count(one) == 1 for one in stayed)
            assert len(set(seen)) == len(seen)
            store.close()


def _piece(data: st.DataObject, held: Report) -> str:
    """A few neighbouring characters of a report: what a reader could look for with Ctrl-F."""
    text = data.draw(st.sampled_from(held.blocks)).text
    start = data.draw(st.integers(0, len(text)))
    return text[start : start + data.draw(st.integers(1, 6))]


def _standing(store: Store, query: Query) -> set[tuple[str, str]]:
    return {(one.id, one.report.digest) for one in store.snapshot().matches(query, classes=STRICT)}


def _seen(store: Store, query: Query, classes: tuple[Class, ...]) -> tuple[object, ...]:
    """All that must not depend on the store: everything but the scores and their order."""
    matches = found(store, query, Page(1000, order=Order.NEWEST, facets=FACETS, classes=classes))
    both = matches.hits + matches.apart
    assert len({match.id for match in both}) == len(both)
    assert matches.total in (len(matches.hits), 0)
    return _told(matches)


def _told(matches: Matches) -> tuple[object, ...]:
    hits, apart = ([shown(match) for match in page] for page in (matches.hits, matches.apart))
    rest = matches.total, dict(matches.totals), matches.terms, matches.rest
    return hits, apart, rest, dict(matches.facets), dict(matches.offers)


knowing: dict[str, st.SearchStrategy[Any]] = {
    "commits": commits_of_reports,
    "typed": st.text("经济开区港口发展镇江", min_size=1, max_size=2)
    | st.sampled_from(["a", "2", "日报", "琪"]),
    "choices": st.lists(st.text("经开区港口下达到的一后", min_size=1, max_size=3), min_size=1, max_size=3),
    "most": st.integers(0, 3),
}


@settings(deadline=None, max_examples=50)
@given(**knowing)
def test_the_whoosh_store_knows_of_reports_and_words_what_a_scan_does(**drawn: Any) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(WhooshStore(Path(folder))) as whoosh:
        knows_what_a_scan_knows(whoosh, **drawn)


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(**knowing)
def test_the_cluster_knows_of_reports_and_words_what_a_scan_does(places: Places, **drawn: Any) -> None:
    with places.fresh() as address, closing(open_store(address)) as cluster:
        knows_what_a_scan_knows(cluster, **drawn)


def knows_what_a_scan_knows(
    real: Store, commits: list[tuple[list[Report], list[str]]], typed: str, choices: list[str], most: int
) -> None:
    scan = ScanStore()
    for added, removed in commits:
        for store in (scan, real):
            store.update(added, removed)
    one, other = real.snapshot(), scan.snapshot()
    held = list(other.held)
    assert one.reprints(held) == other.reprints(held)
    assert one.complete(typed, most) == other.complete(typed, most)
    spelling = [Spelling(tuple(choices), 50)]
    assert one.spell(spelling) == other.spell(spelling)
    assert one.get([*held, "nowhere"]) == other.get([*held, "nowhere"])
    prints = [entry.fingerprint for entry in other.entries(["memory"])][:2]
    assert sorted(one.entries(["memory"])) == sorted(other.entries(["memory"]))
    assert sorted(one.entries([], prints)) == sorted(other.entries([], prints))
    for facet in FACETS:
        assert one.values(facet) == other.values(facet)
