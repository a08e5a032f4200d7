"""Where an index is that was given no place; an address -> the folder of its ledger and its word files."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

_PROGRAM = "jianbao"
_INDEX = "index"
_ELSEWHERE = "elsewhere"
"""In the user's data folder: what belongs to indexes that lie on other machines."""
_UNFIT_FOR_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def default_index() -> Path:
    """`index` of the working directory where there is such a folder, else one of the user's."""
    here = Path.cwd() / _INDEX
    return here if here.is_dir() else user_folder() / _INDEX


def is_folder(address: Path | str) -> bool:
    """Whether the index is in a folder of this machine; else its address is `scheme://…`."""
    return "://" not in str(address)


def folder_of(address: Path | str) -> Path:
    """The index's own folder or, where it lies on other machines, one of the user's that is for this index
    alone: the address without a user and a password decides which. It need not exist."""
    return Path(address) if is_folder(address) else user_folder() / _ELSEWHERE / _name(str(address))


def user_folder() -> Path:
    """What this user keeps of jianbao on this machine. It need not exist."""
    from platformdirs import user_data_path  # here: most indexes are in a folder that was named

    return user_data_path(_PROGRAM, appauthor=False)


def _name(address: str) -> str:
    """To be read by people, and told from the name of any other index by its hash."""
    parts = urlsplit(address)
    path = parts.path.strip("/")
    machines = ",".join(sorted(parts.netloc.rpartition("@")[2].lower().split(",")))
    where = f"{parts.scheme}://{machines}/{path}?{parts.query}"
    readable = _UNFIT_FOR_NAMES.sub("-", path.rpartition("/")[2])[:40]
    return f"{readable or 'index'}-{blake2b(where.encode(), digest_size=8).hexdigest()}"
