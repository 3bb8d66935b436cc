"""Numbers and codes that lead to a person, each with the check that its own standard gives, where there is one.

People write them with spaces, dashes and full-width digits, and now and then one digit short: what is long enough to be
a card, an account or a document and nothing else is hidden as a number, because a text that leaves must not depend on
a customer's typing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from itertools import chain

import phonenumbers

from foyer.customers.standardise.accounts import iban, luhn
from foyer.customers.standardise.documents import uscc
from foyer.customers.standardise.resident import check_digit

Found = tuple[int, int, str]

_GAP = r"[ \-‐-―.·]?"
_LONG = re.compile(rf"(?<![\dA-Za-z]){'[0-9]' + _GAP}(?:[0-9]{_GAP}){{13,24}}[0-9Xx](?![\dA-Za-z])")
_RESIDENT = re.compile(rf"(?<![\dA-Za-z])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![\dA-Za-z])")
_RESIDENT_OLD = re.compile(r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
_CARD = re.compile(rf"(?<![\dA-Za-z])[2-9](?:{_GAP}[0-9]){{12,18}}(?![\dA-Za-z])")
_MOBILE = re.compile(rf"(?<![\dA-Za-z])(?:(?:\+|00)86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\dA-Za-z])")
_LANDLINE = re.compile(r"(?<![\dA-Za-z])\(?0\d{2,3}\)?[ -]?[2-9]\d{3}[ -]?\d{3,4}(?![\dA-Za-z])")
_SERVICE_LINE = re.compile(r"(?<![\dA-Za-z])[48]00[ -]?\d{3}[ -]?\d{4}(?![\dA-Za-z])")
_AMERICAN = re.compile(r"(?<![\dA-Za-z])(?:\+?1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}(?![\dA-Za-z])")
_ABROAD = re.compile(r"(?<![\dA-Za-z])(?:\+|00)[1-9]\d{0,2}(?:[ -]?\(?\d{1,4}\)?){2,6}(?![\dA-Za-z])")
_LOCAL_AFTER = re.compile(
    r"(?:电话|手机|座机|致电|拨打|回拨|打|联系|tel|phone|mobile|cell|ring|call(?: me)?(?: on| at)?)"
    r"(?:号码?|是|为|is|no\.?|number)*\s*[:：]?\s*(\d(?:[ -]?\d){6,11})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s*(?:转|分机|-|ext\.?|extension|x)\s*(\d{1,6})(?![\dA-Za-z])", re.IGNORECASE)
_NATIONAL = re.compile(  # SSN of the United States, National Insurance number of the United Kingdom
    r"(?<![\dA-Za-z-])(?:\d{3}-\d{2}-\d{4}|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])(?![\dA-Za-z-])"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]{1,64}\s?(?:@|＠|\[at\]|\(at\)| at )\s?"
    r"[A-Za-z0-9\-]{1,63}(?:\s?(?:\.|\[dot\]|\(dot\)| dot )\s?[A-Za-z0-9\-]{2,63}){1,4}"
)
_LINK = re.compile(r"https?://[^\s<>\"'，。；）)]+", re.IGNORECASE)
_USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Za-z])")
_PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:[EGDSPH][A-Z]?\d{7,8}|[A-Z]{1,2}\d{6,9}|14\d{7}|15\d{7})(?![0-9A-Za-z])")
_PASSPORT_AFTER = re.compile(
    r"(?:护照|通行证|台胞证|回乡证|永居证|居留证|passport|permit|driving licen[cs]e|licen[cs]e|document)"
    r"[^0-9A-Za-z\n]{0,8}(?:号码?|no\.?|number)?[^0-9A-Za-z\n]{0,6}(?:is )?"
    r"((?=[A-Za-z]*\d)[0-9A-Za-z]{6,18})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·・ -]?"
    r"(?:[A-HJ-NP-Z0-9]{5,6})(?![A-Za-z0-9])"
)
_PLATE_AFTER = re.compile(
    r"(?:number ?plate|licen[cs]e plate|plate|registration|reg)(?: number| no\.?)?(?: is|:)?\s"
    r"([A-Z0-9]{2,4}[ -]?(?=[A-Z0-9]*\d|[A-Z]{3})[A-Z0-9]{2,4})(?![A-Za-z0-9])"
)
_IP = re.compile(
    r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![0-9A-Za-z:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![0-9A-Za-z:])"
)
_ACCOUNT_AFTER = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|尾号|客户号|户号|存折|订单号|流水号|保单号|合同号|会员号"
    r"|后四位|末四位|最后四位|account|acct|a/c|card|customer|sort code|reference|policy|member(?:ship)?"
    r"|ending(?: in| with)?|ends(?: in| with)?|last (?:four|4)(?: digits)?)"
    r"(?:\s*(?:号码?|number|no\.?|num|#|ending(?: in| with)?|ends(?: in| with)?|后四位|是|为|is))*\s*[:：#是为]?\s*"
    r"((?=[A-Za-z-]*\d)[0-9A-Za-z](?:[0-9A-Za-z\-]|[ ](?=[0-9\-]+(?![0-9A-Za-z]))){2,28}[0-9A-Za-z])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_CODE_AFTER = re.compile(
    r"(?:验证码|校验码|动态码|密码|取款码|口令|PIN|OTP|CVV2?|CVN2?|passcode|password"
    r"|(?:verification|security|one-time) code)"
    r"[^0-9A-Za-z\n]{0,4}(?:是|为|is\b|was\b|:|：)?[^0-9A-Za-z\n]{0,3}"
    r"((?=[A-Za-z!@#$%^&*]*\d)[0-9A-Za-z!@#$%^&*]{3,20})",
    re.IGNORECASE,
)
_WECHAT_AFTER = re.compile(
    r"(?:微信号?|wechat(?: id)?|weixin|wx|vx|QQ号?)\s*(?:号|是|为|is|id)*\s*[:：]?\s*"
    r"([A-Za-z0-9][A-Za-z0-9_\-]{4,19})",
    re.IGNORECASE,
)
_DAY = (
    r"(?:(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}"
    r"|(?:19|20)\d{6}|(?:19|20)?\d{2}年\d{1,2}月(?:\d{1,2}[日号]?)?"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_BORN = re.compile(
    rf"(?:出生(?:日期|年月日?)?|生日|生于|born(?: on)?|birth ?da(?:y|te)|date of birth|d\.?o\.?b\.?)\s*"
    rf"(?:是|为|于|in|on|is)?\s*[:：]?\s*({_DAY})|({_DAY})\s*(?:出生|生的|生人|生(?=[\s，,。.；;]|$))",
    re.IGNORECASE,
)


def numbers(text: str) -> Iterator[Found]:
    """(start, end, kind) of everything of this kind; finds may overlap. The text has ASCII digits (`flattened`)."""
    return chain.from_iterable(look(text) for look in _LOOKS)


def _resident_ids(text: str) -> Iterator[Found]:
    for match in _RESIDENT.finditer(text):
        number = re.sub(r"[^0-9Xx]", "", match[0]).upper()
        if number[17] == check_digit(number) or 1900 <= int(number[6:10]) <= 2030:  # mistyped, and still somebody's
            yield match.start(), match.end(), "resident_id"
    yield from ((match.start(), match.end(), "resident_id") for match in _RESIDENT_OLD.finditer(text))


def _cards(text: str) -> Iterator[Found]:
    for match in _CARD.finditer(text):
        if luhn(re.sub(r"\D", "", match[0])):
            yield match.start(), match.end(), "card"


def _phones(text: str) -> Iterator[Found]:
    for pattern in (_MOBILE, _LANDLINE, _SERVICE_LINE, _AMERICAN, _ABROAD):
        for match in pattern.finditer(text):
            yield from _with_extension(text, match.start(), match.end())
    if sum(character.isdigit() for character in text) < 7:
        return
    for region in ("CN", "GB", "US"):
        for number in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            yield from _with_extension(text, number.start, number.end)


def _with_extension(text: str, start: int, end: int) -> Iterator[Found]:
    """A phone number, and the extension behind it."""
    yield start, end, "phone"
    extension = _EXTENSION.match(text, end)
    if extension:
        yield extension.start(1), extension.end(1), "phone"


def _ips(text: str) -> Iterator[Found]:
    for match in _IP.finditer(text):
        try:
            ip_address(match[0])
        except ValueError:
            continue
        yield match.start(), match.end(), "ip"


def _checked(pattern: re.Pattern[str], kind: str, check: Callable[[str], object]) -> Callable[[str], Iterator[Found]]:
    def look(text: str) -> Iterator[Found]:
        for match in pattern.finditer(text):
            if check(match[0].replace(" ", "")):
                yield match.start(), match.end(), kind

    return look


def _plain(pattern: re.Pattern[str], kind: str) -> Callable[[str], Iterator[Found]]:
    def look(text: str) -> Iterator[Found]:
        for match in pattern.finditer(text):
            group = next((number for number in range(1, (match.re.groups or 0) + 1) if match[number]), 0)
            yield match.start(group), match.end(group), kind

    return look


_LOOKS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _resident_ids,
    _cards,
    _phones,
    _ips,
    _checked(_USCC, "company_id", uscc),
    _checked(_IBAN, "iban", iban),
    _plain(_NATIONAL, "resident_id"),
    _plain(_EMAIL, "email"),
    _plain(_LINK, "link"),
    _plain(_PASSPORT, "passport"),
    _plain(_PASSPORT_AFTER, "passport"),
    _plain(_LOCAL_AFTER, "phone"),
    _plain(_PLATE, "plate"),
    _plain(_PLATE_AFTER, "plate"),
    _plain(_ACCOUNT_AFTER, "account"),
    _plain(_CODE_AFTER, "code"),
    _plain(_WECHAT_AFTER, "wechat"),
    _plain(_BORN, "born_on"),
    _plain(_LONG, "number"),
)
