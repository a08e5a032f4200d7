"""What is counted and told of a request is bounded, whatever a client writes."""

from __future__ import annotations

import json
import logging
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import pytest

from webapp.app import create_app
from webapp.middleware.access import network_of
from webapp.settings import Settings

METHODS = ["".join(letters) for letters in product(ascii_uppercase, repeat=2)]


@pytest.mark.parametrize("keys", [(), ("k" * 20,)])
def test_methods_that_nobody_knows_make_no_figures(index: Path, keys: tuple[str, ...]) -> None:
    client = create_app(index, Settings(keys=keys)).test_client()
    shown = {"Authorization": f"Bearer {'k' * 20}"}

    def figures() -> str:
        return client.get("/metrics", headers=shown).text

    client.open("/no", method="QQ").close()
    figures()
    before = len(figures().splitlines())
    for method in METHODS:
        client.open("/no", method=method).close()
    assert len(figures().splitlines()) == before
    counted = 'jianbao_request_seconds_count{method="other",route="none",status="4xx"}'
    assert f"{counted} {len(METHODS) + 1}.0" in figures()


def test_a_line_of_the_log_is_one_line_and_no_longer_than_a_path_may_be(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(index, Settings(log="json")).test_client()
    with caplog.at_level(logging.INFO, "jianbao.requests"):
        client.open("/" + "长" * 40_000, method="M" * 40_000).close()
        client.get("/a%0Ab").close()
    long, broken = (json.loads(line) for line in caplog.messages)
    assert (long["method"], len(long["path"])) == ("other", 4097)
    assert broken["path"] == "/a%0Ab"


def test_the_log_of_a_mistake_of_ours_is_not_forged_by_the_address(
    index: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.reports.report_of", None)
    assert create_app(index).test_client().get("/reports/a%0AERROR%20forged").status_code == 500
    assert caplog.messages == ["/reports/a%0AERROR%20forged"]


def test_all_addresses_that_one_customer_is_given_are_one_client() -> None:
    one, same, other = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"
    assert network_of(one) == network_of(same) != network_of(other)
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
