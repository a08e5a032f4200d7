"""A number put into the places that a format has for its digits: `#,##0.00`, `0.0E+00`, `# ?/?`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from indexer.reading.office.sheets.codes import Section, Sign, Token

_EMPTY = {"0": "0", "?": " ", "#": ""}
"""What stands where there is room for a digit and none is left."""
_MAX_DENOMINATOR_DIGITS = 4
_EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)


def rounded(number: Decimal, places: int) -> Decimal:
    """With so many digits after the point; half of the last one counts as a whole."""
    return number.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def placed(section: Section, number: Decimal) -> str:
    """The number in a section that has places for digits. It must be below 1E300 or so."""
    tokens, is_grouped, scale = _without_commas(section.tokens)
    scale += 2 * sum(one.sign is Sign.PERCENT for one in tokens)
    size = abs(number).scaleb(scale)
    signs = [one.sign for one in tokens]
    if Sign.EXPONENT in signs:
        text = _scientific(tokens, signs.index(Sign.EXPONENT), size)
    elif Sign.SLASH in signs:
        text = _fraction(tokens, signs.index(Sign.SLASH), size)
    else:
        text = _fixed(tokens, size, is_grouped)
    is_zero = not any(digit in text for digit in "123456789")
    return text if number >= 0 or is_zero else f"-{text}"


def _without_commas(tokens: Sequence[Token]) -> tuple[list[Token], bool, int]:
    """The other tokens; whether commas part the thousands; and by how many places the number is moved, for a
    comma behind all digits leaves three of them out."""
    places = [i for i, one in enumerate(tokens) if one.sign is Sign.DIGIT]
    commas = [i for i, one in enumerate(tokens) if one.sign is Sign.COMMA]
    is_grouped = any(places[0] < i < places[-1] for i in commas)
    behind = 0
    while places[-1] + 1 + behind in commas:
        behind += 1
    return [one for one in tokens if one.sign is not Sign.COMMA], is_grouped, -3 * behind


def _fixed(tokens: Sequence[Token], number: Decimal, is_grouped: bool = False) -> str:
    point = next((i for i, one in enumerate(tokens) if one.sign is Sign.POINT), len(tokens))
    before, behind = tokens[:point], tokens[point:]
    whole, _, rest = f"{rounded(number, len(_digits(behind))):f}".partition(".")
    return _whole(before, whole.lstrip("0"), is_grouped) + _rest(behind, rest)


def _whole(tokens: Sequence[Token], digits: str, is_grouped: bool = False) -> str:
    """The digits before the point, put into their places from the last on; the first place takes all that
    are left."""
    left, count = len(_digits(tokens)), 0
    backwards: list[str] = []
    for one in reversed(tokens):
        if one.sign is not Sign.DIGIT:
            backwards.append(one.text)
            continue
        left -= 1
        here, digits = (digits[-1:], digits[:-1]) if left else (digits, "")
        for digit in reversed(here or _EMPTY[one.text]):
            if is_grouped and count and count % 3 == 0 and digit.isdigit():
                backwards.append(",")
            backwards.append(digit)
            count += 1
    return "".join(reversed(backwards))


def _rest(tokens: Sequence[Token], digits: str) -> str:
    """What follows from the point on. Zeros at the end are left out where there is no need for them."""
    needed = max((n for n, one in enumerate(_digits(tokens), 1) if one.text == "0"), default=0)
    left = iter(digits.rstrip("0").ljust(needed, "0"))
    return "".join(next(left, _EMPTY[one.text]) if one.sign is Sign.DIGIT else one.text for one in tokens)


def _digits(tokens: Sequence[Token]) -> list[Token]:
    return [one for one in tokens if one.sign is Sign.DIGIT]


def _scientific(tokens: Sequence[Token], at: int, number: Decimal) -> str:
    """The places of the mantissa before its point tell by what the exponent can be divided."""
    mantissa = tokens[:at]
    point = next((i for i, one in enumerate(mantissa) if one.sign is Sign.POINT), at)
    step = max(1, len(_digits(mantissa[:point])))
    exponent = number.adjusted() // step * step if number else 0
    places = len(_digits(mantissa[point:]))
    if rounded(number.scaleb(-exponent), places) >= 10**step:
        exponent += step
    sign = "-" if exponent < 0 else tokens[at].text[1:].strip("-")
    power = _whole(tokens[at + 1 :], str(abs(exponent)).lstrip("0"))
    return f"{_fixed(mantissa, number.scaleb(-exponent))}E{sign}{power}"


def _fraction(tokens: Sequence[Token], at: int, number: Decimal) -> str:
    """1 1/2: a whole number, where there is room for it, and a fraction."""
    below = "".join(one.text for one in tokens[at + 1 :]).strip()
    is_mixed = any(one.sign is not Sign.DIGIT for one in tokens[:at])
    whole = int(number) if is_mixed else 0
    part = Fraction(number) - whole
    if below.isdigit() and int(below):
        above, below_it = round(part * int(below)), int(below)
    else:
        most = min(_MAX_DENOMINATOR_DIGITS, max(1, len(below)))
        above, below_it = part.limit_denominator(10**most - 1).as_integer_ratio()
    if is_mixed and above == below_it:
        whole, above = whole + 1, 0
    told = f"{above}/{below_it}" if above or not is_mixed else ""
    return " ".join(filter(None, (str(whole) if whole or not told else "", told)))
