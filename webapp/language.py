"""The language of a page: asked for, remembered, or the browser's; and sentences and dates in it.

Texts are written in simplified Chinese where they are used; the catalogues in translations/ have the
other languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlencode

from babel.dates import format_date
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request
from markupsafe import Markup, escape

from indexer import Message

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
"""By the code that stands in addresses and in `<html lang>`."""
_OURS = "zh-Hans"
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_PARAMETER = "lang"
"""In addresses; the cookie has the same name."""
_CATALOGUES = Path(__file__).with_name("translations")
_LANGUAGE: ContextVar[str] = ContextVar("language", default="")
"""Of the request that is being answered, once it has been asked for."""
_COOKIE_SECONDS = 365 * 24 * 60 * 60


def register(app: Flask) -> None:
    app.jinja_env.globals.update(_=text, ngettext=text_of_number)
    app.teardown_request(_forget)
    app.after_request(_remember)
    app.add_template_filter(translated)
    app.add_template_filter(lambda day: written(day, page_language()), "readable_date")
    app.jinja_env.globals.update(languages=LANGUAGES, in_language=in_language, readable_span=readable_span)


def page_language() -> str:
    """The language of the answer to the request that is being served, one of `LANGUAGES`."""
    if not (known := _LANGUAGE.get()):  # it is asked for with every text and date of a page
        known = next(one for one in _wanted() if one in LANGUAGES)
        _LANGUAGE.set(known)
    return known


def _forget(_: BaseException | None = None) -> None:
    """The thread goes on to another request."""
    _LANGUAGE.set("")


def _wanted() -> Iterator[str]:
    yield request.args.get(_PARAMETER, "")
    yield request.cookies.get(_PARAMETER, "")
    for tag in request.accept_languages.values():
        language, *rest = tag.lower().split("-")
        yield ("zh-Hant" if _TRADITIONAL & {*rest} else "zh-Hans") if language == "zh" else language
    yield _OURS


def _locale(code: str) -> str:
    return code.replace("-", "_")


def _remember(response: Response) -> Response:
    """The choice is kept for a year. It tells nothing but the language."""
    response.headers.add("Vary", "Accept-Language, Cookie")
    if (chosen := request.args.get(_PARAMETER)) in LANGUAGES:
        response.set_cookie(_PARAMETER, str(chosen), max_age=_COOKIE_SECONDS, samesite="Lax", httponly=True)
    return response


def in_language(code: str) -> str:
    """The address of this very page in another language."""
    pairs = [(name, one) for name, one in request.args.items(multi=True) if name != _PARAMETER]
    return f"?{urlencode([*pairs, (_PARAMETER, code)])}"


# — sentences in the language of the page —


def translated(sentence: str) -> str:
    """A sentence of the library in the language of the page."""
    if not isinstance(sentence, Message):
        return sentence
    values = {name: _translated(one) for name, one in sentence.values.items()}
    return _(sentence.template).format(**values)


def _translated(value: object) -> object:
    if isinstance(value, tuple):
        return _("、").join(map(translated, value))
    return translated(value) if isinstance(value, str) else value


# — texts of ours in the language of the page —


def text(ours: str, /, **values: object) -> Markup:
    """A text as HTML: its values are escaped, it is not."""
    return _filled(_of_page().ugettext(ours), values)


def text_of_number(one: str, many: str, number: int, /, **values: object) -> Markup:
    """The one or the other, as the language says it of that many."""
    return _filled(_of_page().ungettext(one, many, number), values)


def _(ours: str, /, **values: object) -> str:
    """A text that is no HTML."""
    told = str(_of_page().ugettext(ours))
    return told % values if values else told


plain_text = _
"""Under the name by which `make catalogue` finds what it says, and to be imported as that."""


def _filled(told: str, values: Mapping[str, object]) -> Markup:
    return Markup(told % {name: escape(one) for name, one in values.items()} if values else told)


def _of_page() -> NullTranslations:
    return catalogue(page_language())


@cache
def catalogue(language: str) -> NullTranslations:
    """What the texts are in the language, one of `LANGUAGES`. Those that it does not have stay as they are:
    in our own language all of them."""
    return Translations.load(_CATALOGUES, [_locale(language)])


# — dates, as people write them in each language —


_CHINESE_DATES = ("y年", "y年M月", "y年M月d日")
_DATES = {"en": ("y", "MMMM y", "d MMMM y")}
"""For a year, a month and a day; the other languages write as Chinese does."""


@lru_cache(maxsize=4096)
def written(day: str, language: str) -> str:
    """An ISO date, whole or cut short: 2024年3月5日, 5 March 2024; 2024年3月, March 2024; 2024年, 2024."""
    if not day:
        return ""
    pattern = _DATES.get(language, _CHINESE_DATES)[day.count("-")]
    return format_date(date.fromisoformat(day + "-01-01"[len(day) - 4 :]), pattern, _locale(language))


def readable_span(first: str, last: str) -> str:
    """From one date to another, in the language of the page; "" leaves that end open."""
    language = page_language()
    begins, ends = written(first, language), written(last, language)
    if begins and ends:
        return begins if first == last else f"{begins} – {ends}"
    return _("%(day)s起", day=begins) if begins else _("截至%(day)s", day=ends)
