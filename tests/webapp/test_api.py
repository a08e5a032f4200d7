"""The API over a real server: its answers, its problems, and that literals are found and marked."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from indexer import AskedWrongly
from webapp.server import serve

if TYPE_CHECKING:
    from tests.conftest import Ask, Indexed, Reply, Serving


def search_path(q: str, **others: object) -> str:
    """The address of a search."""
    return "/api/v1/search?q=" + quote(q, safe="") + "".join(f"&{key}={others[key]}" for key in others)


def marked(one: dict[str, Any]) -> list[str]:
    """What is marked, without the white space that does not count."""
    return ["".join(one["text"][start:end].split()) for start, end in one["marks"]]


def pieces(answer: Any) -> Iterator[dict[str, Any]]:
    """Every marked text of an answer: titles and passages."""
    for hit in answer["hits"]:
        yield hit["title"]
        yield from hit["passages"]


def problem(reply: Reply, status: int) -> str:
    """Checks that this is a problem document of RFC 9457; returns its sentence."""
    assert reply.status == status
    assert reply.headers["Content-Type"] == "application/problem+json"
    document = reply.json
    assert set(document) == {"type", "title", "status", "detail", "instance"}
    assert document["type"] == "about:blank"
    assert document["status"] == status
    assert "Traceback" not in reply.text
    return str(document["detail"])


@pytest.mark.parametrize("keyword", ["下达到", "“争先进位”", "港", "30亿元", "5.18"])
def test_a_literal_is_found_and_marked(ask: Ask, keyword: str) -> None:
    for typed in (keyword, f'"{keyword.strip("“”")}"'):
        answer = ask(search_path(typed)).json
        assert answer["total"] >= 1
        assert answer["query"]["terms"][0]["matched"] == "literal"
        assert answer["query"]["terms"][0]["reports"] == answer["total"]
        assert {text for one in pieces(answer) for text in marked(one)} == {keyword.strip("“”")}
        assert all(hit["match"] == "literal" for hit in answer["hits"])


def test_full_width_digits_find_half_width_ones(ask: Ask) -> None:
    answer = ask(search_path("３０亿元")).json
    assert {text for one in pieces(answer) for text in marked(one)} == {"30亿元"}


def test_a_number_is_not_marked_inside_another(ask: Ask) -> None:
    for one in pieces(ask(search_path("10", passages=20)).json):
        for start, end in one["marks"]:
            assert one["text"][start:end] == "10"
            assert not one["text"][:start][-1:].isdigit()
            assert not one["text"][end:][:1].isdigit()
    assert ask(search_path('"0亿"')).json["total"] == 0


def test_a_passage_stands_where_it_says(ask: Ask) -> None:
    for hit in ask(search_path("项目 企业", passages=20)).json["hits"]:
        report = ask(f"/api/v1/reports/{quote(hit['id'], safe='')}").json
        paragraphs = [block["text"] for block in report["blocks"] if block["kind"] != "title"]
        assert len(paragraphs) == hit["paragraphs"]
        for passage in hit["passages"]:
            assert paragraphs[passage["paragraph"] - 1].startswith(passage["text"], passage["start"])


def test_the_answer_has_the_keys_that_are_promised(ask: Ask) -> None:
    reply = ask(search_path("下达到", facets="month,source"))
    answer = reply.json
    assert reply.headers["Content-Type"] == "application/json"
    assert "下达到" in reply.text  # readable, not \\u escapes
    assert {"query", "total", "took_ms", "offset", "limit", "next", "hits", "facets"} <= set(answer)
    assert {"q", "read_as", "terms", "relaxed", "did_you_mean"} <= set(answer["query"])
    assert set(answer["facets"]) == {"month", "source"}
    hit = {
        "id",
        "title",
        "date",
        "source",
        "authors",
        "url",
        "score",
        "match",
        "occurrences",
        "paragraphs",
        "passages",
    }
    assert hit <= set(answer["hits"][0])
    assert {"paragraph", "start", "text", "marks"} <= set(answer["hits"][0]["passages"][0])


def test_next_leads_through_all_hits_once(ask: Ask) -> None:
    everything = [hit["id"] for hit in ask(search_path("的")).json["hits"]]
    walked: list[str] = []
    path: str | None = search_path("的", limit=1, sort="newest", passages=0)
    while path:
        answer = ask(path).json
        walked += [hit["id"] for hit in answer["hits"]]
        path = answer["next"]
        assert path is None or ("sort=newest" in path and "passages=0" in path)
    assert len(walked) == answer["total"] == 2
    assert sorted(walked) == sorted(everything)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ("q=x&limit=-1", "limit"),
        ("q=x&limit=1e9", "limit"),
        ("q=x&limit=" + "9" * 5000, "limit"),
        ("q=x&offset=a", "offset"),
        ("q=x&passages=21", "passages"),
        ("q=x&sort=best", "sort"),
        ("q=x&from=2023-13", "from"),
        ("q=x&facets=colour", "facets"),
        ("q=", "检索词"),
        ("", "检索词"),
        ("q=%20%E3%80%80", "检索词"),
        ("q=x&sise=10", "sise"),
        ("q=x&q=y", "q"),
        ("q=" + "x" * 3000, "3000"),
    ],
)
def test_what_cannot_be_asked_is_a_400_that_names_it(ask: Ask, parameters: str, named: str) -> None:
    assert named in problem(ask(f"/api/v1/search?{parameters}"), 400)


def test_an_unknown_parameter_is_told_the_known_ones(ask: Ask) -> None:
    detail = problem(ask(search_path("x", size=10)), 400)
    assert all(name in detail for name in ("size", "limit", "offset", "sort", "passages", "facets"))


@pytest.mark.parametrize(
    "q", ["%FF%FE", "%00", "%F0%9F%98%80", "((((", "%22", "a%0Ab", "*" * 500, "%EF%BF%BE"]
)
def test_any_bytes_are_answered(ask: Ask, q: str) -> None:
    assert ask(f"/api/v1/search?q={q}").status in (200, 400)


def test_the_bounds_of_a_query_are_a_400_that_names_them(ask: Ask) -> None:
    assert "2000" in problem(ask(search_path("港" * 2001)), 400)
    assert "20" in problem(ask(search_path("(" * 21 + "港" + ")" * 21)), 400)
    assert ask(search_path("港" * 2000)).status == 200


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("镇", "镇江", "word"),
        ("新能源 镇江经", "镇江经开区书写产业强区高分答卷", "title"),
        ("zhenj", "镇江", "pinyin"),
    ],
)
def test_what_is_being_typed_is_completed(ask: Ask, typed: str, text: str, kind: str) -> None:
    answer = ask(f"/api/v1/suggest?q={quote(typed)}").json
    assert answer["q"] == typed
    one = next(one for one in answer["suggestions"] if one["text"] == text)
    assert (set(one), one["kind"]) == ({"text", "kind", "reports", "query", "url"}, kind)
    assert ask(search_path(one["query"])).json["total"] > 0
    assert bool(one["url"]) == (kind == "title")
    assert not one["url"] or text in ask(one["url"]).text


def test_a_suggestion_takes_one_parameter(ask: Ask) -> None:
    assert ask("/api/v1/suggest").json == {"q": "", "suggestions": []}
    assert "limit" in problem(ask("/api/v1/suggest?q=a&limit=3"), 400)


@pytest.mark.parametrize(
    "report_id", ["nobody", "a/b", "/etc/passwd", "a//b", "a?b#c", "%", "无", "..%2F..", "a\nb"]
)
def test_an_unknown_report_is_a_404_that_names_it(ask: Ask, report_id: str) -> None:
    assert report_id in problem(ask(f"/api/v1/reports/{quote(report_id, safe='')}"), 404)


def test_an_unknown_address_is_a_404_problem(ask: Ask) -> None:
    assert "/api" in problem(ask("/api/v2/nothing"), 404)


@pytest.mark.parametrize("path", ["/api/v1/search?q=x", "/healthz", "/api/v1/reports/x"])
def test_another_method_is_a_405_that_names_those_allowed(ask: Ask, path: str) -> None:
    reply = ask(path, "DELETE")
    assert "GET" in problem(reply, 405)
    assert "GET" in reply.headers["Allow"]


def test_healthz_counts_the_reports(ask: Ask) -> None:
    assert ask("/healthz").json == {"status": "ok", "reports": 2}


ADDRESSES = ["/healthz", "/api/v1/search?q=x", "/api/v1/reports/x"]


def test_without_an_index_it_says_which_command_builds_one_and_then_serves_it(
    tmp_path: Path, serving: Serving, indexed: Indexed, seeds: Path
) -> None:
    folder = tmp_path / "index"
    ask = serving(folder)
    for path in ADDRESSES:
        reply = ask(path)
        assert "jianbao index" in problem(reply, 503)
        assert int(reply.headers["Retry-After"]) > 0
    indexed(folder, seeds)
    assert ask("/healthz").json["reports"] == 2


def test_a_running_server_shows_a_new_commit_at_once(
    tmp_path: Path, serving: Serving, indexed: Indexed, index: Path
) -> None:
    folder = Path(shutil.copytree(index, tmp_path / "index"))
    ask = serving(folder)
    assert ask(search_path("新近之事")).json["total"] == 0
    (tmp_path / "new.jsonl").write_text('{"id": "new", "paragraphs": ["新近之事"]}\n', "utf-8")
    indexed(folder, tmp_path / "new.jsonl")
    assert ask(search_path("新近之事")).json["total"] == 1


@pytest.mark.parametrize(("pattern", "kept"), [("manifest", 0.0), ("*.columns", 0.5), ("*.columns", 0.0)])
def test_a_damaged_index_is_a_503_that_says_so(
    tmp_path: Path, serving: Serving, index: Path, pattern: str, kept: float
) -> None:
    folder = Path(shutil.copytree(index, tmp_path / "index"))
    damaged = list(folder.glob(pattern))
    assert damaged
    for path in damaged:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    ask = serving(folder)
    for path_asked in ADDRESSES:
        assert "jianbao check --repair" in problem(ask(path_asked), 503)
    assert ask("/").status == 503


def test_a_port_in_use_is_an_error_that_names_it(index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AskedWrongly, match=rf"{port}.*--port"):
            serve(index, "127.0.0.1", port)


def test_an_address_that_is_not_ours_is_an_error(index: Path) -> None:
    with pytest.raises(AskedWrongly, match="--host"):
        serve(index, "203.0.113.1", 0)
