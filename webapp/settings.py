"""How a server is run: who may ask it, how often, for how long. Settled at the start, never changed."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from indexer import AskedWrongly, processors
from webapp.keys import Keyring

KEYS_VARIABLE = "JIANBAO_API_KEYS"
"""The variable of the environment that holds the keys: an option would be seen by all who list processes."""
MIN_KEY_CHARACTERS = 16
"""What is shorter is guessed."""
PUBLIC_RATE = "600 per minute"
"""What one client may ask beyond loopback: somebody who types two characters a second without pause, each of
which asks for suggestions, uses a fifth of it; a few people may share an address."""
_MIN_WORKERS = 2
"""So that there is one to answer while another is replaced."""
_KEYS_WANTED = (
    "{host} 可以从其他机器访问。请用 jianbao keys add 名称 生成访问密钥，"
    "或用环境变量 {keys} 设置（多个以逗号分隔），或用 --public 表明任何人都可以检索；"
    "只在本机使用则请用 --host 127.0.0.1。"
)
_KEY_TOO_SHORT = (
    "{keys} 中的密钥少于 {shortest} 个字符。请换成不易猜到的，例如用这条命令生成："
    'python -c "import secrets; print(secrets.token_urlsafe(32))"'
)

Log = Literal["plain", "json", "off"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults are right for tests, and for one person on one machine.

    `keys`, and those of the `key_file`: where there are any, a request must show one. `public`: anybody may
    ask, though the server is reached from elsewhere. `loopback`: it is not. `behind_proxy`: it is, through a
    proxy that says by whom and under which address. `origins`: the sites whose scripts may read answers
    (CORS). `rate`: how often one client may ask, "" as often as it likes, None as often on loopback and
    `PUBLIC_RATE` beyond. `budget`: seconds of the processor's time that one request may search (see
    `deadline`). `log`: how requests are written to standard error.
    """

    keys: tuple[str, ...] = ()
    key_file: Path | None = None
    public: bool = False
    loopback: bool = True
    behind_proxy: bool = False
    origins: tuple[str, ...] = ()
    rate: str | None = None
    budget: float = 2.0
    log: Log = "off"
    workers: int = _MIN_WORKERS
    threads: int = 4

    @classmethod
    def read(cls, environment: Mapping[str, str], options: Mapping[str, Any]) -> Self:
        """What the environment and the options of a program say; an option that is None or left out leaves
        the default, which for workers is one a processor, at least two. Raises `AskedWrongly`."""
        given = {name: one for name, one in options.items() if one is not None}
        given["rate"] = _rate(given.get("rate"))
        given["origins"] = tuple(map(_origin, given.get("origins", ())))
        workers = {"workers": max(_MIN_WORKERS, processors())}
        return cls(keys=_keys(environment), **{**workers, **given})

    @property
    def limit(self) -> str:
        """The rate in force; "" is none."""
        if self.rate is None:
            return "" if self.loopback else PUBLIC_RATE
        return self.rate

    def at(self, host: str) -> Self:
        """These settings for a server that listens there. Raises `AskedWrongly` where strangers can reach it
        and nobody has said that they may."""
        here = replace(self, loopback=is_loopback(host) and not self.behind_proxy)
        if not (here.loopback or here.public or Keyring(here.keys, here.key_file).wanted):
            raise AskedWrongly(_KEYS_WANTED.format(host=host or "0.0.0.0", keys=KEYS_VARIABLE))
        return here


def _keys(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that the environment sets, between commas or white space."""
    keys = tuple(environment.get(KEYS_VARIABLE, "").replace(",", " ").split())
    if any(len(key) < MIN_KEY_CHARACTERS for key in keys):
        raise AskedWrongly(_KEY_TOO_SHORT.format(keys=KEYS_VARIABLE, shortest=MIN_KEY_CHARACTERS))
    return keys


def _rate(given: str | None) -> str | None:
    """A rate as it was typed; "off" is none."""
    if given is None or given == "off":
        return None if given is None else ""
    from limits import parse_many  # here: it takes a while to load, and few servers have need of it

    try:
        parse_many(given)
    except ValueError as error:
        raise AskedWrongly(f"看不懂频率 {given}。请写成 300/minute 这样，或写 off 表示不限。") from error
    return given


def _origin(given: str) -> str:
    parts = urlsplit(given)
    if given != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https"):
        raise AskedWrongly(f"网站 {given} 无效。请写成 https://example.org 这样，不带路径。")
    return given


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server there. Raises `AskedWrongly` for a name without address."""
    try:
        found = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise AskedWrongly(f"找不到主机 {host}（{error}）。请用 --host 另行指定，例如 127.0.0.1。") from error
    addresses = (str(address[0]).partition("%")[0] for *_, address in found)
    return all(ipaddress.ip_address(address).is_loopback for address in addresses)
