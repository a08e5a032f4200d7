"""Where the real texts lie that are measured: beyond the repository, in the folder that the variable
JIANBAO_DATA of the environment names.
"""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "JIANBAO_DATA"


def data(name: str) -> Path:
    """The file or folder of this name there. Where the variable is not set its name stands for the folder."""
    return Path(os.environ.get(VARIABLE, f"${VARIABLE}")) / name
