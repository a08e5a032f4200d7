"""`make cluster` and `make cluster-stop`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from tests.cluster.artifacts import KEPT, NoCluster
from tests.cluster.nodes import COUNT, Cluster


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    ports = tuple(range(options.port, options.port + COUNT))
    cluster = Cluster(KEPT / str(options.port), ports, tuple(port + 100 for port in ports))
    if options.what == "stop":
        cluster.stop()
        return
    try:
        cluster.start(f"-Xms{options.heap}", f"-Xmx{options.heap}")
        cluster.wait()
    except NoCluster as failure:
        cluster.stop()
        sys.exit(str(failure))
    print(f"{cluster.address}jianbao")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.cluster", description="三个节点的 OpenSearch，只在本机。")
    parser.add_argument("what", choices=["start", "stop"])
    parser.add_argument("--port", type=int, default=9200, help="第一个节点的端口，其余两个依次加一")
    parser.add_argument("--heap", default="1g", help="每个节点的内存")
    return parser


if __name__ == "__main__":
    main()
