"""Letters as Outlook keeps them, written by hand."""

from __future__ import annotations

import struct
from types import SimpleNamespace

from doc2docx.cfb.directory import ObjectType
from doc2docx.cfb.writer import write_compound_storage


def outlook(streams: dict[str, str | bytes]) -> bytes:
    """A file of Outlook's with these streams; text is in UTF-16."""
    held: dict[str, bytes | None] = {}
    for way, data in streams.items():
        folders = way.split("/")[:-1]
        for i in range(len(folders)):
            held["/".join(folders[: i + 1])] = None
        held[way] = data if isinstance(data, bytes) else data.encode("utf-16-le")
    kinds = {way: ObjectType.STORAGE if data is None else ObjectType.STREAM for way, data in held.items()}
    known = {"clsid": bytes(16), "state_bits": 0, "creation_time": 0, "modified_time": 0}
    entries = [(way, SimpleNamespace(object_type=kinds[way], **known), data) for way, data in held.items()]
    made: bytes = write_compound_storage(SimpleNamespace(**known), tuple(entries))
    return made


def properties(above: int, **numbers: int) -> bytes:
    return bytes(above) + b"".join(
        struct.pack("<IIQ", int(tag, 16), 6, value) for tag, value in numbers.items()
    )


S = "__substg1.0_"
