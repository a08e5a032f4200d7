"""Texts in newspaper layout made from real articles, each with its truth: the same article, style and random
choices give the same text.

As papers are set and as their text comes out of the print: columns of changing measure without their
indents, cut at the foot wherever they end (`wrapped`); a line for each paragraph, cut in mid-sentence, marks
of half width (`flowed`); columns with some paragraphs in marks of half width (`mixed`); columns of any
measure with page headers, with or without indents and blank lines (`worn`); and columns with neither indents
nor blank lines, in which only the lengths of the lines tell (`solid`). In all of them a kicker stands above
the title, captions below, headings in their place or, beside columns, in boxes behind the text, the lead at
the very end, a by-line in brackets, spaces about numbers, and blank lines that mean nothing before an opening
quote. No cut is made where nothing of it would be left: in text without lines, after a finished sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.layout.columns import Columns, Piece, Wear, page_header
from benchmarks.layout.setting import rows
from benchmarks.layout.truth import Printed, squeezed

STYLES = ("wrapped", "mixed", "flowed", "worn", "solid")

_MIN_CHARACTERS = 500  # of an article
_MIN_PARAGRAPHS = 4
_MAX_BOXES = 3  # headings that are set apart behind a text; more stand where they belong
_HALF_WIDTH = str.maketrans("，：；！？（）", ",:;!?()")
_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])(\d[\d.,]*%?)(?=[\u4e00-\u9fff])|^(\d[\d.,]*%?)(?=[\u4e00-\u9fff])"
)
_CLAUSE = re.compile(r"(?<=[，。；])[\u4e00-\u9fff]{6,14}(?=[，。；])")
_NOISE = re.compile("[\x00-\x1f\x7f-\x9f\ufeff]")  # no text in a file keeps these
_SENTENCE_END = "。！？!?…"
_MAX_HEADING_CHARACTERS = 20
_FAMILY_NAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨"
_GIVEN_NAMES = "明华强敏静丽军洋艳涛浩睿欣怡宁"


@dataclass(frozen=True, slots=True)
class _Article:
    """An article, and the headings that stand among its paragraphs: (number of the next one, text)."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]


def imitations(records: Iterable[dict[str, Any]], style: str, seed: str) -> Iterator[Printed]:
    """A text for every record that is long enough to fill columns."""
    for record in records:
        article = _article(record)
        if (
            len(article.paragraphs) >= _MIN_PARAGRAPHS
            and sum(map(len, article.paragraphs)) >= _MIN_CHARACTERS
        ):
            yield _Press(article, style, Random(f"{seed} {style} {article.name}")).printed()


def _article(record: dict[str, Any]) -> _Article:
    paragraphs: list[str] = []
    headings: list[tuple[int, str]] = []
    for text in (" ".join(_NOISE.sub("", one).split()) for one in record.get("paragraphs", ())):
        if paragraphs and 0 < len(text) <= _MAX_HEADING_CHARACTERS and text[-1].isalnum():
            headings.append((len(paragraphs), text))
        elif text:
            paragraphs.append(text)
    return _Article(record["id"], record.get("title", ""), tuple(paragraphs), tuple(headings))


class _Press:
    """One article being printed."""

    def __init__(self, article: _Article, style: str, random: Random) -> None:
        self.article, self.style, self.random = article, style, random
        self.clauses = [c for text in article.paragraphs for c in _CLAUSE.findall(text)]
        self.worn = style == "worn"

    def printed(self) -> Printed:
        texts = [self._dressed(text) for text in self.article.paragraphs]
        headings = self._headings()
        columns = self.style != "flowed"
        lead_moved = columns and self._chance(0.25)
        boxed = columns and len(headings) <= _MAX_BOXES and self._chance(0.7)
        body = self._body(list(enumerate(texts))[lead_moved:], () if boxed else headings)
        pieces = [*self._head(), *body]
        pieces += [self._box(text) for _, text in headings if boxed]
        pieces += self._byline()
        if lead_moved:
            pieces.append(self._lead(texts[0]))
        return _composed(self.article.name, self.style, pieces, self.random)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _dressed(self, text: str) -> str:
        if self.style == "flowed" or (self.style in ("mixed", "worn") and self._chance(0.3)):
            text = text.translate(_HALF_WIDTH)
        if self.style != "flowed" and self._chance(0.2):
            text = _NUMBER.sub(lambda found: f" {found.group()} ", text).strip()
        return text

    # -- what stands about the body

    def _head(self) -> Iterator[Piece]:
        if self.worn and self._chance(0.5):
            yield Piece((page_header(self.random),))
        if self._chance(0.4) and self.clauses:
            yield Piece((self.random.choice(self.clauses),))
        title = " ".join(self.article.title.split())
        if title:
            yield Piece(self._title(title))
        if self._chance(0.4) and self.clauses:
            form = self.random.choice(("{}现场", "{}（资料图）", "{} 摄影报道", "图为{}"))
            yield Piece((form.format(self.random.choice(self.clauses)),))

    def _title(self, title: str) -> tuple[str, ...]:
        if self.worn and " " in title and self._chance(0.5):
            return tuple(title.split(" ", 1))
        return (title,)

    def _headings(self) -> tuple[tuple[int, str], ...]:
        if self.article.headings:
            return self.article.headings
        wanted = self.random.choice((0, 1, 1, 2, 2, 3))
        made: list[tuple[int, str]] = []
        for number, text in list(enumerate(self.article.paragraphs))[1:]:
            clauses = _CLAUSE.findall(text)
            if clauses and len(made) < wanted and self._chance(0.4):
                made.append((number, self.random.choice(clauses)))
        return tuple(made)

    def _box(self, text: str) -> Piece:
        return Piece(tuple(rows(text, 2 * self.random.choice((4, 5, 6, 7)))))

    def _byline(self) -> Iterator[Piece]:
        if self._chance(0.7):
            names = " ".join(self._name() for _ in range(self.random.randint(1, 3)))
            role = self.random.choice(("", "", "记者 ", "本报记者 ", "通讯员 "))
            yield Piece((f"（{role}{names}）" if self._chance(0.5) else f"({role}{names})",))

    def _name(self) -> str:
        given = (self.random.choice(_GIVEN_NAMES) for _ in range(self.random.choice((1, 2))))
        return self.random.choice(_FAMILY_NAMES) + "".join(given)

    def _lead(self, text: str) -> Piece:
        set_wide = rows(text, 2 * self.random.choice((22, 24)), 1)
        return Piece((" " + set_wide[0], *set_wide[1:]), whole=True)

    # -- the body

    def _body(self, texts: Sequence[tuple[int, str]], headings: Iterable[tuple[int, str]]) -> Iterator[Piece]:
        columns = Columns(self.random, self._wear())
        for number, text in texts:
            for heading in (one for at, one in headings if at == number):
                yield Piece((heading,))
            yield from [self._flowed(text)] if self.style == "flowed" else columns.paragraph(text)

    def _wear(self) -> Wear:
        if self.worn:
            return Wear.drawn(self.random)
        return Wear.solid(self.random) if self.style == "solid" else Wear()

    def _flowed(self, text: str) -> Piece:
        """A cut after a finished sentence would leave no trace in text without lines: none is made."""
        cut = int(len(text) * self.random.uniform(0.25, 0.85))
        if len(text) < 90 or not self._chance(0.3) or text[:cut].rstrip("”’")[-1] in _SENTENCE_END:
            return Piece((text,), whole=True)
        return Piece((text[:cut], "", text[cut:]), (len(squeezed(text[:cut])),), whole=True)


def _composed(name: str, style: str, pieces: Sequence[Piece], random: Random) -> Printed:
    """The pieces one below the other, a blank line or two between them, or none where they stand close."""
    text, blocks, cuts, at = "", [], [], 0
    for piece, above in zip(pieces, (None, *pieces), strict=False):
        close = above is not None and above.close and piece.close
        text += ("\n" if close else "\n\n\n" if random.random() < 0.03 else "\n\n") + "\n".join(piece.rows)
        blocks.append("".join(piece.rows).strip())
        cuts += [at + cut for cut in piece.cuts]
        at += len(squeezed(blocks[-1]))
    whole = tuple(block for block, piece in zip(blocks, pieces, strict=True) if piece.whole)
    return Printed(name, style, text, tuple(blocks), whole, tuple(cuts))
