"""A server behind a proxy: addresses are those under which people ask, and the client is not the proxy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.errors import AskedWrongly
from webapp.app import create_app
from webapp.settings import Settings

SETTINGS = Settings(behind_proxy=True, public=True, loopback=False, rate="")
PREFIX, SITE = "/search-1", "https://reports.example"
FORWARDED = {
    "X-Forwarded-For": "192.0.2.7, 198.51.100.3",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "reports.example",
    "X-Forwarded-Prefix": PREFIX,
}
TYPED = "经济"
PAGES = [
    "/",
    f"/?q={TYPED}",
    f"/?q={TYPED}&limit=1&sort=newest",
    "/?q=什么也没有的",
    "/help",
    "/api",
    f"/trend?q={TYPED}",
    f"/contexts?q={TYPED}",
    "/no/such/page",
    "/?from=x&q=x",
]
_ADDRESSES = re.compile(r'(?:href|src|action|data-[a-z]+)="(/[^"]*)"')


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(index, SETTINGS).test_client()


def asked(client: FlaskClient, path: str, **headers: str) -> Any:
    return client.get(path, headers={**FORWARDED, **headers})


def addresses(text: str) -> set[str]:
    return set(map(unescape, _ADDRESSES.findall(text)))


def answers(client: FlaskClient, address: str) -> bool:
    """Whether an address leads somewhere: the proxy takes its path away."""
    path = address.removeprefix(PREFIX).partition("#")[0]
    with asked(client, path) as answer:
        return address.startswith(f"{PREFIX}/") and answer.status_code not in (404, 500)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_every_address_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    report = next(one for one in addresses(asked(client, PAGES[1]).text) if "/reports/" in one)
    shown = [*PAGES, report.removeprefix(PREFIX).partition("#")[0]]
    shown_there = set().union(*(addresses(asked(client, page).text) for page in shown))
    found = {one.partition("?")[0]: one for one in shown_there}.values()
    assert len(found) > 30
    assert [one for one in found if not answers(client, one)] == []


def test_every_address_of_an_answer_leads_somewhere(client: FlaskClient) -> None:
    for path in ("search?q={}&limit=1", "suggest?q={}", "contexts?q={}&limit=1", "export?q={}&format=jsonl"):
        answer = asked(client, f"/api/v1/{path.format(TYPED)}")
        told = [json.loads(line) for line in answer.text.splitlines()]
        found = {one for one in strings(told) if one.startswith("/")}
        found |= set(re.findall("<([^>]+)>", ", ".join(answer.headers.getlist("Link"))))
        assert found
        assert [one for one in found if not answers(client, one)] == []


def test_whole_addresses_are_those_of_the_proxy(client: FlaskClient) -> None:
    feed, box = asked(client, f"/feed.atom?q={TYPED}").text, asked(client, "/opensearch.xml").text
    table = asked(client, f"/api/v1/export?q={TYPED}").text
    page, about = asked(client, f"/?q={TYPED}").text, asked(client, "/api").text
    for text in (feed, box, table, page, about):
        site = re.findall(r"https?://(?!www\.w3|a9\.com)[^\s\"'<,]+", text)
        assert site
        assert [one for one in site if not one.startswith(f"{SITE}{PREFIX}/")] == []


def test_without_the_option_nobody_is_believed(index: Path) -> None:
    client = create_app(index, Settings(public=True, loopback=False)).test_client()
    assert "/search-1" not in asked(client, PAGES[1]).text
    assert "reports.example" not in asked(client, f"/feed.atom?q={TYPED}").text


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Prefix": "//evil.example"},
        {"X-Forwarded-Prefix": "/a b"},
        {"X-Forwarded-Proto": "javascript"},
    ],
    ids=lambda header: next(iter(header.values())),
)
def test_what_no_proxy_would_say_is_no_address(client: FlaskClient, header: dict[str, str]) -> None:
    answer = asked(client, PAGES[1], **header)
    assert (answer.status_code, "X-Forwarded-Prefix" in answer.text) == (400, True)
    assert not any(value in answer.text for value in header.values())


def test_each_client_has_a_rate_of_its_own(index: Path) -> None:
    limited = Settings(behind_proxy=True, public=True, loopback=False, rate="2/minute")
    client = create_app(index, limited).test_client()
    near = [asked(client, "/help", **{"X-Forwarded-For": "192.0.2.7"}).status_code for _ in range(3)]
    far = [
        asked(client, "/help", **{"X-Forwarded-For": f"x, {one}"}).status_code for one in ("::1", "unknown")
    ]
    assert (near, far) == ([200, 200, 429], [200, 200])


def test_who_is_behind_a_proxy_is_reached_by_others() -> None:
    with pytest.raises(AskedWrongly, match="--public"):
        Settings(behind_proxy=True).at("127.0.0.1")
    assert Settings(behind_proxy=True, public=True).at("127.0.0.1").loopback is False
