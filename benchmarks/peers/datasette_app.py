"""Datasette as an application for uvicorn, which runs several processes of it and writes no log.

Loaded by Datasette's own environment, where nothing of jianbao is installed; `DATASETTE_FOLDER` names the
configuration folder.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any


def app() -> Any:
    return import_module("datasette.app").Datasette(config_dir=Path(os.environ["DATASETTE_FOLDER"])).app()
