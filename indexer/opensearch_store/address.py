"""The address of an index in a cluster, and the secrets beside it, which are never a part of it."""

from __future__ import annotations

import os
import re
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from indexer.errors import AskedWrongly

SCHEMES = ("opensearch+http", "opensearch+https")
DEFAULT_PORT = 9200

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,199}")
"""What OpenSearch takes for the name of an index, in ASCII."""
_FORM = "opensearch+https://主机:端口,主机:端口/索引名"


@dataclass(frozen=True, slots=True)
class Address:
    """`hosts` are any machines of the cluster, each as http(s)://host:port; `name` is that of the index, with
    which the names of all that belongs to it begin."""

    hosts: tuple[str, ...]
    name: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises `AskedWrongly`, in whose sentence no password is."""
        scheme, _, rest = text.partition("://")
        if scheme not in SCHEMES:
            raise AskedWrongly(f"不认识以 {scheme}:// 开头的地址。集群中索引的地址应写作 {_FORM}。")
        hosts, _, name = rest.partition("/")
        if "@" in rest:
            raise AskedWrongly(
                "索引的地址中不能有用户名和密码。"
                "请改用环境变量 JIANBAO_CLUSTER_USER 和 JIANBAO_CLUSTER_PASSWORD。"
            )
        if not _NAME.fullmatch(name):
            raise AskedWrongly(
                f"索引的地址“{text}”中没有可用的索引名：小写英文字母、数字和 _ - .，写在末尾。"
                f"应写作 {_FORM}。"
            )
        plain = scheme.removeprefix("opensearch+")
        return cls(tuple(_host(plain, host, text) for host in hosts.split(",")), name)

    @property
    def is_here(self) -> bool:
        """Whether all the machines are this one."""
        names = [urlsplit(host).hostname or "" for host in self.hosts]
        return all(name in ("localhost", "::1") or name.startswith("127.") for name in names)

    def __str__(self) -> str:
        scheme = self.hosts[0].partition("://")[0]
        return (
            f"opensearch+{scheme}://{','.join(host.partition('://')[2] for host in self.hosts)}/{self.name}"
        )


def _host(scheme: str, host: str, text: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{host}")
        if parts.hostname and not parts.path:
            name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            return f"{scheme}://{name}:{parts.port or DEFAULT_PORT}"
    except ValueError:  # the port is none, or a bracket is missing
        pass
    raise AskedWrongly(f"索引的地址“{text}”中没有可用的主机和端口。应写作 {_FORM}。")


@dataclass(frozen=True, slots=True)
class Secrets:
    """How one makes oneself known to the cluster: by a name and a password, by a token, or not at all; and
    the file of the authority that vouches for its certificate, where the system does not know it."""

    user: str = ""
    password: str = ""
    token: str = ""
    authority: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Those that the environment holds. Raises `AskedWrongly` where one is missing beside another."""
        user, password, token, authority = (
            environment.get(f"JIANBAO_CLUSTER_{one}", "") for one in ("USER", "PASSWORD", "TOKEN", "CA")
        )
        if bool(user) != bool(password):
            raise AskedWrongly("JIANBAO_CLUSTER_USER 和 JIANBAO_CLUSTER_PASSWORD 必须一起设置。")
        if user and token:
            raise AskedWrongly("JIANBAO_CLUSTER_TOKEN 和 JIANBAO_CLUSTER_USER 只能设置一个。")
        if not re.fullmatch("[!-~]*", token):
            raise AskedWrongly("JIANBAO_CLUSTER_TOKEN 中有令牌里不会有的字符：只能是英文字母、数字和符号。")
        if authority and not os.path.isfile(authority):
            raise AskedWrongly(f"找不到 JIANBAO_CLUSTER_CA 所指的证书文件 {authority}。")
        if authority and not _holds_certificate(authority):
            raise AskedWrongly(f"JIANBAO_CLUSTER_CA 所指的文件 {authority} 中没有可用的证书（PEM）。")
        return cls(user, password, token, authority)

    @property
    def shown(self) -> str:
        """What is shown to the cluster with every request. The library would take Latin letters only."""
        if self.token:
            return f"Bearer {self.token}"
        return f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}" if self.user else ""

    def __repr__(self) -> str:
        """Nothing of them is ever printed or logged."""
        return "Secrets(…)"


def _holds_certificate(path: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError:  # of which those of TLS are some
        return False
    return True
