"""Amounts in Chinese capitals (大写金额), as they stand on money documents: 1234.50 → 壹仟贰佰叁拾肆元伍角整."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
BIG = ((10**8, "亿"), (10**4, "万"))


def in_capitals(amount: Decimal) -> str:
    """An amount of yuan in capitals, to the fen; below zero it begins with 负."""
    fen = int(abs(amount).scaleb(2).to_integral_value())
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    sign = "负" if amount < 0 and (yuan or jiao or fen) else ""
    whole = f"{_whole(yuan)}元" if yuan or not (jiao or fen) else ""
    return sign + whole + _parts(jiao, fen, after_yuan=bool(yuan))


def _parts(jiao: int, fen: int, *, after_yuan: bool) -> str:
    if not jiao and not fen:
        return "整"
    tens = f"{DIGITS[jiao]}角" if jiao else "零" if after_yuan else ""
    return tens + (f"{DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    for size, name in BIG:
        if number >= size:
            high, low = divmod(number, size)
            # A gap between the groups is said once: 壹万零叁拾.
            gap = "零" if 0 < low < size // 10 else ""
            return f"{_whole(high)}{name}{gap}{_whole(low) if low else ''}"
    return _group(number)


def _group(number: int) -> str:
    """Below ten thousand; gaps inside are one 零, zeros at the end are silent."""
    if not number:
        return DIGITS[0]
    text, gap = "", False
    for figure, place in zip(f"{number:04d}", PLACES, strict=True):
        if figure == "0":
            gap = bool(text)
        else:
            text += ("零" if gap else "") + DIGITS[int(figure)] + place
            gap = False
    return text
