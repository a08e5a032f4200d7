"""Text that is not wrapped: which of its paragraphs a column or a page cut in mid-sentence.

Nothing but the sentence tells. Where the characters on both sides of the gap prove a cut (`is_torn`), there
is one. Elsewhere prose that stops without a full stop may be half of a paragraph, or a heading of several
clauses, or the way its author writes. It is taken for a half if it looks like one and the text has not too
many such places. Of real cuts six in ten are proved; so a text without proof and with more than three such
places is written that way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.reading.layout.lines import (
    MAX_WIDTH,
    OPENERS,
    TextLine,
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
HEADING_WIDTH = 60
"""No heading is wider."""
HEADLINE_WIDTH = 100
"""A headline printed on several lines may be as wide."""

_PROSE_WIDTH = 50  # what is narrower may be a heading or an item of a list
_PROVABLE_BY_WORDS_WIDTH = 44  # about what is narrower, words alone prove nothing
_PROVABLE_BY_MARKS_WIDTH = 24  # nor do marks
_UNPROVED_CUTS = 3  # that are believed where none is proved
_UNPROVED_CUTS_PER_PROVED = 4  # more that are believed, for each that is proved
_PARAGRAPHS_PER_UNPROVED_CUT = 6  # so many finished ones make one cut believed


def is_short(text: str) -> bool:
    """Whether `text` could be a heading: short, and not ended like a sentence or a clause."""
    return (
        width(text) <= HEADING_WIDTH
        and not ends_sentence(text)
        and not text.endswith(("，", "、", "；", "：", ",", ";", ":"))
    )


def cuts(lines: Sequence[TextLine]) -> frozenset[int]:
    """The lines after which a blank line parts a paragraph; never the first, which is no paragraph."""
    wide = [
        i
        for i in range(1, len(lines) - 1)
        if lines[i + 1].after_blank and lines[i].width >= _PROVABLE_BY_MARKS_WIDTH
    ]
    proved = frozenset(i for i in wide if _is_proved(lines[i].text, lines[i + 1].text))
    usual = bool(proved)
    likely = frozenset(
        i
        for i in wide
        if i not in proved and _is_half(lines[i].text, usual) and _is_rest(lines[i + 1].text, usual)
    )
    ended = sum(ends_sentence(line.text) for line in lines if line.width >= _PROSE_WIDTH)
    believed = len(likely) <= max(
        _UNPROVED_CUTS + _UNPROVED_CUTS_PER_PROVED * len(proved), ended // _PARAGRAPHS_PER_UNPROVED_CUT
    )
    return proved | likely if believed else proved


def _is_proved(above: str, below: str) -> bool:
    if is_page_line(above) or is_page_line(below):
        return False
    by_words = width(above) >= _PROVABLE_BY_WORDS_WIDTH and not is_short(below)
    return is_torn(above, below) if by_words else is_torn_by_marks(above, below)


def _is_rest(text: str, usual: bool) -> bool:
    """Whether a text may be the other half of a paragraph."""
    return (ends_sentence(text) or _is_half(text, usual)) and not is_short(text)


def _is_half(text: str, usual: bool) -> bool:
    """Whether prose stops in mid-sentence: a paragraph that has ended a sentence, or has several clauses,
    would have ended its last sentence too; a heading or the item of a list has one clause or two. Once the
    text has such cuts (`usual`), one clause is proof enough."""
    stopped = "。" in text
    if width(text) < _PROSE_WIDTH or ends_sentence(text) or (OPENER.match(text) and not stopped):
        return False
    if not text[-1].isalnum() and text[-1] not in "，、,“‘（《":
        return usual and text[-1] in "”’》—"
    clauses = len(CLAUSE.findall(text[:MAX_WIDTH]))
    return (
        (is_mid_sentence(text) and stopped)
        or clauses >= (1 if width(text) > HEADING_WIDTH else 2)
        or (usual and clauses > 0)
    )


# — halves of one sentence —
#
# Proofs, each seldom false: the lower piece begins with a mark that closes or divides something; the upper
# one ends with a comma or a mark that opens; a number runs across; a bracket or quotation opened above is
# closed below; a word of the dictionary stands across (当 / 日, 舒 / 适); a word beside the gap is one that
# nothing ends or begins with (和, 的). Between the paragraphs of 5,000 articles of which the upper one is
# prose and ends like no sentence, a word stands across 0.6 gaps of a hundred; between the halves of
# paragraphs cut anywhere, 46.

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
_NUMBERING_CHARACTERS = 4  # that tell whether a number is that of an item
_WORD_REACH_CHARACTERS = 10  # on either side, in which a word across the gap is looked for
_BRACKET_REACH_CHARACTERS = 200  # on either side, in which a bracket is looked for


def is_torn(above: str, below: str) -> bool:
    """Whether one sentence runs from the end of `above` to the start of `below`; neither may be empty."""
    if is_torn_by_marks(above, below):
        return True
    return not ends_sentence(above) and (
        above[-1] in "，、,"
        or _words_run_across(above[-_WORD_REACH_CHARACTERS:], below[:_WORD_REACH_CHARACTERS])
    )


def is_torn_by_marks(above: str, below: str) -> bool:
    """Whether the marks alone prove it, and numbers: hardly ever false, however short the pieces are."""
    if below[0] in _NEVER_FIRST or _NUMBER.search(f"{above[-2:]}\n{below[:_NUMBERING_CHARACTERS]}"):
        return True
    return not ends_sentence(above) and (
        (above[-1] in OPENERS and above[-2:-1] not in "。！？!?…")
        or any(
            _runs_across(above[-_BRACKET_REACH_CHARACTERS:], below[:_BRACKET_REACH_CHARACTERS], pair)
            for pair in _PAIRS
        )
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
