"""The checks of the standard, by the six dimensions of data quality (GB/T 36344). The gate compiles each by its code.

| code | passes when |
|---|---|
| `required` | the value was given |
| `readable` | a value was given and could be read (its canonical form is not null) |
| `one_of` | at least one of `fields` was given |
| `in_codes` | the value is one of `codes` |
| `matches` | the value fits the regular expression `pattern` (syntax that RE2 and Java share) |
| `length` | its characters number `least` to `most` |
| `range` | it lies in `least` to `most`, both included |
| `unique` | `fields` together occur once in the source's table |
| `not_before` | it is not earlier than the field `other` (passes while either is null) |
| `not_future` | it is not later than the day of the run, plus `days` |
| `not_older` | it is not older than `days` before the day of the run |
| `present_when` | the value was given wherever the field `field` is one of `values` |
| `agrees_with_id` | `part` (born_on, sex) equals what the party's own resident ID says; passes while there is none |
| `refers_to` | the value occurs as `entity`.`field` in the same source |
| `in_reference` | the value stands in the reference table `table` (branch, currency, country, region) |
| `within` | the place lies within the place named by the field `other` (district in city, city in province) |
"""

from collections.abc import Iterable

from foyer.customers.standard.shape import Bilingual, Rule, Severity


def required() -> Rule:
    return Rule("required", "completeness", "reject", Bilingual("必填", "must be given"))


def readable(severity: Severity = "flag") -> Rule:
    return Rule("readable", "validity", severity, Bilingual("可识别为规定格式", "can be read as the format says"))


def one_of(*fields: str) -> Rule:
    names = ", ".join(fields)
    meaning = Bilingual(f"{names} 至少填一项", f"at least one of {names} is given")
    return Rule("one_of", "completeness", "reject", meaning, {"fields": fields})


def expected(severity: Severity = "flag") -> Rule:
    """Wanted, but its absence does not stop the row."""
    return Rule("required", "completeness", severity, Bilingual("应当填写", "should be given"))


def present_when(field: str, *values: str) -> Rule:
    said = ", ".join(values)
    meaning = Bilingual(f"{field} 为 {said} 时应填写", f"is given where {field} is {said}")
    return Rule("present_when", "completeness", "flag", meaning, {"field": field, "values": values})


def in_codes(codes: Iterable[str], severity: Severity = "flag") -> Rule:
    meaning = Bilingual("取值在代码表内", "is one of the codes")
    return Rule("in_codes", "validity", severity, meaning, {"codes": tuple(codes)})


def matches(pattern: str, zh: str, en: str, severity: Severity = "flag") -> Rule:
    return Rule("matches", "validity", severity, Bilingual(zh, en), {"pattern": pattern})


def length(least: int, most: int, severity: Severity = "flag") -> Rule:
    meaning = Bilingual(f"长度 {least} 至 {most} 个字符", f"{least} to {most} characters long")
    return Rule("length", "validity", severity, meaning, {"least": least, "most": most})


def in_range(least: float | str, most: float | str, severity: Severity = "flag") -> Rule:
    meaning = Bilingual(f"介于 {least} 与 {most} 之间", f"between {least} and {most}")
    return Rule("range", "validity", severity, meaning, {"least": least, "most": most})


def unique(*fields: str) -> Rule:
    meaning = Bilingual(f"{'、'.join(fields)} 在同一来源内不重复", f"{' + '.join(fields)} occurs once in a source")
    return Rule("unique", "uniqueness", "reject", meaning, {"fields": fields})


def not_before(other: str, severity: Severity = "flag") -> Rule:
    meaning = Bilingual(f"不早于 {other}", f"not before {other}")
    return Rule("not_before", "consistency", severity, meaning, {"other": other})


def not_future(days: int = 0, severity: Severity = "flag") -> Rule:
    meaning = Bilingual("不晚于采集当日", "not after the day of collection")
    return Rule("not_future", "validity", severity, meaning, {"days": days})


def not_older(days: int) -> Rule:
    meaning = Bilingual(f"在最近 {days} 天内更新", f"brought up to date within {days} days")
    return Rule("not_older", "timeliness", "flag", meaning, {"days": days})


def agrees_with_id(part: str) -> Rule:
    meaning = Bilingual("与居民身份证号码一致", "agrees with the resident ID number")
    return Rule("agrees_with_id", "consistency", "flag", meaning, {"part": part})


def refers_to(entity: str, field: str, severity: Severity = "reject") -> Rule:
    meaning = Bilingual(f"在 {entity}.{field} 中存在", f"exists as {entity}.{field}")
    return Rule("refers_to", "consistency", severity, meaning, {"entity": entity, "field": field})


def in_reference(table: str, zh: str, en: str) -> Rule:
    return Rule("in_reference", "accuracy", "flag", Bilingual(zh, en), {"table": table})


def within(other: str) -> Rule:
    meaning = Bilingual(f"属于 {other}", f"lies within {other}")
    return Rule("within", "accuracy", "flag", meaning, {"other": other})
