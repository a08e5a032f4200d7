"""Templates, compiled for each language by itself: a text without values is settled then, once and for all.

A page has a hundred such texts. To look up each of them at each request took longer than all else in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import FileSystemLoader, PrefixLoader
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from webapp.addresses import ROOT
from webapp.language import LANGUAGES, catalogue, page_language

_TEMPLATES = Path(__file__).with_name("templates")
_TEXT = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")
"""What `{{ _("…") }}` is to Jinja's parser."""


class _Settled(Extension):
    """Puts texts without values in the place of what asks for them."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        told = catalogue((stream.name or "").partition("/")[0]).ugettext
        tokens, at = list(stream), 0
        while at < len(tokens):
            these = tokens[at : at + len(_TEXT)]
            if tuple(one.type for one in these) == _TEXT and these[1].value == "_":
                yield Token(these[0].lineno, "data", told(these[3].value))
                at += len(_TEXT)
            else:
                yield tokens[at]
                at += 1


class _InLanguage(Environment):
    """A template is named with its language, en/results.html, and so is what it takes in."""

    def join_path(self, template: str, parent: str) -> str:
        return f"{parent.partition('/')[0]}/{template}"


def register(app: Flask) -> None:
    """To be called before anything is said to `app.jinja_env`."""
    app.jinja_environment = _InLanguage
    app.jinja_loader = PrefixLoader(dict.fromkeys(LANGUAGES, FileSystemLoader(_TEMPLATES)))
    app.jinja_options = {
        "extensions": [_Settled],
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": False,
    }
    app.add_template_global(fixed)


def rendered(template: str, **values: object) -> str:
    """The template in the language of the page."""
    language = page_language()
    return current_app.jinja_env.get_template(f"{language}/{template}").render(language=language, **values)


def fixed(template: str) -> Markup:
    """What is the same on every page of a language."""
    return _fixed(template, page_language(), ROOT.get())


@lru_cache(maxsize=64)
def _fixed(template: str, language: str, root: str) -> Markup:
    return Markup(rendered(template))
