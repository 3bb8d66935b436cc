"""Numbers in English: 1,234.5 is one thousand two hundred and thirty-four point five, a card's 6222 six two two two."""

from foyer.assistant.number_words import ONES, TENS

GROUPS = ("", "thousand", "million", "billion", "trillion")
IRREGULAR = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
MOST = 10**15


def integer(number: int) -> str:
    """A whole number in words; from a thousand million million on, digit by digit."""
    if number < 0:
        return f"minus {integer(-number)}"
    if number >= MOST:
        return digits(str(number))
    if number == 0:
        return ONES[0]
    parts: list[str] = []
    for power in range(4, -1, -1):
        group = number // 1_000**power % 1_000
        if not group:
            continue
        joint = "and " if power == 0 and group < 100 and parts else ""
        parts.append(joint + _group(group) + (f" {GROUPS[power]}" if power else ""))
    return " ".join(parts)


def _group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    said = [f"{ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        said.append(_below_hundred(rest))
    return " and ".join(said)


def _below_hundred(number: int) -> str:
    if number < 20:
        return ONES[number]
    ten, one = divmod(number, 10)
    return TENS[ten] + (f"-{ONES[one]}" if one else "")


def decimal(written: str) -> str:
    whole, _, part = written.replace(",", "").partition(".")
    return integer(int(whole or 0)) + (f" point {digits(part)}" if part else "")


def digits(written: str) -> str:
    return " ".join(ONES[int(digit)] for digit in written if digit.isdecimal())


def ordinal(number: int) -> str:
    """27 as twenty-seventh."""
    said = integer(number)
    head, joint, last = said.rpartition("-") if "-" in said else said.rpartition(" ")
    if last in IRREGULAR:
        return head + joint + IRREGULAR[last]
    return f"{said[:-1]}ieth" if last.endswith("y") else f"{said}th"


def year(number: int) -> str:
    """2026 as twenty twenty-six, 2005 as two thousand and five, 1999 as nineteen ninety-nine."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or not rest:
        return integer(number) if number % 1000 == 0 or number >= 2000 else f"{integer(century)} hundred"
    return f"{integer(century)} {'oh ' if rest < 10 else ''}{integer(rest)}"


def money(written: str, one: str, many: str, small: str = "") -> str:
    """1,250.75 as one thousand two hundred and fifty dollars and seventy-five cents."""
    whole, _, part = written.replace(",", "").partition(".")
    if len(part) > 2 or (part and int(part) and not small):
        return f"{decimal(written.rstrip('0'))} {many}"
    cents, units = int(part.ljust(2, "0")) if part else 0, int(whole or 0)
    said = f"{integer(units)} {one if units == 1 else many}" if units or not cents else ""
    extra = f"{integer(cents)} {small if cents != 1 else small.removesuffix('s')}" if cents else ""
    return " and ".join(part for part in (said, extra) if part)
