"""Chinese numerals as statutes write them: 第十九条 is 19 and back again."""

import unicodedata

DIGITS = "零一二三四五六七八九"
LARGEST = 999
_PLACES = {"百": 100, "十": 10}
# What residents type for the same digit: 两, and 〇 for zero.
_SAME = str.maketrans({"两": "二", "〇": "零"})


def to_chinese(number: int) -> str:
    """Write a number as a statute does.

    In: 1 to 999. Out: 十九 for 19, 二十 for 20, 一百零五 for 105. Errors: ValueError outside that range.
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 1 and {LARGEST}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # 十九, not 一十九, but 一百一十九.
        words += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones else "")


def to_number(words: str) -> int:
    """Read a numeral in Chinese words or Arabic digits (full width too).

    In: 十九, 一九, 19 or １９. Out: 19. Errors: ValueError when it is no numeral.
    """
    plain = unicodedata.normalize("NFKC", words).translate(_SAME)
    if plain.isdecimal() and plain.isascii():
        return int(plain)
    if plain and all(sign in DIGITS for sign in plain):
        return int("".join(str(DIGITS.index(sign)) for sign in plain))  # 一九, digit by digit
    return _read_places(plain)


def read_numeral(words: str) -> int:
    """Like `to_number`, but 0 for what is no numeral: no article has that number."""
    try:
        return to_number(words.strip())
    except ValueError:
        return 0


def _read_places(words: str) -> int:
    total, digit = 0, None
    ceiling = LARGEST + 1  # places must fall: 百 before 十
    for sign in words:
        if sign in _PLACES:
            place = _PLACES[sign]
            if place >= ceiling or digit == 0:
                raise ValueError(f"{words!r} is not a numeral")
            total += (1 if digit is None else digit) * place
            digit, ceiling = None, place
        elif sign in DIGITS and digit in (None, 0):
            digit = DIGITS.index(sign)
        else:
            raise ValueError(f"{words!r} is not a numeral")
    if not words:
        raise ValueError("an empty text is not a numeral")
    return total + (digit or 0)
