"""The language of a page: asked for, remembered, or the browser's; and sentences said in it.

Texts are written in simplified Chinese where they are used; the catalogues in translations/ have the
other languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlencode

from babel.support import Translations
from flask import Flask, Response, g, request
from flask_babel import Babel, get_translations, gettext

from indexer import Message

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
"""By the code that stands in addresses and in `<html lang>`."""
_OURS = "zh-Hans"
_NAME, _YEAR = "lang", 365 * 24 * 60 * 60
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def register(app: Flask) -> None:
    Babel(app, default_locale=_locale(_OURS), locale_selector=lambda: _locale(page_language()))
    # The functions that Babel gives to templates look for the catalogue with every text: a tenth of the time
    # of a page of results.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.after_request(_remember)
    app.add_template_filter(said)
    app.jinja_env.globals.update(languages=LANGUAGES, in_language=in_language)
    app.context_processor(lambda: {"language": page_language()})


def page_language() -> str:
    """The language of the answer to the request that is being served, one of `LANGUAGES`."""
    if "language" not in g:  # it is asked for with every text and date of a page
        g.language = next(one for one in _wanted() if one in LANGUAGES)
    return cast(str, g.language)


def _catalogue() -> Translations:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return cast(Translations, g.catalogue)


def said(sentence: str) -> str:
    """A sentence of the library in the language of the page."""
    if not isinstance(sentence, Message):
        return sentence
    values = {name: _said(one) for name, one in sentence.values.items()}
    return str(gettext(sentence.template)).format(**values)


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return str(gettext("、")).join(map(said, value))
    return said(value) if isinstance(value, str) else value


def in_language(code: str) -> str:
    """The address of this very page in another language."""
    pairs = [(name, one) for name, one in request.args.items(multi=True) if name != _NAME]
    return f"?{urlencode([*pairs, (_NAME, code)])}"


def _wanted() -> Iterator[str]:
    yield request.args.get(_NAME, "")
    yield request.cookies.get(_NAME, "")
    for tag in request.accept_languages.values():
        language, *rest = tag.lower().split("-")
        yield ("zh-Hant" if _TRADITIONAL & {*rest} else "zh-Hans") if language == "zh" else language
    yield _OURS


def _locale(code: str) -> str:
    return code.replace("-", "_")


def _remember(response: Response) -> Response:
    """The choice is kept for a year. It tells nothing but the language."""
    response.vary.update(("Accept-Language", "Cookie"))
    if (chosen := request.args.get(_NAME)) in LANGUAGES:
        response.set_cookie(_NAME, str(chosen), max_age=_YEAR, samesite="Lax", httponly=True)
    return response
