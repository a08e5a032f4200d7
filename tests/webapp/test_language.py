"""Languages: which one a page is in, and catalogues that say everything the code says."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from indexer import Message

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "webapp" / "translations"
CATALOGUES = sorted(path.parent for path in TEXTS.glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{[a-z_]+(?::[^}]*)?\}|%%|</?[a-z][^>]*>")
CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]")
SPOKEN = {"aria-label", "title", "placeholder", "alt"}
TYPED = re.compile("项目|建设|魑魅|魍魉|镇江|经开区|新能源|月亮|“[^”]*”")
"""What the addresses below ask for; and examples, which are in quotation marks."""
TRADITIONAL = OpenCC("s2t").convert
PAGES = (
    "/",
    "/?q=项目",
    "/?q=项目 建设&from=2020&match=words,relaxed",
    "/?q=项目 魑魅魍魉",
    "/?q=镇江经开区新能源月亮",
    "/?q=“项目魑魅”",
    "/?q=项目 date:项目 OR",
    "/?q=项目&offset=500",
    "/reports/{id}",
    "/reports/{id}?q=项目&cite=1",
    "/help",
    "/trend",
    "/trend?q=项目&q=建设&share=1",
    "/contexts",
    "/contexts?q=项目&sort=left",
    "/contexts?q=魑魅魍魉",
    "/survey",
    "/survey?list=项目%0A建设",
    "/neighbours",
    "/neighbours?q=项目",
    "/api",
    "/nowhere",
    "/?q=项目&limit=x",
    "/?q=项目&sort=x",
    "/original/{id}?file=9",
    "/cite/{id}?style=x",
    "/cite/{id}?paragraph=9999",
    "/reports/x",
)


def catalogue(folder: Path) -> Catalog:
    with (folder / "messages.po").open("rb") as file:
        return read_po(file, locale=folder.parent.name)


def forms(message: Entry) -> list[str]:
    """What a message is translated to: one text, or one for each number."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


@pytest.fixture(scope="module")
def extracted() -> set[Any]:
    """All texts of the code and the templates that are shown through a catalogue."""
    with (TEXTS / "extract.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, str(TEXTS / "extract.cfg"))  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, "Message": None, "says": None}
    found = extract_from_dir(ROOT, methods, options, keywords)
    return {text for path, _, text, _, _ in found if path.startswith(("indexer/", "webapp/"))}


def test_there_is_a_catalogue_for_each_other_language() -> None:
    assert [folder.parent.name for folder in CATALOGUES] == ["en", "zh_Hant"]


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_a_catalogue_says_all_that_the_code_says_and_no_more(folder: Path, extracted: set[Any]) -> None:
    held = {message.id: forms(message) for message in catalogue(folder) if message.id}
    assert extracted - held.keys() == set(), "run make catalogue"
    assert held.keys() - extracted == set(), "run make catalogue"
    for text, translated in held.items():
        assert all(translated), text


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_a_translation_fills_in_the_same_values(folder: Path) -> None:
    for message in catalogue(folder):
        original = message.id if isinstance(message.id, str) else message.id[1]
        for form in forms(message):
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(original)), original


@pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_what_is_read_at_run_time_is_what_the_catalogue_says(folder: Path) -> None:
    with (folder / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in filter(lambda one: one.id, catalogue(folder)):
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string, "run make catalogue"
        else:
            said = {compiled.ngettext(message.id[0], message.id[1], number) for number in (1, 2)}
            assert said == set(forms(message)), "run make catalogue"


def test_english_holds_no_chinese_but_examples() -> None:
    (english,) = (folder for folder in CATALOGUES if folder.parent.name == "en")
    for message in catalogue(english):
        for form in forms(message):
            without = re.sub(r"<kbd>.*?</kbd>|<code>.*?</code>|[“「『].*?[”」』]|检报", "", form)
            assert not CHINESE.search(without), form


def test_traditional_chinese_holds_no_simplified_characters() -> None:
    (traditional,) = (folder for folder in CATALOGUES if folder.parent.name == "zh_Hant")
    for message in catalogue(traditional):
        for form in forms(message):
            assert simplified(form) == set(), form


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_in_one_language(client: FlaskClient, address: str) -> None:
    """All that it says itself: not the reports, and not what was typed."""
    found = client.get("/api/v1/search?q=项目").json
    assert found
    address = address.replace("{id}", found["hits"][0]["id"])
    english = list(own_words(client.get(address, headers={"Accept-Language": "en"}).text))
    assert len(english) > 10
    assert [text for text in english if CHINESE.search(text)] == []
    traditional = list(own_words(client.get(address, headers={"Accept-Language": "zh-TW"}).text))
    assert len(traditional) > 10
    assert [text for text in traditional if simplified(text)] == []


def own_words(page: str) -> Iterator[str]:
    """Texts of a page, and of attributes that are seen or heard, in the language of the page."""
    whole = lxml.html.fromstring(page)
    for one in whole.iter("*"):
        if one.tag in ("title", "kbd", "code", "pre") or one.xpath("ancestor::kbd|ancestor::code"):
            continue
        held = {str(name): str(value) for name, value in one.attrib.items()}
        if one.xpath("ancestor-or-self::*[@lang][1]/@lang") != [whole.get("lang")]:
            continue  # its attributes are in its language, too
        spoken = [value for name, value in held.items() if name in SPOKEN or name.startswith("data-")]
        spoken += [one.text or "", *(child.tail or "" for child in one)]
        yield from filter(None, (TYPED.sub("", text).strip() for text in spoken))


def simplified(text: str) -> set[str]:
    """Its characters that only simplified writing has."""
    return {char for char in CHINESE.findall(text) if TRADITIONAL(char) != char} - {"游"}


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.3,zh;q=0.2", "en"),
        ("fr", "zh-Hans"),
        ("", "zh-Hans"),
        ("*;q=zero,,;", "zh-Hans"),
    ],
)
def test_the_browser_chooses(client: FlaskClient, accepts: str, language: str) -> None:
    reply = client.get("/", headers={"Accept-Language": accepts})
    assert f'<html lang="{language}"' in reply.text
    assert {"accept-language", "cookie"} <= {one.lower() for one in reply.vary}


def test_a_choice_is_kept(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/?lang=en").text
    assert '<html lang="en"' in client.get("/?q=项目", headers={"Accept-Language": "zh-TW"}).text
    assert '<html lang="zh-Hant"' in client.get("/?lang=zh-Hant").text
    assert '<html lang="zh-Hant"' in client.get("/?lang=klingon").text


def test_sentences_of_the_library_are_translated(client: FlaskClient) -> None:
    told = client.get("/api/v1/search?q=项目&limit=x").json
    assert told
    assert "无效" in told["detail"]
    told = client.get("/api/v1/search?q=项目&limit=x", headers={"Accept-Language": "en"}).json
    assert told
    assert "limit=x" in told["detail"]
    assert "无效" not in told["detail"]
    told = client.get("/api/v1/search?q=项目 date:项目", headers={"Accept-Language": "en"}).json
    assert told
    assert [note for note in told["query"]["notes"] if "no date" in note]


def test_a_list_in_a_sentence_is_written_as_the_language_has_it(client: FlaskClient) -> None:
    told = client.get("/api/v1/search?q=项目&sort=x").json
    assert told
    assert "relevance、newest、oldest" in told["detail"]
    told = client.get("/api/v1/search?q=项目&sort=x", headers={"Accept-Language": "en"}).json
    assert told
    assert "relevance, newest, oldest" in told["detail"]


@given(st.text(), st.integers())
def test_a_sentence_remembers_what_it_was_made_of(text: str, number: int) -> None:
    said = Message("{text} 共 {number} 处", text=text, number=number)
    assert said == f"{text} 共 {number} 处"
    again = pickle.loads(pickle.dumps(said))
    assert (again, again.template, dict(again.values)) == (said, said.template, dict(said.values))


def test_a_text_without_values_is_settled_when_its_template_is_compiled(app: Flask) -> None:
    source = '<b title="{{ _("检索") }}">{{ _("检索帮助") }}</b>'
    code = app.jinja_env.compile(source, "en/any.html", raw=True)
    assert '<b title="Search">Search help</b>' in code
