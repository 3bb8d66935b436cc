# ruff: noqa: E501  a way of writing a line, however long
"""What a message names. What we write, we read: sums and days in every way of writing them, by generated examples."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from foyer.assistant.understanding.entities import entities
from foyer.assistant.understanding.numerals import (
    from_english,
    from_han,
    in_english,
    in_han,
    money_in_capitals,
)

FRIDAY = date(2026, 11, 27)
PLACES = {"上海分行": "sh", "外滩支行": "bund", "bund outlet": "bund"}
CARD, RESIDENT = "6222021234567890128", "11010519491231002X"

sums = some.integers(1, 10**12 - 1)
cents = some.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)
days = some.dates(date(2000, 1, 1), date(2059, 12, 31))
quick = settings(max_examples=50, deadline=None)


def named(text, kind, today=FRIDAY):
    return [found.value for found in entities(text, today=today, places=PLACES) if found.kind == kind]


def one(text, kind, today=FRIDAY):
    [value] = named(text, kind, today)
    return value


@quick
@given(sums)
def test_numbers_in_words_are_read_as_they_were_written(number):
    assert from_han(in_han(number)) == number
    assert from_han(in_han(number, capital=True)) == number
    assert from_english(in_english(number)) == number


@quick
@given(cents)
def test_a_sum_is_read_in_every_way_it_may_be_written(amount):
    for written in (
        f"{amount}元",
        f"{amount:,}元",
        f"¥{amount:,}",
        f"人民币{amount}元",
        money_in_capitals(amount),
        f"{amount} yuan",
    ):
        value = one(f"请转 {written} 谢谢", "amount")
        assert (Decimal(value["amount"]), value["currency"]) == (amount, "CNY"), written


@quick
@given(some.integers(1, 9_999), some.sampled_from(["GBP", "USD", "EUR"]))
def test_a_foreign_sum_keeps_its_currency(number, code):
    words = {"GBP": ("£{}", "{} pounds"), "USD": ("US${}", "{} dollars"), "EUR": ("€{}", "{} euros")}[code]
    for written in (words[0].format(f"{number:,}"), words[1].format(number), words[1].format(in_english(number))):
        value = one(f"please send {written} now", "amount")
        assert (value["amount"], value["currency"]) == (str(number), code), written


@quick
@given(days)
def test_a_day_is_read_in_every_way_it_may_be_written(day):
    han = f"{''.join('零一二三四五六七八九'[int(digit)] for digit in str(day.year))}年{in_han(day.month)}月{in_han(day.day)}日"
    english = (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", f"{day:%b} {day.day} {day.year}")
    chinese = (f"{day.year}年{day.month}月{day.day}日", han, day.isoformat(), f"{day:%Y/%m/%d}")
    for written in (*chinese, *english):
        assert one(f"on {written} 的那笔", "date")["date"] == day.isoformat(), written


@quick
@given(days, some.integers(1, 400))
def test_so_many_days_ago_is_counted_from_the_day_it_was_written(today, count):
    then = (today - timedelta(days=count)).isoformat()
    for written in (f"{count}天前转的", f"{in_han(count)}天前转的", f"paid {count} days ago"):
        assert one(written, "date", today)["date"] == then, written


@quick
@given(days, some.integers(1, 28))
def test_a_day_of_last_month(today, number):
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=number).isoformat()
    for written in (f"上个月{number}号", f"上月{number}日", f"the {number}th of last month"):
        assert one(written, "date", today)["date"] == last, written


@quick
@given(days)
def test_last_weekday_is_within_the_week_before_and_of_that_name(today):
    for place, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")):
        found = date.fromisoformat(one(f"paid last {name}", "date", today)["date"])
        assert found.weekday() == place
        assert 1 <= (today - found).days <= 7
    for place, name in enumerate("一二三四五六日"):
        found = date.fromisoformat(one(f"下周{name}去", "date", today)["date"])
        assert found.weekday() == place
        assert 1 <= (found - today).days + today.weekday() - 6 <= 7


@quick
@given(some.text(max_size=60))
def test_no_text_breaks_it_and_spans_lie_within_the_text_without_overlap(text):
    found = entities(text, today=FRIDAY)
    assert all(0 <= one.start < one.end <= len(text) and 0 < one.confidence <= 1 and one.reason for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_sums_as_customers_write_them():
    expected = {
        "转五万块给他": "50000", "3万5": "35000", "一万二": "12000", "两万三千五百": "23500", "3块5": "3.5", "12元5角3分": "12.53",
        "存壹拾万元整": "100000", "2.5k dollars": "2500", "three hundred and fifty pounds": "350", "轉帳5000元": "5000",
        "转5000给我妈": "5000", "百万以上": "", "1.2亿元": "120000000", "HK$1,200": "1200", "a hundred euros": "100",
    }  # fmt: skip
    for text, amount in expected.items():
        assert [value["amount"] for value in named(text, "amount")] == ([amount] if amount else []), text


def test_what_is_no_sum():
    for text in (
        "打了5次电话",
        "等了2小时",
        "3张卡",
        "20年的老客户",
        "尾号5000",
        "version 2000",
        "在吗",
        "2026年",
        "call me at 5",
    ):
        assert named(text, "amount") == [], text


def test_a_sum_without_its_currency_says_that_it_was_assumed_and_about_is_kept():
    assert one("还了3000多", "amount") == {
        "amount": "3000", "currency": "CNY", "about": True, "currency_assumed": True,
    }  # fmt: skip


def test_days_as_customers_say_them():
    expected = {
        "昨天": "2026-11-26", "前天晚上": "2026-11-25", "大后天": "2026-11-30", "明天上午": "2026-11-28", "下周三": "2026-12-02",
        "上周五": "2026-11-20", "last Friday": "2026-11-20", "last Tuesday": "2026-11-24", "两周前": "2026-11-13",
        "半年前": "2026-05-27", "三个月前": "2026-08-27", "十月一号": "2026-10-01", "去年10月15号": "2025-10-15",
        "on 3 March": "2026-03-03", "December 24th": "2026-12-24", "the day before yesterday": "2026-11-25",
        "2026.10.15": "2026-10-15", "in 3 days": "2026-11-30", "25/12/2026": "2026-12-25",
    }  # fmt: skip
    for text, day in expected.items():
        assert named(text, "date") == [{"date": day}], text


def test_stretches_of_days():
    expected = {
        "上个月": ("2026-10-01", "2026-10-31"), "本周": ("2026-11-23", "2026-11-29"), "最近三个月": ("2026-08-28", "2026-11-27"),
        "从3月1日到3月15日": ("2026-03-01", "2026-03-15"), "3月1日到5日": ("2026-03-01", "2026-03-05"),
        "between 3 March and 10 March 2026": ("2026-03-03", "2026-03-10"), "last month": ("2026-10-01", "2026-10-31"),
        "国庆期间": ("2026-10-01", "2026-10-07"), "春节前": ("2026-11-27", "2027-02-04"), "10月以来": ("2026-10-01", "2026-11-27"),
        "去年": ("2025-01-01", "2025-12-31"), "the last 2 weeks": ("2026-11-14", "2026-11-27"), "月底": ("2026-11-26", "2026-11-30"),
    }  # fmt: skip
    for text, (first, last) in expected.items():
        [value] = named(text, "dates")
        assert value["to"] == last, text
        assert value["from"] == first, text


def test_a_day_that_does_not_exist_is_none():
    assert named("2026年2月30日", "date") == []
    assert named("31 April 2026", "date") == []


def test_the_tail_of_a_card_in_both_languages():
    for text in (
        "尾号1234的卡",
        "card ending 1234",
        "card ending in 1234",
        "last four digits 1234",
        "后四位是1234",
        "****1234",
    ):
        assert one(text, "tail")["last4"] == "1234", text
    assert one("尾号8888的信用卡", "tail")["of"] == "credit_card"


def test_cards_and_documents_are_checked_and_never_kept_unmasked():
    text = f"卡号{CARD}，身份证{RESIDENT}，手机13800138000，护照E12345678"
    found = {entity.kind: entity for entity in entities(text, today=FRIDAY)}

    assert (found["card"].value["check"], found["resident_id"].value["check"], found["phone"].value["check"]) == (
        True,
    ) * 3
    assert found["card"].of(text) == CARD
    kept = str([entity.as_json() for entity in found.values()])
    assert all(
        secret not in kept for secret in (CARD, CARD[4:12], RESIDENT, RESIDENT[6:14], "13800138000", "0013800", "E1234")
    )


def test_a_mistyped_card_or_document_says_that_its_check_fails():
    wrong = {entity.kind: entity for entity in entities(f"身份证{RESIDENT[:-1]}1", today=FRIDAY)}
    assert wrong["resident_id"].value["check"] is False
    assert wrong["resident_id"].confidence < 0.5


def test_rates_terms_products_branches_references():
    assert one("利率3.85%", "rate") == {"percent": "3.85"}
    assert one("百分之三点五", "rate") == {"percent": "3.5"}
    assert one("千分之五", "rate") == {"percent": "0.5"}
    assert one("降25个基点", "rate") == {"percent": "0.25"}
    for text, length in {
        "三年期": "P3Y",
        "一年半": "P18M",
        "半年期": "P6M",
        "18 months": "P18M",
        "90天": "P90D",
        "6个月": "P6M",
    }.items():
        assert one(text, "term") == {"duration": length}, text
    assert one("办信用卡", "product") == {"product": "credit_card"}
    assert one("I need a mortgage", "product") == {"product": "mortgage"}
    assert one("去外滩支行", "branch") == {"unit": "bund"}
    assert one("the Bund outlet please", "branch") == {"unit": "bund"}
    assert one("流水号 TX20261127001", "reference") == {"masked": "****7001"}
    assert named("你们网点几点开门", "branch") == []


def test_traditional_script_and_full_width_read_the_same():
    assert one("轉帳５０００元", "amount") == one("转账5000元", "amount")
    assert named("上個月15號", "date") == named("上个月15号", "date") == [{"date": "2026-10-15"}]
    assert named("我的儲蓄卡", "product") == [{"product": "debit_card"}]


def test_the_bank_calendar_moves_with_the_day():
    assert one("昨天", "date", date(2027, 1, 1)) == {"date": "2026-12-31"}
    assert one("上个月15号", "date", date(2027, 1, 10)) == {"date": "2026-12-15"}
