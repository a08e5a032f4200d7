"""Who may ask, and how often: binding beyond loopback, keys, rates. And the options that say so."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer import AskedWrongly
from webapp.settings import PUBLIC_RATE, Settings

if TYPE_CHECKING:
    from tests.conftest import Run, Running

ROOT = Path(__file__).parents[2]
ONE, OTHER = "first-key-of-two-0", "第二把钥匙也要有十六个字符才行的"
SEARCH = "/api/v1/search?q=x"


@pytest.fixture(scope="module")
def server(run: Run, index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One worker, so that its count of requests is the server's."""
    options = ["--workers", "1", "--rate", "12/hour", "--log", "json"]
    errors = tmp_path_factory.mktemp("keys") / "errors"
    with run(index, *options, errors=errors, JIANBAO_API_KEYS=f"{ONE}, {OTHER}") as server:
        yield server
        assert all(key not in errors.read_text("utf-8") for key in (ONE, OTHER))


def bearer(key: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {key}"}


def basic(password: str) -> Mapping[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"someone:{password}".encode()).decode()}


@pytest.mark.parametrize("headers", [bearer(ONE), basic(ONE), basic(OTHER)])
def test_who_shows_a_key_is_answered(server: Running, headers: Mapping[str, str]) -> None:
    assert server.ask(SEARCH, headers=headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer(ONE[:-1]),
        bearer(ONE + "x"),
        basic("x"),
        {"Authorization": "Basic ~"},
        {"Authorization": f"Digest {ONE}"},
    ],
)
def test_who_shows_none_is_told_how_to(server: Running, headers: Mapping[str, str]) -> None:
    reply = server.ask(SEARCH, headers=headers)
    assert reply.status == 401
    assert "Bearer" in reply.json["detail"]
    assert reply.headers["WWW-Authenticate"].startswith('Basic realm="jianbao')


def test_a_page_asks_for_a_key_too_and_so_do_figures_and_styles(server: Running) -> None:
    assert "密钥" in server.ask("/").text
    assert {server.ask(path).status for path in ("/", "/metrics", "/static/style.css")} == {401}


def test_those_who_look_after_the_server_need_none(server: Running) -> None:
    assert [server.ask(path).status for path in ("/healthz", "/readyz")] == [200, 200]


def test_with_keys_the_server_answers_to_any_name(server: Running) -> None:
    assert server.ask("/healthz", headers={"Host": "reports.example.org"}).status == 200


def test_above_the_rate_of_one_key_the_others_are_answered(server: Running) -> None:
    replies = [server.ask(SEARCH, headers=basic(OTHER)) for _ in range(13)]
    assert {200, 429} == {reply.status for reply in replies}
    refused = replies[-1]
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "频" in refused.json["detail"]
    assert server.ask(SEARCH, headers=bearer(ONE)).status == 200
    for free in ("/healthz", "/static/style.css", "/metrics"):
        assert server.ask(free, headers=basic(OTHER)).status == 200


@pytest.mark.parametrize(
    ("host", "options", "key", "words"),
    [
        ("0.0.0.0", {}, "", ["JIANBAO_API_KEYS", "--public"]),
        ("::", {}, "", ["JIANBAO_API_KEYS", "--public"]),
        ("", {}, "", ["JIANBAO_API_KEYS", "--public"]),
        ("0.0.0.0", {}, " , ", ["JIANBAO_API_KEYS", "--public"]),
        ("127.0.0.1", {}, "short", ["16", "secrets.token_urlsafe"]),
        ("name.invalid", {}, "", ["name.invalid", "--host"]),
        ("127.0.0.1", {"rate": "often"}, "", ["often", "300/minute"]),
        ("127.0.0.1", {"origins": ("example.org",)}, "", ["example.org", "https://"]),
        ("127.0.0.1", {"origins": ("https://example.org/",)}, "", ["example.org", "https://"]),
    ],
)
def test_what_cannot_be_served_is_told(
    host: str, options: dict[str, Any], key: str, words: list[str]
) -> None:
    with pytest.raises(AskedWrongly) as told:
        Settings.read({"JIANBAO_API_KEYS": key}, options).at(host)
    assert all(word in str(told.value) for word in words)


@pytest.mark.slow
def test_the_program_binds_beyond_loopback_only_when_told_to(index: Path) -> None:
    command = [sys.executable, "-m", "indexer", "serve", "--index", str(index), "--port", "0"]
    done = subprocess.run(
        [*command, "--host", "0.0.0.0"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "--public" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("settings", [Settings(public=True), Settings(keys=(ONE,))])
def test_beyond_loopback_there_is_a_rate(settings: Settings) -> None:
    assert settings.at("0.0.0.0").limit == PUBLIC_RATE
    assert settings.at("localhost").limit == ""


def test_nobody_is_let_in_from_elsewhere_unasked() -> None:
    assert Settings().at("127.0.0.1").loopback
    with pytest.raises(AskedWrongly, match="--public"):
        Settings().at("0.0.0.0")


@pytest.mark.parametrize(
    ("options", "read"),
    [
        ({"rate": "off"}, {"rate": ""}),
        ({"rate": None}, {"rate": None}),
        ({"rate": "5/second"}, {"rate": "5/second"}),
        ({"workers": None, "threads": 3}, {"threads": 3}),
        ({"origins": ("https://example.org:8443",)}, {"origins": ("https://example.org:8443",)}),
    ],
)
def test_options_are_read(options: dict[str, Any], read: dict[str, Any]) -> None:
    settings = Settings.read({"JIANBAO_API_KEYS": f" {ONE}\n{OTHER},"}, options)
    assert settings.keys == (ONE, OTHER)
    assert settings.workers >= 2
    assert {name: getattr(settings, name) for name in read} == read
