"""The house: the maps match the tree, and imports run one way."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("indexer", "webapp") for path in (ROOT / folder).rglob("*.py"))


def test_the_readme_map_names_folders_that_are_there() -> None:
    block = re.search(r"```text\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert block
    named = [line.split()[0] for line in block[1].splitlines()]
    assert len(named) <= 20
    assert [path for path in named if not (ROOT / path).exists()] == []
    folders = {
        f"{path.name}/" for top in ("indexer", "webapp") for path in (ROOT / top).iterdir() if path.is_dir()
    }
    within = {
        name.split("/", 1)[1]
        for name in named
        if name.startswith(("indexer/", "webapp/")) and name.count("/") > 1
    }
    assert within == folders - {"__pycache__/"}


MAPPED = [
    "indexer",
    "webapp",
    "benchmarks",
    *(f"tests/{one}" for one in ("support", "breaking", "hostile", "cluster")),
]
PACKAGES = sorted(
    str(path.parent.relative_to(ROOT)) for folder in MAPPED for path in (ROOT / folder).rglob("__init__.py")
)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_of_a_folder_names_what_is_in_it(package: str) -> None:
    folder = ROOT / package
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"(?<![\w/.])([a-z0-9_]+\.py|[a-z_]+/)(?![\w`])", text))
    files = {path.name for path in folder.glob("*.py") if not path.name.startswith(("__", "test_"))}
    folders = {f"{path.name}/" for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert named == files | folders


TOLD = [*SOURCES, *(ROOT / "webapp").rglob("*.html"), ROOT / "README.md", *(ROOT / "docs").glob("*.md")]


def test_to_take_reports_in_is_one_word() -> None:
    assert [path.name for path in TOLD if "收入" in path.read_text(encoding="utf-8")] == []


@pytest.mark.slow
def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [path for path in SOURCES if "webapp" in path.parts], ids=lambda p: p.name)
def test_the_web_knows_only_the_public_names(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(name.name.startswith("indexer") for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("indexer"):
            assert node.module == "indexer"
            assert {name.name for name in node.names} <= set(indexer.__all__)


LONGER = {"indexer/store.py": 320, "indexer/errors.py": 260, "indexer/__init__.py": 310}
"""The seam is to be read in one piece, two thirds of which are sentences; so are all errors, each with what
to do; and the public names are one list."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_is_about_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGER.get(str(path.relative_to(ROOT)), 250)


def test_the_seeds_are_the_reports_as_delivered(seeds: Path) -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in seeds.iterdir()} == {
        "000_2ab8aebe16b5e3a4.txt": "b41ff2302fbdfd896a84c0adcacd13f906b602c94170b35b9ea6bcb85495dd64",
        "004_6979781712ec9f34.txt": "451dbde5d98fc9a7ed6b4a4204fb3576c327eb359e15c19764ed2cc0b88190b9",
    }


_NOT_TO_SEARCH = """
    indexer.ingest indexer.reading indexer.whoosh_store.writer indexer.processes webapp.server
    whoosh sqlite3 multiprocessing concurrent.futures subprocess socket tempfile logging importlib.metadata
    flask pydantic docx lxml pypdfium2 trafilatura pypinyin yaml numpy.testing numpy.random numpy.ma
""".split()


@pytest.mark.slow
def test_a_search_does_not_wait_for_what_it_does_not_use(index: Path) -> None:
    """Neither does one that is answered as JSON, with the addresses of the web."""
    program = (
        "import sys; from indexer.cli.main import main;"
        f"main(['search', '发展', '--json', '--index', {str(index)!r}], standalone_mode=False);"
        f"sys.exit(', '.join({{*sys.modules}} & {{*{_NOT_TO_SEARCH}}}) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["total"]
