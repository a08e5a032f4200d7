"""The API on the wire: links from page to page, HEAD, compression, other sites' scripts, times, and files."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from backports import zstd
from flask import Flask, Response
from werkzeug.http import parse_options_header

from indexer import build, open_store
from webapp.app import create_app
from webapp.middleware import caching
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

SEARCH = "/api/v1/search?q=%E7%9A%84"
EXPORT = "/api/v1/export?q=%E7%9A%84"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of 25 reports of three days, and one of a day unknown."""
    folder = tmp_path_factory.mktemp("many")
    records = [
        {
            "id": f"r{n}/similar" if n == 3 else f"r{n}",
            "date": f"2024-03-0{n % 3 + 1}" if n else "",
            "title": f"港口{n}",
        }
        for n in range(26)
    ]
    lines = "".join(json.dumps({**one, "paragraphs": ["港口吞吐量增长。" * 4]}) + "\n" for one in records)
    (folder / "many.jsonl").write_text(lines, "utf-8")
    store = open_store(folder / "index")
    build(store, [folder / "many.jsonl"])
    store.close()
    return create_app(folder / "index").test_client()


def links(reply: TestResponse) -> dict[str, str]:
    """The addresses by their relation."""
    found = (re.fullmatch(r'<([^>]*)>; rel="([^"]+)"', one) for one in reply.headers.getlist("Link"))
    return {one[2]: one[1] for one in found if one}


def walked(client: FlaskClient, path: str | None, relation: str, of: str = "hits") -> Iterator[list[str]]:
    """The pages from there on, along the links."""
    while path:
        reply = client.get(path)
        yield [str(one["id"]) for one in reply.get_json()[of]]
        path = links(reply).get(relation)


@pytest.mark.parametrize(
    "order", ["sort=relevance", "sort=newest", "sort=newest&cursor=*", "sort=oldest&cursor=*"]
)
def test_next_leads_through_all_results_once(many: FlaskClient, order: str) -> None:
    pages = list(walked(many, f"/api/v1/search?q=港口&limit=7&{order}", "next"))
    assert [len(page) for page in pages] == [7, 7, 7, 5]
    assert len({one for page in pages for one in page}) == 26


def test_contexts_are_walked_likewise(many: FlaskClient) -> None:
    pages = list(walked(many, "/api/v1/contexts?q=港口&limit=50", "next", "lines"))
    assert [len(page) for page in pages] == [50, 50, 30]


def test_prev_leads_back_and_first_to_the_beginning(many: FlaskClient) -> None:
    pages = list(walked(many, "/api/v1/search?q=港口&limit=7&offset=14", "prev"))
    assert [len(page) for page in pages] == [7, 7, 7]
    given = links(many.get("/api/v1/search?q=港口&limit=7&offset=14&sort=oldest"))
    assert many.get(given["first"]).get_json()["offset"] == 0
    assert "sort=oldest" in given["first"]
    assert "prev" not in links(many.get(given["first"]))
    assert "next" not in links(many.get("/api/v1/search?q=港口&limit=30"))
    cursor = links(many.get("/api/v1/search?q=港口&limit=7&sort=oldest&cursor=*"))
    assert (
        many.get(cursor["first"]).get_json()["hits"]
        == many.get("/api/v1/search?q=港口&limit=7&sort=oldest").get_json()["hits"]
    )


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/search?limt=1", "/api/v1/reports/nobody", "/healthz"])
def test_every_answer_leads_to_what_describes_it(client: FlaskClient, path: str) -> None:
    given = links(client.get(path))
    assert client.get(given["service-desc"]).get_json()["openapi"]
    assert client.get(given["service-doc"]).status_code == 200


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("limt=3", "limit"), ("Q=x", "q"), ("passage=2", "passages"), ("date=2024", None), ("x=1", None)],
)
def test_an_unknown_parameter_is_told_the_nearest_known_one(
    client: FlaskClient, given: str, nearest: str | None
) -> None:
    detail = client.get(f"{SEARCH}&{given}").get_json()["detail"]
    meant = re.search("是不是 (.*?)？", detail)
    assert (meant and meant[1]) == nearest
    assert given.partition("=")[0] in detail
    assert "facets" in detail


@pytest.mark.parametrize(
    "path", ["/healthz?a=1", "/api/v1/reports/x?q=1", f"{SEARCH}&q=2", f"{EXPORT}&limit=3"]
)
def test_what_an_endpoint_does_not_take_is_a_400(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_a_long_name_or_value_is_cut_in_the_message(client: FlaskClient) -> None:
    assert len(client.get(f"{SEARCH}&{'x' * 9000}=1").get_json()["detail"]) < 200
    assert len(client.get(f"{SEARCH}&sort={'x' * 9000}").get_json()["detail"]) < 200


def test_only_a_trend_takes_several_questions(client: FlaskClient) -> None:
    lines = client.get("/api/v1/trend?q=港&q=经济&q=港").get_json()["lines"]
    assert [line["q"] for line in lines] == ["港", "经济", "港"]
    assert client.get("/api/v1/trend?q=港&by=month&by=year").status_code == 400
    assert client.get("/api/v1/contexts?q=港&q=经济").status_code == 400


def test_an_id_may_end_like_the_address_of_what_is_similar(many: FlaskClient) -> None:
    assert many.get("/api/v1/reports/r3%2Fsimilar").get_json()["title"] == "港口3"
    assert many.get("/api/v1/reports/r3/similar").get_json()["title"] == "港口3"
    assert many.get("/api/v1/reports/r3/similar/similar").get_json()["id"] == "r3/similar"
    assert many.get("/api/v1/reports/r4/similar").get_json()["id"] == "r4"
    assert "“r99”" in many.get("/api/v1/reports/r99/similar").get_json()["detail"]


PATHS = [
    SEARCH,
    "/api/v1/trend?q=a",
    EXPORT,
    "/healthz",
    "/api",
    "/openapi.json",
    "/",
    "/api/v1/search",
    "/nothing",
]


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_get_and_no_body(address: str, path: str) -> None:
    got, head = (over_the_wire(address, method, path) for method in ("GET", "HEAD"))
    assert head.pop("body") == b""
    assert got.pop("body")
    assert head == got


def over_the_wire(address: str, method: str, path: str) -> dict[str, object]:
    """Status, headers and body, without what differs from one moment to the next."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request(method, path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        headers = {name: value for name, value in response.getheaders() if name.lower() not in MOMENTARY}
        return {"status": response.status, "body": body, **headers}
    finally:
        connection.close()


MOMENTARY = ("date", "server-timing", "content-length", "transfer-encoding", "connection")
"""How long it took is written in the body, and has two digits or three."""

LARGE = [
    "/api/v1/search?q=%E7%9A%84&passages=20",
    "/?q=%E7%9A%84",
    "/openapi.json",
    EXPORT + "&passages=20",
    "/api",
]
DECODED = {"gzip": gzip.decompress, "zstd": zstd.decompress}


def steady(body: bytes) -> str:
    """Without how long it took."""
    return re.sub(r'"took_ms":[0-9.]+|[0-9.]+ (毫秒|ms)', "", body.decode())


@pytest.mark.parametrize("path", LARGE)
@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("gzip, deflate, br, zstd", "zstd"), ("gzip", "gzip"), ("gzip;q=1, zstd;q=0.5", "gzip"), ("br", None)],
)
def test_what_is_compressed_is_the_same(
    client: FlaskClient, path: str, accepted: str, sent: str | None
) -> None:
    plain = client.get(path, buffered=True)
    reply = client.get(path, buffered=True, headers={"Accept-Encoding": accepted})
    assert reply.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in reply.headers["Vary"]
    assert reply.headers["ETag"] == plain.headers["ETag"]
    body = DECODED[sent](reply.data) if sent else reply.data
    assert steady(body) == steady(plain.data)
    assert len(reply.data) < len(plain.data) or not sent


def test_what_is_small_is_sent_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize("accepted", ["gzip", "zstd"])
def test_a_stream_that_is_compressed_stays_a_stream(accepted: str) -> None:
    app, made = Flask(__name__), [0]

    def pieces() -> Iterator[str]:
        for made[0] in range(1, 1001):
            yield "".join(f"{n * made[0]:x}" for n in range(2000))

    caching.register_compression(app)
    app.add_url_rule("/", "stream", lambda: Response(pieces(), mimetype="text/csv"))
    with app.test_client().get("/", headers={"Accept-Encoding": accepted}, buffered=False) as reply:
        assert reply.headers["Content-Encoding"] == accepted
        assert "Content-Length" not in reply.headers
        # gzip sends ten bytes before there is anything to compress
        assert len(next(reply.response)) + len(next(reply.response)) > 1000  # type: ignore[call-overload]
        assert made[0] < 50


SITE = "https://example.org"


@pytest.fixture(scope="module")
def shared(index: Path) -> FlaskClient:
    """A client of an app whose answers a script of `SITE` may read."""
    return create_app(index, Settings(origins=(SITE,))).test_client()


def allowed(reply: TestResponse) -> str | None:
    return reply.headers.get("Access-Control-Allow-Origin")


@pytest.mark.parametrize("path", [SEARCH, EXPORT, "/openapi.json", "/api/v1/search"])
def test_a_site_that_is_named_may_read_the_api(client: FlaskClient, shared: FlaskClient, path: str) -> None:
    assert allowed(client.get(path, headers={"Origin": SITE})) is None
    reply = shared.get(path, headers={"Origin": SITE})
    assert allowed(reply) == SITE
    assert "Link" in reply.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in reply.headers
    for other in ("https://example.net", "https://example.org.net", "http://example.org", "null"):
        assert allowed(shared.get(path, headers={"Origin": other})) is None
    assert allowed(shared.get(path)) is None


@pytest.mark.parametrize("path", ["/", "/?q=a", "/healthz", "/metrics", "/api", "/openapi.jsonx"])
def test_no_site_may_read_anything_else(shared: FlaskClient, path: str) -> None:
    assert allowed(shared.get(path, headers={"Origin": SITE})) is None


def test_a_site_asks_first_whether_it_may_get(client: FlaskClient, shared: FlaskClient) -> None:
    asking = {"Origin": SITE, "Access-Control-Request-Headers": "authorization"}
    reply = shared.options(SEARCH, headers={**asking, "Access-Control-Request-Method": "GET"})
    assert allowed(reply) == SITE
    assert reply.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert reply.headers["Access-Control-Allow-Headers"] == "authorization"
    refused = shared.options(SEARCH, headers={**asking, "Access-Control-Request-Method": "DELETE"})
    assert "Access-Control-Allow-Methods" not in refused.headers
    assert allowed(client.options(SEARCH, headers={**asking, "Access-Control-Request-Method": "GET"})) is None


def test_server_timing_tells_the_search_and_the_whole(client: FlaskClient) -> None:
    reply = client.get(SEARCH)
    times = dict(re.findall(r"(\w+);dur=([0-9.]+)", ", ".join(reply.headers.getlist("Server-Timing"))))
    assert float(times["search"]) == reply.get_json()["took_ms"]
    assert float(times["search"]) <= float(times["total"])
    assert set(times) == {"search", "total"}


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/api/v1/export?q=港&format=csv", "text/csv", "检报 港 检索结果.csv"),
        ('/api/v1/export?q=a/b\n"c"&format=jsonl', "application/jsonl", "检报 a b c 检索结果.jsonl"),
        ("/api/v1/export?q=港&format=md", "text/markdown", "检报 港 检索结果.md"),
        ("/api/v1/export?q=港&format=bib", "application/x-bibtex", "检报 港 检索结果.bib"),
        ("/api/v1/export?q=港&format=", "text/csv", "检报 港 检索结果.csv"),
        ("/api/v1/trend?q=港&q=经济&format=csv", "text/csv", "检报 港 经济 趋势.csv"),
        ("/api/v1/trend?q=港&share=1&format=svg", "image/svg+xml", "检报 港 趋势.svg"),
        ("/api/v1/contexts?q=港&format=csv", "text/csv", "检报 港 上下文.csv"),
        ("/api/v1/collocates?q=港&format=csv", "text/csv", "检报 港 邻词.csv"),
        ("/api/v1/survey?q=港&format=csv", "text/csv", "检报 批量检索.csv"),
        (f"/api/v1/export?q={'港' * 99}&format=csv", "text/csv", f"检报 {'港' * 52} 检索结果.csv"),
    ],
)
def test_a_file_has_a_type_and_a_name_that_every_system_takes(
    client: FlaskClient, path: str, kind: str, name: str
) -> None:
    reply = client.get(path, buffered=True)
    assert reply.mimetype == kind
    disposition, options = parse_options_header(reply.headers["Content-Disposition"])
    assert (disposition, options["filename"]) == ("attachment", name)
    assert reply.headers["Content-Disposition"].isascii()


def test_an_export_has_every_hit_whatever_a_page_holds(many: FlaskClient) -> None:
    reply = many.get("/api/v1/export?q=港口&sort=newest&passages=1")
    assert "Content-Length" not in reply.headers
    rows = list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig"))))
    found = many.get("/api/v1/search?q=港口&sort=newest&limit=100").get_json()["hits"]
    assert [row["id"] for row in rows] == [hit["id"] for hit in found]
    lines = many.get("/api/v1/export?q=港口&sort=newest&format=jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == found


def test_an_export_has_no_deadline(index: Path) -> None:
    client = create_app(index, Settings(budget=-1)).test_client()
    assert client.get(SEARCH).status_code == 503
    assert client.get(EXPORT, buffered=True).status_code == 200


def test_a_search_that_takes_too_long_is_a_503_that_says_what_to_do(index: Path) -> None:
    client = create_app(index, Settings(budget=-1)).test_client()
    reply = client.get(SEARCH)
    assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
    assert "检索超过" in reply.get_json()["detail"]
    assert int(reply.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/nothing", "text/html,*/*;q=0.8", "text/html"),
        ("/nothing", "*/*", "text/html"),
        ("/nothing", "application/json", "application/problem+json"),
        ("/nothing", "application/problem+json", "application/problem+json"),
        ("/?q=", "application/json", "application/problem+json"),
        ("/api/v1/nothing", "text/html", "application/problem+json"),
        ("/openapi.json?", "text/html", "application/problem+json"),
        ("/readyz", "text/html", "application/problem+json"),
    ],
)
def test_programs_get_problems_and_people_pages(
    client: FlaskClient, path: str, accept: str, kind: str
) -> None:
    assert client.delete(path, headers={"Accept": accept}).mimetype == kind


@pytest.mark.parametrize(
    ("settings", "body", "status", "said"),
    [
        (Settings(keys=("a" * 20,)), b"", 401, "密钥"),
        (Settings(), b"x" * 100_000, 413, "太大"),
        (Settings(rate="0 per second"), b"", 429, "太频繁"),
    ],
)
def test_what_is_refused_is_told_what_to_do(
    index: Path, settings: Settings, body: bytes, status: int, said: str
) -> None:
    reply = create_app(index, settings).test_client().get(SEARCH, data=body)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert said in reply.get_json()["detail"]
