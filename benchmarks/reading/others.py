"""What other programs read in a file, line by line: pdftotext, pandoc, LibreOffice, and for what needs none
of them Python's own libraries. Nothing of jianbao is used."""

from __future__ import annotations

import email
import gzip
import io
import json
import lzma
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.command import say
from benchmarks.reading.programs import convert, is_there, output

_PANDOC = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), "docx"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **{".epub": "epub", ".md": "gfm", ".markdown": "gfm"},
}
"""Not .odt, of which pandoc leaves out sections, nor .rtf, of which it leaves out brackets."""
_TO_TEXT = "txt:Text (encoded):UTF8"
_TO_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet in a file of its own, the cells as they are shown."""
_OFFICE = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".fodt"), _TO_TEXT),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt"), _TO_SHEETS),
    **dict.fromkeys((".et", ".ett", ".ods", ".ots", ".fods"), _TO_SHEETS),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm", ".ppt"), "fodp"),
    **dict.fromkeys((".pps", ".pot", ".dps", ".dpt", ".odp", ".otp", ".fodp"), "fodp"),
}
_ARCHIVES = (".zip", ".7z", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
_NOT_PRINTED = ("{*}binary-data", "{*}annotation", "{*}styles", "{*}automatic-styles", "{*}master-styles")


@dataclass(frozen=True, slots=True)
class Other:
    """What `program` read in a file."""

    program: str
    lines: Sequence[str]


def read(files: Sequence[Path], scratch: Path) -> dict[Path, Other]:
    """Each file with what another program reads in it; those are missing that none here reads. `scratch` is
    an empty folder."""
    found = _by_office(files, scratch)
    for number, path in enumerate(files):
        if path not in found and (other := _alone(path, scratch / f"of {number}")):
            found[path] = other
    return found


def _alone(path: Path, scratch: Path) -> Other | None:
    """The same of one file, by what is started for it alone."""
    name = path.name.lower()
    if name.endswith(_ARCHIVES):
        return _unpacked(path, scratch)
    if path.suffix.lower() == ".eml":
        return _letter(path, scratch)
    if path.suffix.lower() == ".pdf" and is_there("pdftotext"):
        return _told("pdftotext", output("pdftotext", "-q", "-enc", "UTF-8", path, "-"))
    if (form := _PANDOC.get(path.suffix.lower())) and is_there("pandoc"):
        return _told("pandoc", _pandoc(path, form))
    reader = next((one for ending, one in _BY_PYTHON.items() if name.endswith(ending)), None)
    return _by_python(reader, path) if reader else None


def _pandoc(path: Path, form: str) -> bytes | None:
    return output("pandoc", "-f", form, "-t", "plain", "--wrap=none", path)


def _told(program: str, printed: bytes | None) -> Other | None:
    return None if printed is None else Other(program, printed.decode("utf-8", "replace").splitlines())


# — LibreOffice, which is started for several at once —


def _by_office(files: Sequence[Path], scratch: Path) -> dict[Path, Other]:
    forms = defaultdict[str, list[Path]](list)
    for path in files if is_there("soffice") else ():
        if form := _OFFICE.get(path.suffix.lower()):
            forms[form].append(path)
    found: dict[Path, Other] = {}
    for number, (form, paths) in enumerate(forms.items()):
        into = scratch / f"office {number}"
        named = _named(paths, into)
        convert(list(named), form, into / "out", scratch / "profile")
        for link, path in named.items():
            if lines := [line for one in _written(into / "out", link.stem) for line in _lines_of(one)]:
                found[path] = Other("LibreOffice", lines)
    return found


def _named(paths: Sequence[Path], into: Path) -> dict[Path, Path]:
    """Each under a name of its own: what LibreOffice writes it names after what it read."""
    into.mkdir(parents=True)
    named = {into / f"f{number:04}{path.suffix.lower()}": path for number, path in enumerate(paths)}
    for link, path in named.items():
        link.symlink_to(path.absolute())
    return named


def _written(folder: Path, stem: str) -> list[Path]:
    return sorted([*folder.glob(f"{stem}.*"), *folder.glob(f"{stem}-*")])


def _lines_of(path: Path) -> Iterator[str]:
    if path.suffix == ".fodp":
        parser = etree.XMLParser(huge_tree=True, recover=True)  # LibreOffice gives some ids twice
        yield from _printed_lines(etree.parse(path, parser).getroot())
    else:
        yield from path.read_text(encoding="utf-8-sig", errors="replace").splitlines()


def _printed_lines(root: etree._Element) -> Iterator[str]:
    for one in [*root.iter(*_NOT_PRINTED)]:
        if (parent := one.getparent()) is not None:
            parent.remove(one)
    for one in root.iter("{*}p"):
        yield from "".join(map(str, one.itertext())).splitlines()


# — what holds files —


def _unpacked(path: Path, scratch: Path) -> Other | None:
    """What is read in the files of an archive, all together."""
    inside = scratch / "inside"
    if not is_there("7z") or output("7z", "x", "-y", f"-o{inside}", path) is None:
        return None
    for tar in [*inside.glob("*.tar")]:
        output("7z", "x", "-y", f"-o{inside}", tar)
        tar.unlink()
    return _together("7z", inside, scratch)


def _letter(path: Path, scratch: Path) -> Other | None:
    """A letter, and what is attached to it."""
    inside = scratch / "inside"
    inside.mkdir(parents=True)
    letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = letter.get_body(("plain", "html"))
    held: Any = body.get_content() if body else ""
    if body is None or body.get_content_subtype() == "plain":
        (inside / "text.txt").write_text(f"{letter['subject'] or ''}\n{held}", encoding="utf-8")
    else:
        (inside / "text.html").write_text(held, encoding="utf-8")
    for number, one in enumerate(letter.iter_attachments()):
        content: Any = one.get_content()
        if isinstance(content, bytes):
            (inside / f"{number}{Path(one.get_filename() or '').suffix}").write_bytes(content)
    return _together("email", inside, scratch)


def _together(program: str, inside: Path, scratch: Path) -> Other:
    files = sorted(one for one in inside.rglob("*") if one.is_file())
    deeper = scratch / "deeper"
    deeper.mkdir(parents=True)
    return Other(program, [line for other in read(files, deeper).values() for line in other.lines])


# — by Python —


def _by_python(reader: Callable[[bytes], Iterable[str]], path: Path) -> Other | None:
    """None for a damaged file, of which these libraries raise whatever they like."""
    try:
        return Other("Python", list(reader(path.read_bytes())))
    except Exception as error:
        say(f"{path.name}: {type(error).__name__}: {error}")
        return None


def _text(data: bytes) -> Iterator[str]:
    yield from _decoded(data).splitlines()


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _records(data: bytes) -> Iterator[str]:
    for line in filter(str.strip, _text(data)):
        yield from _strings(json.loads(line))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.splitlines()
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(one)


def _archived_page(data: bytes) -> Iterator[str]:
    """What stands between the tags of a page that browsers stored in one file."""
    for part in email.message_from_bytes(data, policy=policy.default).walk():
        if part.get_content_type() == "text/html":
            yield from re.sub("<style.*?</style>|<[^>]*>", "\n", part.get_content(), flags=re.S).splitlines()


def _print(data: bytes) -> Iterator[str]:
    """The texts that the pages of an OFD have placed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.lower().endswith(".xml"):
                for one in etree.fromstring(package.read(name)).iter("{*}TextCode"):
                    yield one.text or ""


_BY_PYTHON: dict[str, Callable[[bytes], Iterable[str]]] = {
    **dict.fromkeys((".txt", ".csv", ".tsv"), _text),
    ".jsonl": _records,
    ".jsonl.xz": lambda data: _records(lzma.decompress(data)),
    ".jsonl.gz": lambda data: _records(gzip.decompress(data)),
    **dict.fromkeys((".mht", ".mhtml"), _archived_page),
    ".ofd": _print,
}
