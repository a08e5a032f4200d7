"""What is said where a cluster's certificate is not trusted, or the password is wrong, over real TLS."""

from __future__ import annotations

import json
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from indexer import open_store
from indexer.errors import AskedWrongly, IndexUnusable

pytestmark = pytest.mark.slow

_KNOWN = f"Basic {b64encode('检报:对的'.encode()).decode()}"


class _Guarded(BaseHTTPRequestHandler):
    """A machine of a cluster without an index, which answers whom it knows."""

    def do_GET(self) -> None:
        knows = self.headers.get("Authorization") == _KNOWN
        body = json.dumps({"found": False} if knows else {"error": "no"}).encode()
        self.send_response(404 if knows else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def authorities(processes: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two who vouch for a machine at 127.0.0.1: the certificate of each, with its key beside it."""
    folder = tmp_path_factory.mktemp("authorities")
    made = {name: folder / f"{name}.pem" for name in ("own", "other")}
    for path in made.values():
        subprocess.run(
            f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            f"-keyout {path}.key -out {path} -subj /CN=jianbao -addext subjectAltName=IP:127.0.0.1".split(),
            check=True,
            capture_output=True,
        )
    return made


@pytest.fixture
def address(authorities: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A cluster over TLS, and its user in the environment."""
    monkeypatch.setenv("JIANBAO_CLUSTER_USER", "检报")
    monkeypatch.setenv("JIANBAO_CLUSTER_PASSWORD", "对的")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authorities["own"], f"{authorities['own']}.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Guarded) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"opensearch+https://127.0.0.1:{server.server_port}/x"
        server.shutdown()


def version(address: str) -> str:
    with closing(open_store(address)) as store:
        return store.version()


def test_who_is_known_is_answered_over_tls(
    address: str, authorities: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANBAO_CLUSTER_CA", str(authorities["own"]))
    assert version(address) == "", "there is no index yet"


def test_a_wrong_password_is_not_admitted(
    address: str, authorities: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIANBAO_CLUSTER_CA", str(authorities["own"]))
    monkeypatch.setenv("JIANBAO_CLUSTER_PASSWORD", "错的")
    with pytest.raises(IndexUnusable, match="不接受这个用户") as raised:
        version(address)
    assert "错的" not in str(raised.value)


@pytest.mark.parametrize("named", ["", "other"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    address: str, authorities: dict[str, Path], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if named:
        monkeypatch.setenv("JIANBAO_CLUSTER_CA", str(authorities[named]))
    with pytest.raises(IndexUnusable, match="JIANBAO_CLUSTER_CA"):
        version(address)


def test_a_file_that_holds_no_certificate_says_so(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca.pem").write_text("不是证书", encoding="utf-8")
    monkeypatch.setenv("JIANBAO_CLUSTER_CA", str(tmp_path / "ca.pem"))
    with pytest.raises(AskedWrongly, match="证书"):
        version(address)
