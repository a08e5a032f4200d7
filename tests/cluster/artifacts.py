"""What a node is made of: jars that Maven fetches and SHA256SUMS names, and the launcher, compiled."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / ".cluster"
_LIB = KEPT / "lib"
_CLASSES = KEPT / "classes"
_OLDEST_JAVA = 17
_FETCH = [
    "mvn",
    "--quiet",
    "--batch-mode",
    "-Dstyle.color=never",
    "dependency:copy-dependencies",
    f"-DoutputDirectory={_LIB}",
]


class NoCluster(Exception):
    """A cluster cannot be started here; the sentence says why, and what to do."""


def class_path() -> str:
    """Where Java finds a node: what is missing is fetched and compiled first. Raises `NoCluster`."""
    _check_programs()
    with locked(KEPT / "lock"):
        if _wrong():
            _fetch()
        _compile()
    return ":".join(map(str, [_CLASSES, *(_LIB / name for name in _sums())]))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        flock(file, LOCK_EX)
        yield


def _check_programs() -> None:
    lacking = [name for name in ("java", "javac", "mvn") if not shutil.which(name)]
    if lacking:
        raise NoCluster(
            f"没有 {'、'.join(lacking)}。测试用的集群需要 Java {_OLDEST_JAVA} 的 JDK 和 Maven，"
            "Debian 上请运行：apt-get install openjdk-17-jdk-headless maven"
        )
    told = subprocess.run(["javac", "-version"], capture_output=True, text=True, check=False)
    found = re.search("javac ([0-9]+)", told.stdout + told.stderr)
    if not found or int(found[1]) < _OLDEST_JAVA:
        what = found[0] if found else "无法识别的 javac"
        raise NoCluster(f"{what} 不能使用。测试用的集群需要 Java {_OLDEST_JAVA} 或更新的版本。")


def _sums() -> dict[str, str]:
    """The checksum of each jar, by its name."""
    lines = (HERE / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _wrong() -> list[str]:
    """The jars that are missing or not what SHA256SUMS says."""
    return [name for name, digest in _sums().items() if _digest(_LIB / name) != digest]


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _fetch() -> None:
    shutil.rmtree(_LIB, ignore_errors=True)
    done = subprocess.run(_FETCH, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        said = next((line for line in done.stdout.splitlines() if "ERROR" in line), done.stderr[:300])
        raise NoCluster(f"Maven 没有取到 OpenSearch：{said}。请检查网络和 Maven 的设置后重试。")
    if wrong := _wrong():
        raise NoCluster(
            f"Maven 取到的 {'、'.join(wrong)} 与 SHA256SUMS 不符，没有使用。请检查 Maven 的来源。"
        )


def _compile() -> None:
    source, compiled = HERE / "Nodes.java", _CLASSES / "Nodes.class"
    if compiled.exists() and compiled.stat().st_mtime > source.stat().st_mtime:
        return
    command = ["javac", "-cp", f"{_LIB}/*", "-d", str(_CLASSES), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoCluster(f"不能编译 {source.name}：{done.stderr}")
