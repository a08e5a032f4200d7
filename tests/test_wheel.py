"""What `pip install` gives: the wheel, in a virtual environment that knows nothing of this folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("indexer", "webapp")
NOT_SHIPPED = {".po", ".cfg", ".pyc"}
"""What the catalogues are made from, and what Python makes by itself."""


def called(*command: str | Path, cwd: Path) -> str:
    quiet = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "JIANBAO_INDEX")}
    done = subprocess.run(command, cwd=cwd, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, processes: None) -> Path:
    """Built from a copy, for it leaves things behind; by what is installed, for there may be no network."""
    source = tmp_path_factory.mktemp("wheel")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    build = "from setuptools.build_meta import build_wheel; build_wheel('dist')"
    called(sys.executable, "-c", build, cwd=source)
    (found,) = (source / "dist").glob("jianbao-*.whl")
    return found


@pytest.fixture(scope="module")
def program(wheel: Path) -> Path:
    """The program, installed with nothing but the dependencies of this environment beside it."""
    venv = wheel.parent / "venv"
    called(sys.executable, "-m", "venv", "--without-pip", venv, cwd=wheel.parent)
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", str(venv / "bin" / "python")]
    called(*pip, "install", "--no-deps", "--no-index", wheel, cwd=wheel.parent)
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return venv / "bin" / "jianbao"


def test_the_wheel_has_all_that_the_program_reads(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())
    files = (path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file())
    wanted = {str(path.relative_to(ROOT)) for path in files if path.suffix not in NOT_SHIPPED}
    assert wanted <= held


def test_it_works_where_there_is_nothing_but_the_wheel(program: Path, seeds: Path, tmp_path: Path) -> None:
    where = "import indexer, webapp; print(indexer.__file__, webapp.__file__)"
    assert str(ROOT) not in called(program.with_name("python"), "-c", where, cwd=tmp_path)
    called(program, "index", seeds, "--index", "seeds", cwd=tmp_path)
    assert json.loads(called(program, "search", "下达到", "--json", "--index", "seeds", cwd=tmp_path))[
        "total"
    ]
    look = (
        "from webapp.app import create_app; client = create_app('seeds').test_client();"
        "print(client.get('/?q=下达到&lang=en').text, client.get('/static/style.css').text)"
    )
    shown = called(program.with_name("python"), "-c", look, cwd=tmp_path)
    assert all(text in shown for text in ("<mark>下达到</mark>", "Search help", "font-family"))
