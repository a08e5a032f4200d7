"""What is seen of the fields of a paragraph: not their codes but what they show. Pure.

A field is its code and what it shows, between three signs, as in the files of old Word.
"""

from __future__ import annotations

import re

BEGIN, SHOWS, END = "\x13", "\x14", "\x15"

_WHOLE = re.compile(f"{BEGIN}([^{BEGIN}-{END}]*)(?:{SHOWS}([^{BEGIN}-{END}]*))?{END}")
"""One that holds no other."""
_BEGUN = re.compile(f"{BEGIN}(?:[^{BEGIN}-{END}]*{SHOWS}|[ -~]*)")
"""One that ends in another paragraph, as a table of contents does; or not at all: then its code is Latin."""
_SIGN = re.compile(f"[{BEGIN}-{END}]")
_MAX_DEPTH = 8
_SET_OVER = re.compile(r"\s*EQ\s.{0,200}?\\o\b[^(]{0,20}\(.*[,;](.*)\)\s*", re.I | re.S)
"""Characters one over another: a sign around a number, the pronunciation above a word. What is last is it."""


def seen(text: str) -> str:
    """The text of a paragraph without the codes of its fields."""
    if not _SIGN.search(text):
        return text
    for _ in range(_MAX_DEPTH):
        text, found = _WHOLE.subn(_shown, text)
        if not found:
            break
    return _SIGN.sub("", _BEGUN.sub("", text))


def _shown(field: re.Match[str]) -> str:
    if field[2]:
        return field[2]
    over = _SET_OVER.fullmatch(field[1])
    return over[1] if over else ""
