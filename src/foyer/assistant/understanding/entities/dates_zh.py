# ruff: noqa: E501  a way of writing a line, however long
"""Days in Chinese: 2026年3月5日, 三月五号, 昨天, 上个月15号, 下周三, 最近三个月, 国庆前."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from foyer.assistant.understanding.entities import days
from foyer.assistant.understanding.entities.days import Days
from foyer.assistant.understanding.numerals import from_han

Seen = tuple[Days | None, float, str]
Reading = Callable[[re.Match[str], date], Seen]

_N = r"(?:\d{1,4}|[零〇一二两三四五六七八九十廿百]{1,5})"
_WORDS = {
    "大前": -3, "前": -2, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2, "大后": 3,
}  # fmt: skip
_SIDES = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1, "下下": 2}
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_WEEKDAYS = {
    name: place for place, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for name in names
}
_MOST_BACK = 4_000


def number(text: str) -> int:
    """Digits, or the characters for a number; -1 where it is none."""
    if text.isdigit():
        return int(text)
    found = from_han(text)
    return int(found) if found is not None else -1


def _full(match: re.Match[str], today: date) -> Seen:
    year = number(match["year"])
    year += 2000 if len(match["year"]) == 2 and year < 100 else 0
    return days.day(year, number(match["month"]), number(match["day"])), 0.99, "full_date"


def _digits(match: re.Match[str], today: date) -> Seen:
    return days.day(int(match["year"]), int(match["month"]), int(match["day"])), 0.98, "full_date"


def _year_month(match: re.Match[str], today: date) -> Seen:
    year, month = number(match["year"]), number(match["month"])
    year += 2000 if year < 100 else 0
    return (days.month_of(year, month) if 1 <= month <= 12 and 1950 <= year <= 2100 else None), 0.95, "month"


def _named_year(match: re.Match[str], today: date) -> Seen:
    year = today.year + _YEARS[match["word"]]
    if match["month"] is None:
        return days.year_of(year), 0.9, "year"
    month = number(match["month"])
    if match["day"]:
        return days.day(year, month, number(match["day"])), 0.97, "relative_year"
    return (days.month_of(year, month) if 1 <= month <= 12 else None), 0.93, "relative_year"


def _month_day(match: re.Match[str], today: date) -> Seen:
    return days.nearest_year(today, number(match["month"]), number(match["day"])), 0.9, "nearest_year"


def _month(match: re.Match[str], today: date) -> Seen:
    month = number(match["month"])
    first = days.nearest_year(today, month, 1) if 1 <= month <= 12 else None
    if first is None:
        return None, 0, ""
    whole = days.month_of(first.first.year, month)
    return _part(whole, match["part"]), 0.8, "nearest_year"


def _word(match: re.Match[str], today: date) -> Seen:
    return days.one(today + timedelta(days=_WORDS[match["word"]])), 0.98, "relative_day"


def _ago(match: re.Match[str], today: date) -> Seen:
    side = -1 if match["side"] in ("前", "以前", "之前") else 1
    count, unit = (6, "个月") if match["half"] else (number(match["count"]), match["unit"])
    if not 0 <= count <= _MOST_BACK:
        return None, 0, ""
    return days.one(_away(today, side * count, unit)), 0.92, "so_long_away"


def _away(today: date, count: int, unit: str) -> date:
    if unit in ("天", "日"):
        return today + timedelta(days=count)
    if unit in ("周", "个星期", "星期", "个礼拜", "礼拜"):
        return today + timedelta(weeks=count)
    return days.same_day_in(today, count * (12 if unit == "年" else 1))


def _last_so_long(match: re.Match[str], today: date) -> Seen:
    count, unit = (6, "个月") if match["half"] else (number(match["count"] or "一"), match["unit"])
    if not 0 < count <= _MOST_BACK:
        return None, 0, ""
    first = _away(today, -count, unit) + timedelta(days=1)
    return Days(min(first, today), today), 0.92, "until_today"


def _of_month(match: re.Match[str], today: date) -> Seen:
    year, month = days.months_away(today, _SIDES[match["side"]])
    if match["day"]:
        return days.day(year, month, number(match["day"])), 0.96, "day_of_a_month"
    return _part(days.month_of(year, month), match["part"]), 0.93, "month"


def _part(whole: Days, part: str | None) -> Days:
    tenth, twentieth = whole.first + timedelta(days=9), whole.first + timedelta(days=19)
    return {
        "初": Days(whole.first, tenth), "上旬": Days(whole.first, tenth),
        "中": Days(tenth + timedelta(days=1), twentieth), "中旬": Days(tenth + timedelta(days=1), twentieth),
        "底": Days(whole.last - timedelta(days=4), whole.last), "末": Days(whole.last - timedelta(days=4), whole.last),
        "下旬": Days(twentieth + timedelta(days=1), whole.last),
    }.get(part or "", whole)  # fmt: skip


def _month_part(match: re.Match[str], today: date) -> Seen:
    return _part(days.month_of(today.year, today.month), match["part"]), 0.85, "month"


def _weekday(match: re.Match[str], today: date) -> Seen:
    week = days.week_of(today, _SIDES[match["side"]])
    if match["day"] is None:
        return week, 0.93, "week"
    if match["day"] == "末":
        return Days(week.first + timedelta(days=5), week.last), 0.93, "week"
    return days.one(week.first + timedelta(days=_WEEKDAYS[match["day"]])), 0.95, "weekday"


def _bare_weekday(match: re.Match[str], today: date) -> Seen:
    if match["day"] == "末":
        week = days.week_of(today)
        return Days(week.first + timedelta(days=5), week.last), 0.75, "next_weekday"
    ahead = (_WEEKDAYS[match["day"]] - today.weekday()) % 7
    return days.one(today + timedelta(days=ahead)), 0.7, "next_weekday"


def _year_edge(match: re.Match[str], today: date) -> Seen:
    year = today.year
    return (Days(date(year, 12, 16), date(year, 12, 31)) if match["part"] == "底" else Days(date(year, 1, 1), date(year, 1, 31))), 0.8, "year"  # fmt: skip


def _festival(match: re.Match[str], today: date) -> Seen:
    name = {"五一": "劳动", "十一": "国庆", "过年": "春节", "新年": "元旦"}.get(match["name"], match["name"])
    side = match["side"] or ""
    found = days.festival(name, today, before="前" in side)
    if found is None:
        return None, 0, ""
    if side in ("前", "之前", "以前"):
        last = found.first - timedelta(days=1)
        return Days(min(today, last), last), 0.75, "before_a_festival"
    if side in ("后", "之后", "以后"):
        first = found.last + timedelta(days=1)
        return Days(first, max(first, today)), 0.8, "after_a_festival"
    return found, 0.9, "festival"


def _day_only(match: re.Match[str], today: date) -> Seen:
    return days.day(today.year, today.month, number(match["day"])), 0.65, "day_of_this_month"


READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?P<year>\d{{4}}|\d{{2}}|[零〇一二三四五六七八九]{{4}})年(?P<month>{_N})月(?:份)?(?P<day>{_N})[日号]?", _full),
        (r"(?<![\d.-])(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.-])", _digits),
        (r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)", _digits),
        (rf"(?P<year>\d{{4}}|\d{{2}}|[零〇一二三四五六七八九]{{4}})年(?P<month>{_N})月份?(?!\d)", _year_month),
        (rf"(?P<word>大前年|前年|去年|今年|本年|明年|后年)的?(?:(?P<month>{_N})月份?(?:(?P<day>{_N})[日号])?)?", _named_year),
        (rf"(?P<month>{_N})月份?(?P<day>{_N})[日号]", _month_day),
        (r"(?<![\d个])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?P<part>初|中旬|底|上旬|下旬)?(?!\d)", _month),
        (r"(?P<word>大前|大后|前|昨|今|明|后)(?:天|日)(?:早上|上午|中午|下午|晚上|凌晨)?|(?P<word2>)(?!)", _word),
        (r"(?P<word>昨|今|明)(?:早|晚|夜)", _word),
        (rf"(?:(?P<count>{_N})(?P<unit>天|日|周|个星期|星期|个礼拜|礼拜|个月|年)|(?P<half>半年))多?(?P<side>以前|之前|前|以后|之后|后)", _ago),
        (rf"(?:最近|过去|近|这)(?:的)?(?:(?P<count>{_N})?(?P<unit>天|周|个星期|星期|个礼拜|个月|年)|(?P<half>半年))(?!内?到)", _last_so_long),
        (rf"(?P<side>上上|上|这|本|当|下下|下)个?月份?的?(?:(?P<day>{_N})[日号]|(?P<part>初|中旬|中|底|末|上旬|下旬))?", _of_month),
        (r"(?<![个\d一二两三四五六七八九十])月(?P<part>底|初|末)", _month_part),
        (r"(?P<side>上上|上|这|本|下下|下)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末1-6])?", _weekday),
        (r"(?<![每上这本下个\d一二两三四五六七八九十])(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])(?!年|期)", _bare_weekday),
        (r"年(?P<part>底|初)(?!\d)", _year_edge),
        (r"(?P<name>国庆|春节|过年|元旦|清明|端午|中秋|五一|十一(?=长假|假期|黄金周|前|后|期间|之)|圣诞)(?:节|长假|假期|黄金周)?(?:的)?(?P<side>之前|以前|前|之后|以后|后|期间)?", _festival),
        (r"(?<![\d月.])(?P<day>3[01]|[12]\d|[1-9])号(?!线|楼|卡|机|码|口|窗|院|柜)", _day_only),
    )
)  # fmt: skip
