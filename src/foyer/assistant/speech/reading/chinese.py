"""Numbers in Chinese: 1234.5 is 一千二百三十四点五, 2000 is 两千, 10 is 十, and a card's 6222 is 六二二二."""

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
GROUPS = ("", "万", "亿", "万亿")
MOST = 10**16


def integer(number: int) -> str:
    """A whole number as it is said; from ten thousand million million on, digit by digit."""
    if number < 0:
        return f"负{integer(-number)}"
    if number >= MOST:
        return digits(str(number))
    if number == 0:
        return DIGITS[0]
    said, needs_zero = "", False
    for power in range(3, -1, -1):
        group = number // 10_000**power % 10_000
        if not group:
            needs_zero = bool(said)
            continue
        if said and (needs_zero or group < 1_000):
            said += DIGITS[0]
        said, needs_zero = said + _group(group, leads=not said) + GROUPS[power], False
    return said


def _group(group: int, *, leads: bool) -> str:
    """Up to 9,999. 两 for a two of thousands or one that leads a group alone, 十 rather than 一十 at the beginning."""
    if group == 2 and not leads:
        return "两"
    said, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        said += (DIGITS[0] if gap else "") + ("两" if digit == 2 and place == 3 else DIGITS[digit]) + PLACES[place]
        gap = False
    return said.removeprefix("一") if leads and 10 <= group < 20 else said


def decimal(written: str) -> str:
    """3.85 as 三点八五; what stands behind the point is said digit by digit."""
    whole, _, part = written.replace(",", "").partition(".")
    return integer(int(whole or 0)) + (f"点{digits(part)}" if part else "")


def digits(written: str, *, one: str = "一") -> str:
    """Digit by digit. On the telephone and for cards a one is said 幺, which is not mistaken for seven."""
    return "".join((one if digit == "1" else DIGITS[int(digit)]) for digit in written if digit.isdecimal())


def counted(written: str) -> str:
    """A number before what it counts: 2 个 is 两个, 12 个 十二个."""
    return "两" if written == "2" else decimal(written)


def money(written: str) -> str:
    """1,234.50 as 一千二百三十四元五角; 0.05 as 五分; 100 as 一百元."""
    whole, _, part = written.replace(",", "").partition(".")
    if len(part) > 2:
        return f"{decimal(written)}元"
    jiao, fen = (int(digit) for digit in part.ljust(2, "0"))
    said = f"{counted(str(int(whole or 0)))}元" if int(whole or 0) or not (jiao or fen) else ""
    said += f"{DIGITS[jiao]}角" if jiao else ("零" if fen and said else "")
    return said + (f"{DIGITS[fen]}分" if fen else "")
