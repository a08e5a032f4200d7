"""Any request is answered, and be it by a page that says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webapp.app import create_app
from webapp.settings import Settings

NO_NAMES = [
    "a" * 64,
    ".",
    "a..b",
    "",
    " ",
    "a b",
    "[::1",
    "xn--a",
    "xn--",
    "a:99999",
    "a/b",
    "a@b",
    "é",
    "\0",
]
NAMES = ["localhost", "127.0.0.1:8000", "[::1]:8000", "xn--fiq228c.example", "a" * 63]
FACES = [
    "/",
    "/?q=%E7%BB%8F%E6%B5%8E",
    "/no",
    "/help",
    "/feed.atom?q=a",
    "/opensearch.xml",
    "/api",
    "/cite/a",
]

anything = st.text(st.characters(max_codepoint=255), max_size=40)
"""As WSGI has bytes: each as the character of its number. In a query string HTTP's own reader lets UTF-8 pass
alone."""


@pytest.fixture(scope="module")
def public(index: Path) -> Flask:
    return create_app(index, Settings(public=True, loopback=False, rate=""))


def answered(app: Flask, address: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the text, by WSGI itself: test clients refuse to send what strangers do send."""
    environ = EnvironBuilder(address, method=method).get_environ() | headers
    body, status, _ = run_wsgi_app(app, environ, buffered=True)
    return int(status[:3]), b"".join(body).decode()


@pytest.mark.parametrize("host", NO_NAMES)
def test_a_host_that_cannot_be_is_told_so(public: Flask, host: str) -> None:
    told = [answered(public, address, HTTP_HOST=host) for address in FACES]
    assert {status for status, _ in told} == {400}
    assert all("主机名" in text for _, text in told)


@pytest.mark.parametrize("host", NAMES)
def test_a_host_that_can_be_is_answered(public: Flask, host: str) -> None:
    statuses = [answered(public, address, HTTP_HOST=host)[0] for address in FACES]
    assert statuses == [200, 200, 404, 200, 200, 200, 200, 404]


def test_who_speaks_http_1_0_need_not_name_the_host(public: Flask) -> None:
    environ = EnvironBuilder("/healthz").get_environ()
    del environ["HTTP_HOST"]
    assert run_wsgi_app(public, environ)[1] == "200 OK"


@given(
    host=st.sampled_from([*NAMES, *NO_NAMES]) | anything,
    path=st.sampled_from(["/", "/reports/", "/no", "/static/", "/api/v1/reports/", "/lang?lang="]),
    more=anything,
    query=st.text(max_size=40).map(lambda text: text.encode(errors="replace").decode("latin-1")),
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "TRACE", "QUERY"]),
    accepted=anything,
)
@example(host="a" * 64, path="/", more="", query="", method="GET", accepted="")
def test_any_request_can_be_answered(
    public: Flask, host: str, path: str, more: str, query: str, method: str, accepted: str
) -> None:
    accepts = {"HTTP_ACCEPT": accepted, "HTTP_ACCEPT_LANGUAGE": accepted, "HTTP_COOKIE": f"lang={accepted}"}
    given = {"PATH_INFO": path + more, "QUERY_STRING": query, "HTTP_HOST": host, **accepts}
    status, _ = answered(public, "/", method, **given)
    assert status < 500
