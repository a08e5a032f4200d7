"""What the documentation tells people to copy, to be tried as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def blocks(document: str, language: str) -> dict[str, str]:
    """The blocks of code in this language whose first line is a comment that names a file, by its name."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.findall(rf"^```{language}\n# \S*?([^/\s]+)\n(.*?)^```$", text, re.M | re.S)
    return dict(found)
