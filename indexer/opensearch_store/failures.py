"""What goes wrong between us and a cluster, as sentences that say what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opensearchpy.exceptions import (
    AuthenticationException,
    ConnectionError,
    ConnectionTimeout,
    NotFoundError,
    OpenSearchException,
    SSLError,
    TransportError,
)

from indexer.errors import IndexMissing, IndexUnusable
from indexer.message import Message

OLDEST_PROGRAM = (2, 10)
"""Of OpenSearch: the first in which a script learns how often a term stands in a document."""

_PASSING = (429, 502, 503, 504)
_GONE = """
    node_not_connected_exception node_disconnected_exception node_closed_exception shard_not_found_exception
    no_shard_available_action_exception illegal_index_shard_state_exception
""".split()
"""What a node says of another one that has just died, with the status 500, until the rest have noticed."""
_FULL = "flood-stage watermark", "FORBIDDEN/12/index read-only"
_DETAIL_CHARACTERS = 500


class Passing(OpenSearchException):
    """A part of the cluster did not answer; another time it may."""


def is_passing(failure: OpenSearchException) -> bool:
    """Whether another try may go well: machines come and go."""
    if isinstance(failure, ConnectionTimeout | SSLError):
        return False
    if isinstance(failure, Passing | ConnectionError):
        return True
    return isinstance(failure, TransportError) and (failure.status_code in _PASSING or _is_of_gone(failure))


def _is_of_gone(failure: OpenSearchException) -> bool:
    return any(sign in str(failure.args) for sign in _GONE)


def refused(answer: dict[str, Any]) -> OpenSearchException:
    """What to raise for an answer, or a part of one, that says that it failed."""
    status, failures = answer.get("status", 0), answer.get("_shards", {}).get("failures", [])
    detail = str(answer.get("error") or failures)
    error = (NotFoundError if status == 404 else TransportError)(status, detail)
    if is_passing(error) or (not status and failures) or "all shards failed" in detail:
        return Passing(detail)
    return error


@dataclass(frozen=True, slots=True)
class Failures:
    """Those of the index at one place."""

    place: str

    def ours(self, failure: OpenSearchException) -> IndexUnusable:
        """The error of the seam for one of the library's."""
        match failure:
            case SSLError():
                return self.not_trusted()
            case ConnectionTimeout():
                return self.slow()
            case ConnectionError():
                return self.not_reached()
            case AuthenticationException():
                return self.not_admitted()
            case NotFoundError():
                return IndexMissing(self.place)
            case Passing() | TransportError(status_code=503):
                return self.not_whole()
            case _ if _is_of_gone(failure):
                return self.not_whole()
        detail = str(failure)
        if any(sign in detail for sign in _FULL):
            return self.full()
        return self.not_done(detail[:_DETAIL_CHARACTERS])

    def not_trusted(self) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的证书没有通过验证。请把签发它的机构的证书存成文件，"
                "再用环境变量 JIANBAO_CLUSTER_CA 指明这个文件。",
                place=self.place,
            )
        )

    def slow(self) -> IndexUnusable:
        return IndexUnusable(
            Message("{place} 的集群没有在限定的时间内应答。请查看集群的负载后重试。", place=self.place)
        )

    def not_reached(self) -> IndexUnusable:
        return IndexUnusable(
            Message("连接不上 {place}。请核对地址，并确认集群已启动、网络可达。", place=self.place)
        )

    def not_admitted(self) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的集群不接受这个用户。请核对环境变量 JIANBAO_CLUSTER_USER 和"
                " JIANBAO_CLUSTER_PASSWORD，或 JIANBAO_CLUSTER_TOKEN。",
                place=self.place,
            )
        )

    def not_whole(self) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的集群现在不完整：有的节点没有应答。请启动停掉的节点，等集群恢复后重试。",
                place=self.place,
            )
        )

    def full(self) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的集群磁盘已满，索引成了只读。此前提交的内容不受影响。请腾出或增加空间后重试。",
                place=self.place,
            )
        )

    def not_done(self, detail: str) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的集群没有完成所要求的操作：{detail}。请查看集群的日志。",
                place=self.place,
                detail=detail,
            )
        )

    def other_format(self) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 中的索引是另一版本的格式，这一版不能读。请换一个索引名重新建立索引，"
                "例如：jianbao index 报告文件夹 --index {place}-2",
                place=self.place,
            )
        )

    def old_program(self, version: str) -> IndexUnusable:
        return IndexUnusable(
            Message(
                "{place} 的集群是 OpenSearch {version}，需要 {oldest} 或更新的版本。请先升级集群。",
                place=self.place,
                version=version,
                oldest=".".join(map(str, OLDEST_PROGRAM)),
            )
        )

    def too_late(self) -> IndexUnusable:
        return IndexUnusable(
            Message("这次检索持续得太久，{place} 中它所依据的内容已被清除。请重新检索。", place=self.place)
        )
