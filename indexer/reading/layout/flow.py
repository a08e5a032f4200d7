"""Text that is not wrapped: which of its paragraphs a column or a page cut in mid-sentence.

Nothing but the sentence tells. Where the words prove a cut (`layout_torn`) there is one. Elsewhere prose that
stops without a full stop may be half of a paragraph, or a heading of several clauses, or the way its author
writes: it is taken for a half if it has the look of one and the text has not too many such places. Of real
cuts six in ten are proved, so a text with more such places than four and no proof is written that way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.layout.lines import (
    OPENERS,
    WIDTH_CAP,
    Line,
    ends_sentence,
    is_mid_sentence,
    is_page_line,
    width,
)
from indexer.text.fold import fold
from indexer.text.words import spans

OPENER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
    r"|\d{1,3}[.、．)）](?!\d)|[●■◆▲△◎○□★☆※•·①-⑳*-] ?)"
)
"""What an item of a list or a numbered heading begins with."""
CLAUSE = re.compile("[，。；,;!?！？]")
HEADING = 60
"""No heading is wider than thirty characters."""
HEADLINE = 100
"""A headline printed on several lines may be."""

_PROSE = 50  # a text narrower than that may be a heading or an item of a list
_PROVABLE = 44  # what is narrower still, words alone prove nothing about
_LEAST = 24  # nor do marks where it is no wider than that
_DOUBTS = 3  # unproved cuts that are believed where none is proved
_DOUBTS_EACH = 4  # and for each that is
_ENDED_EACH = 6  # finished paragraphs that make one more believed


def is_short(text: str) -> bool:
    """Whether `text` could be a heading: short, and not ended like a sentence or a clause."""
    return (
        width(text) <= HEADING
        and not ends_sentence(text)
        and not text.endswith(("，", "、", "；", "：", ",", ";", ":"))
    )


def cuts(lines: Sequence[Line]) -> frozenset[int]:
    """The lines after which a blank line parts a paragraph; never the first, which is no paragraph."""
    wide = [i for i in range(1, len(lines) - 1) if lines[i + 1].after_blank and lines[i].width >= _LEAST]
    proved = frozenset(i for i in wide if _is_proved(lines[i].text, lines[i + 1].text))
    usual = bool(proved)
    likely = frozenset(
        i
        for i in wide
        if i not in proved and _is_half(lines[i].text, usual) and _is_rest(lines[i + 1].text, usual)
    )
    ended = sum(ends_sentence(line.text) for line in lines if line.width >= _PROSE)
    believed = len(likely) <= max(_DOUBTS + _DOUBTS_EACH * len(proved), ended // _ENDED_EACH)
    return proved | likely if believed else proved


def _is_proved(above: str, below: str) -> bool:
    if is_page_line(above) or is_page_line(below):
        return False
    by_words = width(above) >= _PROVABLE and not is_short(below)
    return is_torn(above, below) if by_words else is_torn_by_marks(above, below)


def _is_rest(text: str, usual: bool) -> bool:
    """Whether a text may be the other half of a paragraph."""
    return (ends_sentence(text) or _is_half(text, usual)) and not is_short(text)


def _is_half(text: str, usual: bool) -> bool:
    """Whether prose stops in mid-sentence: a paragraph that has ended a sentence, or has several clauses,
    would have ended its last sentence too; a heading or the item of a list has one clause or two. Once the
    text has such cuts (`usual`), one clause is proof enough."""
    stopped = "。" in text
    if width(text) < _PROSE or ends_sentence(text) or (OPENER.match(text) and not stopped):
        return False
    if not text[-1].isalnum() and text[-1] not in "，、,“‘（《":
        return usual and text[-1] in "”’》—"
    clauses = len(CLAUSE.findall(text[:WIDTH_CAP]))
    return (
        (is_mid_sentence(text) and stopped)
        or clauses >= (1 if width(text) > HEADING else 2)
        or (usual and clauses > 0)
    )


# — whether two pieces of text are halves of one sentence, by the characters on both sides of the gap alone —


_NEVER_FIRST = "，。、；：！？,;:!?”’）)》」』】%"
_NUMBER = re.compile(
    r"[0-9０-９][.,．，:：]?\n"
    r"[.．]?(?:[0-9０-９](?!\d?[.、．)）](?!\d))|[%％万亿元余吨岁个]|[年月日时分][0-9０-９])"
)
_PAIRS = ("（）", "()", "“”", "‘’", "《》", "「」", "『』", "【】")
# Whole words, not characters: 目的 does end a heading, 了解 does begin a paragraph.
_NEVER_LAST = frozenset("的和与及将把被对在从向由以为让使称并而或其该这各")
_NEVER_LEADS = frozenset(["的", "了", "着", "过", "等", "和", "与", "及", "以及", "地", "得", "们", "之"])
_HAN = re.compile("[\u3400-\u9fff]")  # two Latin words or numbers without a space look like one
_NUMBERING = 4  # characters that tell whether a number is that of an item
_SIDE = 10  # characters on either side that a word across the gap is looked for in
_REACH = 200  # characters on either side within which a bracket is looked for


def is_torn(above: str, below: str) -> bool:
    """Whether one sentence runs from the end of `above` to the start of `below`; neither may be empty."""
    if is_torn_by_marks(above, below):
        return True
    return not ends_sentence(above) and (
        above[-1] in "，、," or _words_run_across(above[-_SIDE:], below[:_SIDE])
    )


def is_torn_by_marks(above: str, below: str) -> bool:
    """Whether the marks alone prove it, and numbers: hardly ever false, however short the pieces are."""
    if below[0] in _NEVER_FIRST or _NUMBER.search(f"{above[-2:]}\n{below[:_NUMBERING]}"):
        return True
    return not ends_sentence(above) and (
        (above[-1] in OPENERS and above[-2:-1] not in "。！？!?…")
        or any(_runs_across(above[-_REACH:], below[:_REACH], pair) for pair in _PAIRS)
    )


def _runs_across(above: str, below: str, pair: str) -> bool:
    opening, closing = pair[0], pair[1]
    if above.rfind(opening) <= above.rfind(closing):
        return False
    first = below.find(closing)
    return first >= 0 and opening not in below[:first]


def _words_run_across(above: str, below: str) -> bool:
    upper = fold(above)
    gap = len(upper)
    for word in spans(upper + fold(below)):
        if word.start < gap < word.end and _HAN.match(word.text):
            return True
        if word.end == gap and word.text in _NEVER_LAST:
            return True
        if word.start == gap and word.text in _NEVER_LEADS:
            return True
    return False
