"""Whether two pieces of text are halves of one sentence, by the characters on both sides of the gap alone.

Proofs, each seldom false: the lower piece begins with a mark that closes or divides something; the upper
one ends with a comma or a mark that opens; a number runs across; a bracket or quotation opened above is
closed below; a word of the dictionary stands across (当 / 日, 舒 / 适); a word beside the gap is one that
nothing ends or begins with (和, 的). Between the paragraphs of 5,000 articles of which the upper one is prose
and ends like no sentence, a word stands across 0.6 gaps of a hundred; between the halves of paragraphs cut
anywhere, 46.
"""

from __future__ import annotations

import re

from indexer.reading.layout_lines import OPENERS, ends_sentence
from indexer.text.fold import fold
from indexer.text.words import spans

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
