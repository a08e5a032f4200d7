"""A small dated archive of invented reports to look at in tests: 10,800 times 港口, in four years."""

from __future__ import annotations

import json
from pathlib import Path

HOSTILE = "=1+1</title><script>alert(1)</script>&amp;]]>\u0001\ufffe“引”*粗*"
"""A title that is a formula, markup and no XML at once."""

_BESIDE = ["新建", "老", "内河", "沿海", "临江", "本市"]
_BEHIND = ["吞吐量上升", "岸线整治完成", "工人上岗", "夜航恢复", "堆场扩容", "引航站值班"]


def write_harbour(folder: Path) -> Path:
    """The archive as one file of records, in a folder of its own in this one."""
    (folder / "reports").mkdir()
    lines = [json.dumps(_record(number), ensure_ascii=False) for number in range(120)]
    lines.append(
        json.dumps({"id": "坏", "title": HOSTILE, "paragraphs": [f"码头{HOSTILE}"]}, ensure_ascii=False)
    )
    (folder / "reports" / "harbour.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / "reports"


def _record(number: int) -> dict[str, object]:
    month = number * 48 // 120
    topic = "新能源船" if number % 3 == 0 else "散货船"
    return {
        "id": f"gang-{number}",
        "title": f"{topic}在第{number}号泊位",
        "date": f"{2021 + month // 12}-{month % 12 + 1:02}-15" if number else "",
        "source": "江海报" if number % 2 else "航运周刊",
        "paragraphs": [_paragraph(number, part) for part in range(3)],
    }


def _paragraph(number: int, part: int) -> str:
    beside = [_BESIDE[(number + one) % 6] for one in range(30)]
    behind = [_BEHIND[(number * 7 + one * part) % 6] for one in range(30)]
    first = number * 90 + part * 30
    return "".join(f"{beside[one]}港口{behind[one]}，编号{first + one}。" for one in range(30))
