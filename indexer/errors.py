"""Every error that jianbao raises on purpose. Each message says what went wrong and what to do.

    JianbaoError
    ├── AskedWrongly            the question cannot be answered as it was put (HTTP 400)
    ├── ReportNotFound          no report has this id (HTTP 404)
    │   ├── OriginalNotFound    the file that a report was read from is not to be had
    │   └── PageNotDrawn        nor is a page of it as a picture
    ├── PathNotFound            a path to be read is not there
    ├── NothingToRead           a folder holds no file of a known format
    ├── NotWatched              the system does not tell of changes in a folder
    ├── BackupUnusable          a backup is not whole, or none
    ├── BackupNotWritten        a backup cannot be made there
    ├── OutOfTime               answering takes longer than the asker allows (HTTP 503)
    │   └── KeptWaiting         it would not, but the machine is busy with other things
    ├── NotRead                 one file or record is not read; the others are
    │   ├── Unreadable          it cannot be: it goes into quarantine
    │   │   ├── GivenUp         it, or the rest of it, takes longer than a file may: the next run tries again
    │   │   └── Mishandled      jianbao made a mistake with it: the next run tries again
    │   ├── Skipped             nothing is wrong with it: what would read it is not installed
    │   │   └── NotOurs             its format is not read
    │   └── Noted               it is read, but for a part that could not be, or is not known
    └── IndexUnusable           the index cannot serve (HTTP 503)
        ├── IndexMissing        nothing has been indexed yet
        ├── IndexOutdated       it was made by a version that wrote another format
        ├── IndexDamaged        something in it is not what was written
        ├── IndexBusy           another process is at work on it
        ├── IndexFull           the disk has no room for what is to be written
        └── IndexPresent        there is an index where none may be

No error of another library leaves the package that uses that library. An error that is none of these is a
mistake of jianbao's own, and is told as one (HTTP 500): it never says that somebody's data are damaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from indexer.message import Message


class JianbaoError(Exception):
    """The root: `str(error)` is a sentence for the person who asked."""

    @property
    def sentence(self) -> str:
        """The sentence, which may be a `Message`."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)

    @property
    def public(self) -> str:
        """The sentence as strangers may be told it: it names no folder of this machine."""
        return self.sentence


class AskedWrongly(JianbaoError):
    """A parameter or a query cannot be used."""


class ReportNotFound(JianbaoError):
    def __init__(self, report_id: str) -> None:
        super().__init__(
            Message("没有编号为“{id}”的报告。请从检索结果中打开报告，或核对编号。", id=report_id)
        )


class OriginalNotFound(ReportNotFound):
    """`file` is its name, without folders: strangers are told no more."""

    def __init__(self, file: str) -> None:
        sentence = Message(
            "不能提供“{file}”的原文件：它已被移走、无法读取，或者是含有多篇报告的记录文件。"
            "请在报告页阅读全文。",
            file=file,
        )
        JianbaoError.__init__(self, sentence)


class PageNotDrawn(ReportNotFound):
    def __init__(self, page: int) -> None:
        sentence = Message(
            "画不出原文第 {page} 页：文件里没有这一页，或者它太复杂。请下载原文件查看。", page=page
        )
        JianbaoError.__init__(self, sentence)


class PathNotFound(JianbaoError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"找不到 {path}。请核对路径后重试。")


class NothingToRead(JianbaoError):
    def __init__(self, path: Path, formats: tuple[str, ...]) -> None:
        super().__init__(f"{path} 中没有可以读的文件。可以读的格式：{'、'.join(formats)}")


class NotWatched(JianbaoError):
    def __init__(self, folders: Sequence[Path], detail: str) -> None:
        super().__init__(
            f"系统无法报告 {'、'.join(map(str, folders))} 中的变化（{detail}）。"
            "请调大 fs.inotify.max_user_watches，或改为定时运行 jianbao index。"
        )


class OutOfTime(JianbaoError):
    """Answering takes longer than the asker allows; see `deadline`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            Message(
                "检索超过 {seconds:g} 秒，已停止。请换更长或更少的检索词，或加上日期、来源筛选后重试。",
                seconds=seconds,
            )
        )


class KeptWaiting(OutOfTime):
    """The machine has no time for it, or a disk or another machine does not answer."""

    def __init__(self, seconds: float) -> None:
        JianbaoError.__init__(
            self,
            Message("服务器很忙，等了 {seconds:g} 秒还没有检索完，已停止。请稍后重试。", seconds=seconds),
        )


class BackupUnusable(JianbaoError):
    """`file` is that of the backup; `detail` says what is the matter with it."""

    def __init__(self, file: Path, detail: str) -> None:
        super().__init__(f"备份 {file} 不能使用：{detail}。没有恢复任何内容。请换用另一份备份。")


class BackupNotWritten(JianbaoError):
    def __init__(self, file: Path, detail: str) -> None:
        super().__init__(f"备份 {file} 没有写成：{detail}。请检查磁盘空间和文件夹的权限后重试。")


class NotRead(JianbaoError):
    """One file or record is not read: `place` says which, `reason` why and what to do."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}：{reason}")
        self.place = place
        self.reason = reason

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Sent from one process to another, it is made anew there by its two parts."""
        return type(self), (self.place, self.reason)


class Unreadable(NotRead):
    """It cannot be read, and is put into quarantine."""


class GivenUp(Unreadable):
    """It takes longer than one file may, or what is left of it does. Nothing is said against the file."""


class Mishandled(Unreadable):
    """Reading it failed by a mistake of jianbao's own. Nothing is said against the file."""


class Skipped(NotRead):
    """It is left out, and nothing is wrong with it."""


class NotOurs(Skipped):
    """Its format is not read, and reading it again would change nothing."""


class Noted(NotRead):
    """It is read, but not all as it stands: `reason` says what was replaced or left out."""


class IndexUnusable(JianbaoError):
    """The index cannot serve just now."""

    @property
    def public(self) -> str:
        return _PUBLIC.get(type(self), _UNUSABLE)


class IndexMissing(IndexUnusable):
    """`place` is the address of the index: a folder, or that of a cluster."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Message(
                "{place} 中还没有索引。请先建立索引：jianbao index 报告文件夹 --index {place}", place=place
            )
        )


class IndexOutdated(IndexUnusable):
    def __init__(self, place: str) -> None:
        super().__init__(
            Message(
                "{place} 中的索引是另一版本的格式，这一版不能读。请移走该文件夹中的文件，"
                "再重新建立索引：jianbao index 报告文件夹 --index {place}",
                place=place,
            )
        )


class IndexDamaged(IndexUnusable):
    def __init__(self, place: str, detail: str) -> None:
        super().__init__(
            Message(
                "{place} 中的索引已损坏（{detail}）。请修复：jianbao check --repair --index {place}。"
                "完好的会留下，其余的从原文件重新读取。",
                place=place,
                detail=detail,
            )
        )


class IndexBusy(IndexUnusable):
    """`who` says which process is at work, where that is known."""

    def __init__(self, place: str, who: str = "") -> None:
        told = f"（{who}）" if who else ""
        super().__init__(
            Message("另一个进程{who}正在写入 {place} 中的索引。请等它结束后重试。", place=place, who=told)
        )


class IndexFull(IndexUnusable):
    """`needed` and `free` count bytes; needed is an estimate of what is to be written."""

    def __init__(self, place: str, needed: int, free: int) -> None:
        super().__init__(
            Message(
                "{place} 所在的磁盘已满：这次约需 {needed:,} MB，还有 {free:,} MB。"
                "此前提交的内容不受影响。请腾出空间后重试，或用 --batch 减少每次提交的篇数。",
                place=place,
                needed=-(-needed >> 20),
                free=free >> 20,
            )
        )


class IndexPresent(IndexUnusable):
    def __init__(self, place: str) -> None:
        super().__init__(
            Message("{place} 中已有索引，没有恢复任何内容。请另选一个文件夹，或先移走它。", place=place)
        )


_UNUSABLE = Message("索引现在不能使用，原因已记入服务器的日志。请稍后重试，或告知管理员。")
_PUBLIC: dict[type[JianbaoError], Message] = {
    IndexMissing: Message("还没有索引。请管理员先建立索引：jianbao index 报告文件夹"),
    IndexOutdated: Message(
        "索引是另一版本的格式，这一版不能读。请管理员重新建立索引：jianbao index 报告文件夹"
    ),
    IndexDamaged: Message("索引已损坏。请管理员修复：jianbao check --repair"),
    IndexBusy: Message("另一个进程正在写入索引。请稍后重试。"),
}
"""What strangers are told of each."""
