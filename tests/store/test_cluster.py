"""The store in a cluster: addresses, secrets, the rule of whole words in its terms, commits, and failures."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import certifi
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer import open_store
from indexer.deadline import deadline
from indexer.errors import AskedWrongly, IndexBusy, IndexMissing, IndexUnusable, OutOfTime
from indexer.opensearch_store import commits, connection
from indexer.opensearch_store.address import Address, Secrets
from indexer.opensearch_store.client import Client
from indexer.opensearch_store.commits import Commit, Commits, Lease
from indexer.opensearch_store.documents import document, name_of
from indexer.opensearch_store.mapping import KEPT, VERSION, index_body
from indexer.opensearch_store.units import UNMARKED, Way, coded, marks, open_ways, ways
from indexer.query import parse
from indexer.ranking.resemblance import MOST_REPRINTS
from indexer.report import Block, Kind, Report
from indexer.store import FACETS, STRICT, Page, Reprints, Spelling, Store
from indexer.text.fold import fold
from indexer.text.sentences import sentences
from tests.support.scan_store import stands_in
from tests.support.strategies import pieces

if TYPE_CHECKING:
    from tests.cluster.nodes import Cluster


def report(report_id: str, text: str) -> Report:
    return Report(report_id, (Block(Kind.PARAGRAPH, text),), source="港报")


# — addresses and secrets —


def test_an_address_names_machines_and_an_index() -> None:
    one = Address.read("opensearch+https://a.example:9243,b.example,[::1]:9200/reports-2")
    assert one.hosts == ("https://a.example:9243", "https://b.example:9200", "https://[::1]:9200")
    assert one.name == "reports-2"
    assert str(one) == "opensearch+https://a.example:9243,b.example:9200,[::1]:9200/reports-2"
    assert Address.read(str(one)) == one


NO_ADDRESSES = """opensearch+http:// opensearch+http://a opensearch+http:///x opensearch+http://a/X http://a/x
opensearch+http://a:b/x opensearch+http://a,/x opensearch+http://a/x/y opensearch+http://[::1/x
opensearch+http://a/_x opensearch+ftp://a/x"""


@pytest.mark.parametrize("address", NO_ADDRESSES.split())
def test_an_address_that_is_none_says_how_to_write_one(address: str) -> None:
    with pytest.raises(AskedWrongly, match="opensearch"):
        open_store(address)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(AskedWrongly, match="JIANBAO_CLUSTER_PASSWORD") as told:
        open_store("opensearch+https://reader:geheim@a.example/x")
    assert "geheim" not in str(told.value)


def test_secrets_come_from_the_environment_alone(tmp_path: Path) -> None:
    authority = certifi.where()
    given = {"USER": "甲", "PASSWORD": "乙", "CA": authority}
    found = Secrets.of({f"JIANBAO_CLUSTER_{name}": value for name, value in given.items()})
    assert (found.user, found.password, found.token, found.authority) == ("甲", "乙", "", authority)
    assert "乙" not in repr(found)
    for wrong in {"USER": "甲"}, {**given, "TOKEN": "c"}, {"TOKEN": "丙"}, {"CA": str(tmp_path / "none")}:
        with pytest.raises(AskedWrongly, match="JIANBAO_CLUSTER"):
            Secrets.of({f"JIANBAO_CLUSTER_{name}": value for name, value in wrong.items()})


def test_without_the_package_it_is_said_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("indexer.opensearch_store")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(AskedWrongly, match=r"jianbao\[cluster\]"):
        open_store("opensearch+http://a/x")


def test_how_many_shards_there_are_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANBAO_CLUSTER_SHARDS", "6")
    monkeypatch.setenv("JIANBAO_CLUSTER_REPLICAS", "0")
    settings = index_body()["settings"]["index"]
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == (6, 0)
    monkeypatch.delenv("JIANBAO_CLUSTER_SHARDS")
    assert index_body()["settings"]["index"]["number_of_shards"] == 1
    monkeypatch.setenv("JIANBAO_CLUSTER_SHARDS", "0")
    with pytest.raises(AskedWrongly, match="JIANBAO_CLUSTER_SHARDS"):
        index_body()


# — units —

texts = st.text("a1.ß中。!é 5#", max_size=12).map(fold)


def side_by_side(text: Way, way: Way) -> bool:
    return any(text[at : at + len(way)] == way for at in range(len(text)))


def _units(text: str) -> Way:
    found: list[str] = []
    for char in coded(text):
        if char in "\x01\x02\x03":
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


@given(texts, texts.filter(bool), st.data())
@example("5.18", ".18", None)
@example("x.18", ".18", None)
@example("5.", "5.", None)
def test_a_literal_stands_where_its_units_do(text: str, literal: str, data: st.DataObject | None) -> None:
    if text and data and data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(text) - 1))
        literal = text[start : start + 3]
    held = _units(text)
    assert any(side_by_side(held, way) for way in ways(literal)) == stands_in(text, literal)
    assert any(side_by_side(held, way) for way in open_ways(literal, left=True, right=True)) == (
        literal in text
    )


@given(pieces.map(fold))
def test_marks_stand_where_sentences_and_blocks_begin_and_end(text: str) -> None:
    found, at = marks(text), 0
    assert len(found) == len(text)
    for sentence in sentences(text):
        last = at + len(sentence) - 1
        assert (ord(found[at]) - ord("a")) & 1
        assert (ord(found[last]) - ord("a")) & 2
        assert set(found[at + 1 : last]) <= {UNMARKED}
        at = last + 1
    if text:
        assert (ord(found[0]) - ord("a")) & 4
        assert (ord(found[-1]) - ord("a")) & 8


# — commits —


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with closing(open_store(place)) as opened:
        yield opened


def total(store: Store, typed: str = "港口") -> int:
    return store.snapshot().search(parse(typed), Page(0)).total


def parts_of(place: str) -> tuple[Client, Commits]:
    address = Address.read(place)
    client = Client(address, Secrets())
    return client, Commits(client, place, address.name)


@pytest.mark.slow
def test_what_a_broken_off_writer_left_is_never_seen_and_swept_by_the_next(store: Store, place: str) -> None:
    store.update([report("a", "港口")])

    def breaking() -> Iterator[Report]:
        yield report("b", "港口")
        yield report("a", "铁路")

    client, held = parts_of(place)
    with closing(client):
        lease = Lease(client, held.index, place)
        lease.take()
        written = [(name_of(lease.attempt, one.id), document(one, lease.attempt)) for one in breaking()]
        client.add(held.reports, written)
        client.refresh(held.reports)
        lease.give_back()
        assert (total(store), total(store, "铁路")) == (1, 0)
        store.update([report("c", "港口")])
        assert (total(store), total(store, "铁路")) == (2, 0)
        # It comes back, and writes on under its number, which has been left out since.
        client.add(held.reports, written)
        client.refresh(held.reports)
        assert (total(store), total(store, "铁路"), store.stats().reports) == (2, 0, 2)
        store.check()


@pytest.mark.slow
def test_two_writers_take_turns_and_one_that_lost_its_turn_commits_nothing(
    store: Store, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.update([report("a", "港口")])
    client, held = parts_of(place)
    monkeypatch.setattr(commits, "WAITING_SECONDS", 0.3)
    with closing(client), held.lease() as lease:
        with pytest.raises(IndexBusy):
            store.update([report("b", "港口")])
        monkeypatch.setattr(commits, "RENEWAL_SECONDS", 0.0)
        client.put(held.index, "lease", {"attempt": lease.attempt, "owner": "another", "until": 0.0})
        with pytest.raises(IndexBusy):
            lease.renew()
    assert total(store) == 1
    store.update([report("b", "港口")])
    assert total(store) == 2


@pytest.mark.slow
def test_a_commit_upon_an_old_one_is_refused(store: Store, place: str) -> None:
    store.update([report("a", "港口")])
    client, held = parts_of(place)
    with closing(client):
        before, seen = held.seen()
        store.update([report("b", "港口")])
        with pytest.raises(IndexBusy):
            held.publish(before, set(), seen)
    assert total(store) == 2


@pytest.mark.slow
def test_the_dead_are_swept_once_nobody_asks_for_them(
    store: Store, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.update([report("a", "港口"), report("b", "港口")])
    old = store.snapshot()
    store.update([report("a", "港口的铁路")], ["b"])
    assert old.search(parse("港口"), Page(0)).total == 2
    monkeypatch.setattr(commits, "GRACE_SECONDS", 0.0)
    for n in range(3):
        store.update([report("c", f"第{n}座港口")])
    client, held = parts_of(place)
    with closing(client):
        everything = client.search(held.reports, {"query": {"match_all": {}}, "size": 0})
    assert everything["hits"]["total"]["value"] <= 3  # two that count, and what the last commit replaced
    assert total(store) == 2
    store.check()
    old._session._fresh_until = 0.0  # type: ignore[attr-defined]
    with pytest.raises(IndexUnusable, match="重新检索"):
        old.search(parse("港口"), Page(0))


@pytest.mark.slow
def test_an_index_of_another_format_says_so(store: Store, place: str) -> None:
    store.update([report("a", "港口")])
    client, held = parts_of(place)
    with closing(client):
        _, seen = held.seen()
        client.put(held.index, "commit", {**seen["_source"], "format": 0})
    with pytest.raises(IndexUnusable, match=r"另一版本的格式.*jianbao index"):
        store.snapshot()


@pytest.mark.slow
def test_what_is_written_to_an_index_that_is_gone_does_not_make_it_anew(cluster: Cluster) -> None:
    """The cluster would, with fields as it guesses them."""
    place = f"{cluster.address}gone"
    with closing(open_store(place)) as store:
        store.update([report("a", "港口")])
    client, held = parts_of(place)
    with closing(client):
        _, seen = held.seen()
        for index in held.reports, held.index:
            cluster.ask("DELETE", f"/{index}")
        with pytest.raises(IndexMissing):
            client.add(held.reports, [("b", document(report("b", "港口"), 1))])
        with pytest.raises(IndexMissing):
            client.put(held.index, "lease", {})
        with pytest.raises(IndexMissing):
            held.publish(Commit(), set(), seen)
        assert not client.exists(held.reports)
    assert not [one for one in cluster.ask("GET", "/_aliases") if one.startswith("gone-")]


@pytest.mark.slow
def test_an_index_of_that_name_that_another_program_made_is_not_written_to(cluster: Cluster) -> None:
    cluster.ask("PUT", "/alien-reports/_doc/1", {"text": "港口"})
    with (
        closing(open_store(f"{cluster.address}alien")) as store,
        pytest.raises(IndexUnusable, match="另一版本"),
    ):
        store.update([report("a", "港口")])
    for index in "alien-reports", "alien-commits":
        cluster.ask("DELETE", f"/{index}")


# — questions —


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[dict[str, Any]]]:
    """The searches that the cluster is asked, those at once side by side."""
    noted: list[list[dict[str, Any]]] = []
    answers = Client.searches

    def searches(client: Client, index: str, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        noted.extend([[*bodies]] if bodies else [])
        return answers(client, index, bodies)

    monkeypatch.setattr(Client, "searches", searches)
    return noted


@pytest.mark.slow
def test_a_page_is_brought_by_few_searches(store: Store, asked: list[list[dict[str, Any]]]) -> None:
    store.update([report("a", "港口吞吐量。"), report("b", "港口的吞吐量。"), report("c", "铁路。")])
    asked.clear()
    with store.snapshot() as snapshot:
        found = snapshot.search(parse("港口 吞吐量"), Page(1, facets=FACETS, classes=STRICT))
        snapshot.reprints([one.id for one in found.hits])
    assert (found.total, found.facets["source"]) == (2, (("港报", 2),))
    told = "all counts in one, the page with its facets in one, all reprints in one"
    assert [*map(len, asked)] == [1, 1, 1], told


@pytest.mark.slow
def test_of_a_hit_the_cluster_is_not_asked_what_is_known(
    store: Store, asked: list[list[dict[str, Any]]]
) -> None:
    """Neither its class, where all are of one, nor how often it has what no report has."""
    store.update([report("a", "港口吞吐量。"), report("b", "铁路。")])
    asked.clear()
    with store.snapshot() as snapshot:
        found = snapshot.search(parse("港口｜火星"), Page(1, classes=("literal",)))
    assert [(one.id, one.match) for one in found.hits] == [("a", "literal")]
    query, _, scored = json.dumps(asked[-1], ensure_ascii=False).rpartition("params")
    assert "_name" not in query
    assert '"港口"' in scored
    assert "火星" not in scored


@pytest.mark.slow
def test_whether_a_word_is_right_is_counted_and_no_report_read(
    store: Store, asked: list[list[dict[str, Any]]]
) -> None:
    store.update([report("a", "港口吞吐量。"), report("b", "港口城市。")])
    asked.clear()
    with store.snapshot() as snapshot:
        assert snapshot.spell([Spelling(("港", "口", None), 3, unless="港口")]) == ((),)
    read = [body for bodies in asked for body in bodies if body["size"]]
    assert all("match_none" in json.dumps(body["query"]) for body in read)


@pytest.mark.slow
def test_a_report_that_shows_several_spellings_is_read_once(
    store: Store, asked: list[list[dict[str, Any]]]
) -> None:
    store.update([report("a", "港口吞吐量。"), report("b", "港口城市。")])
    asked.clear()
    with store.snapshot() as snapshot:
        found = snapshot.spell([Spelling(("港", None), 3), Spelling((None, "口"), 3)])
    assert [[one.text for one in some] for some in found] == [["港口"]] * 2
    read = [body for bodies in asked for body in bodies if KEPT in body.get("docvalue_fields", ())]
    assert [body["size"] for body in read] == [2]


@pytest.mark.slow
def test_one_machine_is_asked_as_long_as_it_answers() -> None:
    asked: list[int] = []

    def noting(number: int) -> Answer:
        def answer(path: str) -> tuple[int, Any]:
            asked.append(number)
            return 200, COMMIT

        return answer

    with answering(noting(1)) as first, answering(noting(2)) as second:
        machines = [one.partition("://")[2].partition("/")[0] for one in (first, second)]
        with closing(open_store(f"opensearch+http://{','.join(machines)}/x")) as store:
            for _ in range(4):
                store.version()
    assert len(asked) > 4
    assert len(set(asked)) == 1


@pytest.mark.slow
def test_of_a_crowd_of_reprints_those_are_told_that_come_first(store: Store) -> None:
    crowd = [f"r{number:02}" for number in range(MOST_REPRINTS + 3)]
    store.update([report(one, "港口吞吐量又创了新高。") for one in crowd] + [report("x", "铁路建成通车了。")])
    with store.snapshot() as snapshot:
        last, alone = snapshot.reprints([crowd[-1], "x"])
    assert last == Reprints(tuple(crowd[:MOST_REPRINTS]), MOST_REPRINTS)
    assert alone == Reprints((), 0)


# — failures —

Answer = Callable[[str], tuple[int, Any]]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A machine that answers as it is told, given the path; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, told = answer(self.path)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_any  # noqa: N815 (the names are the library's)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"opensearch+http://127.0.0.1:{server.server_port}/x"
        server.shutdown()


COMMIT = {
    "found": True,
    "_seq_no": 1,
    "_primary_term": 1,
    "_source": {
        "index": "i",
        "format": VERSION,
        "generation": 1,
        "aborted": [],
        "dead": 0,
        "reports": 1,
        "sums": dict.fromkeys(commits.COUNTED, 1),
        "recent": [[1, 0.0]],
    },
}
_FOUND = {"hits": {"total": {"value": 1}, "hits": []}, "_shards": {"failed": 0}, "timed_out": False}


def searching(found: dict[str, Any]) -> Answer:
    return lambda path: (200, {"responses": [found] * 4} if "_msearch" in path else COMMIT)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda path: (401, {"error": "no"}), "不接受这个用户"),
        (
            lambda path: (403, {"error": {"type": "cluster_block_exception: FORBIDDEN/12/index read-only"}}),
            "已满",
        ),
        (lambda path: (503, {"error": "no cluster manager"}), "不完整"),
        (lambda path: (400, {"error": {"type": "odd_exception"}}), "odd_exception"),
        (searching({**_FOUND, "timed_out": True}), "限定的时间"),
        (searching({**_FOUND, "_shards": {"failed": 1, "failures": ["node left"]}}), "不完整"),
        (searching({"error": {"reason": "all shards failed"}, "status": 503}), "不完整"),
    ],
    ids=["user", "full", "no manager", "unforeseen", "late", "part", "red"],
)
def test_every_failure_has_its_sentence(answer: Answer, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.2)
    with (
        answering(answer) as address,
        closing(open_store(address)) as store,
        pytest.raises(IndexUnusable, match=told),
    ):
        total(store, "“港口”")


@pytest.mark.slow
def test_an_answer_that_is_late_is_no_smaller_answer() -> None:
    late = searching({**_FOUND, "timed_out": True})
    with (
        answering(late) as address,
        closing(open_store(address)) as store,
        deadline(5),
        pytest.raises(OutOfTime),
    ):
        total(store, "“港口”")


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_told_after_some_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.2)
    with answering(lambda path: (200, {})) as address:
        pass
    with closing(open_store(address)) as store, pytest.raises(IndexUnusable, match="连接不上"):
        store.version()
    with (
        closing(open_store(address)) as store,
        deadline(0.05),
        pytest.raises(IndexUnusable, match="连接不上"),
    ):
        store.version()


@pytest.mark.slow
def test_where_a_machine_hangs_another_is_asked_and_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    gone = Event()

    def hanging(path: str) -> tuple[int, Any]:
        asked.append(path)
        gone.wait(5)
        return 200, COMMIT

    monkeypatch.setattr(connection, "HUNG_SECONDS", 0.1)
    monkeypatch.setattr(random, "shuffle", lambda machines: None)  # else either may be the first
    with answering(hanging) as hung, answering(lambda path: (200, COMMIT)) as well:
        both = hung.removesuffix("/x") + "," + well.partition("://")[2]
        with closing(open_store(both)) as store, deadline(4):
            assert [store.version() for _ in range(6)] == ["i-1"] * 6
        gone.set()
    assert len(asked) == 1


@pytest.mark.slow
def test_an_old_program_is_refused_before_anything_is_written() -> None:
    def old(path: str) -> tuple[int, Any]:
        return (200, {"version": {"number": "2.9.0"}}) if path == "/" else (404, {"found": False})

    with answering(old) as address, closing(open_store(address)) as store:
        assert store.version() == ""
        with pytest.raises(IndexMissing, match="jianbao index"):
            store.snapshot()
        with pytest.raises(IndexUnusable, match=r"2\.9\.0.*升级"):
            store.update([])
