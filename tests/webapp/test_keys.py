"""Keys in a file: who has one, what it is for, and that a running server heeds every change."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.errors import AskedWrongly
from tests.support.program import jianbao
from webapp.app import create_app
from webapp.keys import NAME, KeyFile, Right, digest_of
from webapp.settings import Settings

SEARCH = "/api/v1/search?q=经济"


@pytest.fixture
def folder(index: Path, tmp_path: Path) -> Path:
    """An index of the seeds whose server is to have keys."""
    shutil.copytree(index, tmp_path / "index")
    return tmp_path / "index"


def added(folder: Path, name: str, *rights: str) -> str:
    options = ["--rights", ",".join(rights)] if rights else []
    done = jianbao("keys", "add", name, *options, "--index", folder)
    assert (done.returncode, name in done.stderr) == (0, True)
    return done.stdout.strip()


def client_of(folder: Path, settings: Settings = Settings()) -> FlaskClient:  # noqa: B008 (it is frozen)
    return create_app(folder, replace(settings, key_file=folder / NAME)).test_client()


def status(client: FlaskClient, path: str, key: str = "") -> int:
    shown: Mapping[str, str] = {"Authorization": f"Bearer {key}"} if key else {}
    with client.get(path, headers=shown) as answer:
        return answer.status_code


def test_a_key_is_for_what_it_was_given_for(folder: Path) -> None:
    reader, all_of_it = added(folder, "张三", "search"), added(folder, "李四", *Right)
    prometheus = added(folder, "prometheus", "metrics")
    client = client_of(folder)
    report = client.get(SEARCH, headers={"Authorization": f"Bearer {reader}"}).json
    assert report is not None
    original = f"/original/{report['hits'][0]['id']}"
    asked = {
        key: [status(client, path, key) for path in (SEARCH, "/", original, "/metrics")]
        for key in (reader, all_of_it, prometheus, "", "x" * 43)
    }
    assert asked[reader] == [200, 200, 403, 403]
    assert asked[all_of_it] == [200, 200, 200, 200]
    assert asked[prometheus] == [403, 403, 403, 200]
    assert asked[""] == asked["x" * 43] == [401] * 4
    assert status(client, "/healthz") == 200
    assert [status(client, "/picture/1/none", key) for key in (reader, all_of_it)] == [403, 404]
    told = client.get(original, headers={"Authorization": f"Bearer {reader}"}).text
    assert "张三" in told
    assert "originals" in told


def test_a_running_server_heeds_every_change(folder: Path) -> None:
    client = client_of(folder)
    assert status(client, SEARCH) == 200
    first = added(folder, "first")
    assert (status(client, SEARCH), status(client, SEARCH, first)) == (401, 200)
    second = added(folder, "second")
    assert jianbao("keys", "remove", "first", "--index", folder).returncode == 0
    assert (status(client, SEARCH, first), status(client, SEARCH, second)) == (401, 200)
    (folder / NAME).unlink()
    assert (status(client, SEARCH), status(client, SEARCH, second)) == (401, 401)


def test_the_file_holds_no_key_and_keeps_what_was_written_into_it(folder: Path) -> None:
    key = added(folder, "one")
    (folder / NAME).write_text((folder / NAME).read_text("utf-8") + "# 借给访客\n", "utf-8")
    added(folder, "two", "metrics")
    text = (folder / NAME).read_text("utf-8")
    assert key not in text
    assert digest_of(key) in text
    listed = jianbao("keys", "list", "--json", "--index", folder)
    assert json.loads(listed.stdout) == [
        {"name": "one", "rights": ["search", "originals"]},
        {"name": "two", "rights": ["metrics"]},
    ]
    jianbao("keys", "remove", "one", "--index", folder)
    assert "# 借给访客\n" in (folder / NAME).read_text("utf-8")
    assert jianbao("keys", "list", "--index", folder).stdout == "two  metrics\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "one"], ["one", "remove"]),
        (["add", "two words"], ["two words"]),
        (["add", "#"], ["#"]),
        (["add", "two", "--rights", "search,all"], ["search,all", "metrics"]),
        (["remove", "nobody"], ["nobody", "list"]),
    ],
)
def test_what_cannot_be_is_told(folder: Path, arguments: list[str], words: list[str]) -> None:
    added(folder, "one")
    before = (folder / NAME).read_bytes()
    done = jianbao("keys", *arguments, "--index", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words)
    assert (folder / NAME).read_bytes() == before


def test_a_line_that_nobody_understands_lets_nobody_in_and_is_told(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = added(folder, "one")
    with (folder / NAME).open("a", encoding="utf-8") as file:
        file.write(f"two everything {digest_of('x' * 40)}\nthree\n")
    client = client_of(folder)
    assert (status(client, SEARCH, key), status(client, SEARCH, "x" * 40)) == (200, 401)
    assert [line in caplog.text for line in ("第 2 行", "第 3 行", "第 4 行")] == [False, True, True]
    (folder / NAME).write_bytes(b"\xff\xfe\x00")
    assert status(client, SEARCH, key) == 401
    assert "不让任何人进入" in caplog.text


def test_the_log_says_whose_key_it_was(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    key, client = added(folder, "张三"), client_of(folder, Settings(log="json"))
    with caplog.at_level(logging.INFO, "jianbao.requests"):
        status(client, SEARCH, key)
        status(client, SEARCH, "y" * 43)
    assert [json.loads(line)["key"] for line in caplog.messages] == ["张三", "-"]
    assert key not in caplog.text


def test_two_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / NAME)
    file.add("one", Right)
    (tmp_path / f"{NAME}.new").touch()
    with pytest.raises(AskedWrongly, match=r"keys\.txt\.new"):
        file.add("two", Right)
    assert [key.name for key in file.keys().values()] == ["one"]


def test_with_a_key_others_may_come(folder: Path) -> None:
    with pytest.raises(AskedWrongly, match="keys add"):
        Settings(key_file=folder / NAME).at("0.0.0.0")
    added(folder, "one")
    assert not Settings(key_file=folder / NAME).at("0.0.0.0").loopback
