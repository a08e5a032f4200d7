"""The house: the maps match the tree, and imports run one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("indexer", "webapp") for path in (ROOT / folder).rglob("*.py"))


def tree_of(markdown: str) -> set[str]:
    """The paths that the README's map names, from its indented lines."""
    block = re.search(r"```text\n(.*?)```", markdown, re.S)
    assert block
    paths: set[str] = set()
    folders: list[str] = []
    for line in block[1].splitlines():
        found = re.match(r"( *)(\S+)", line)
        assert found, line
        depth = len(found[1]) // 2
        folders[depth:] = [found[2]]
        paths.add("".join(folders))
    return paths


def test_the_readme_map_names_what_is_there_and_nothing_else() -> None:
    named = tree_of((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    modules = {str(path.relative_to(ROOT)) for path in SOURCES if not path.name.startswith("__")}
    assert sorted(modules - named) == []


PACKAGES = [
    "indexer",
    "indexer/reading",
    "indexer/reading/guessing",
    "indexer/reading/html",
    "indexer/reading/pages",
    "indexer/whoosh_store",
    "webapp",
    "webapp/api",
    "webapp/pages",
    "webapp/serving",
]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_in_a_package_names_its_files(package: str) -> None:
    text = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))) or ""
    files = {path.name for path in (ROOT / package).glob("*.py") if not path.name.startswith("__")}
    named = set(re.findall(r"^ *([a-z_]+\*?\.py)\b", text, re.M))
    patterns = [re.compile(name.replace("*", "[a-z_]*")) for name in named if "*" in name]
    assert {name for name in files if not any(one.fullmatch(name) for one in patterns)} == {
        name for name in named - {"__init__.py"} if "*" not in name
    }


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


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_is_about_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 250


def test_the_seeds_are_the_reports_as_delivered(seeds: Path) -> None:
    delivered = ROOT.parent / "shared" / "seeds"
    if not delivered.is_dir():
        pytest.skip(f"{delivered} 不在这台机器上，无从比对")
    assert {path.name: path.read_bytes() for path in seeds.iterdir()} == {
        path.name: path.read_bytes() for path in delivered.iterdir()
    }
