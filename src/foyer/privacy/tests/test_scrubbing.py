"""What leads to a person is taken out of a text; everything else stays as it was."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.privacy.deid import Scrubber, find, scrub


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("我叫王小明，手机13800138000", "我叫[姓名1]，手机[电话1]"),
        ("身份证11010519491231002X，住在浙江省杭州市西湖区文三路100号5栋301室", "身份证[身份证号1]，住在[地址1]"),
        ("请把钱转给欧阳娜娜，卡号6222 0212 3456 7890 128", "请把钱转给[姓名1]，卡号[卡号1]"),
        ("王先生您好，您的卡已寄出", "[姓名1]先生您好，您的卡已寄出"),
        ("收款人阿依努尔·艾力", "收款人[姓名1]"),
        ("微信号lilei_88，邮箱 li.lei@qq.com", "微信号[微信号1]，邮箱 [邮箱1]"),
        ("验证码是 123456", "验证码是 [验证码1]"),
        ("幺三八零零一三八零零零", "[电话1]"),
        ("My name is John Smith, call me on 020 7946 0958", "My name is [NAME1], call me on [PHONE1]"),
        ("I live at 12 Baker Street, London NW1 6XE.", "I live at [ADDRESS1]."),
        ("Hi, this is Zhang Wei, my DOB is 1990-01-02", "Hi, this is [NAME1], my DOB is [BIRTH DATE1]"),
        ("card 4111 1111 1111 1111", "card [CARD1]"),
    ],
)
def test_each_kind_becomes_a_placeholder_in_the_language_of_the_text(text: str, scrubbed: str) -> None:
    assert scrub(text).text == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "我要查余额",
        "怎么开通手机银行",
        "花呗分期后能一次性付清吗",
        "我是商家，店铺目前无法收款",
        "今天人民币汇率多少",
        "How do I transfer money to my friend?",
        "Why was my Visa Gold card declined in Hong Kong?",
        "My PIN tries have run out. Now what?",
    ],
)
def test_a_question_about_nobody_stays_as_it_is(text: str) -> None:
    assert scrub(text).text == text


def test_the_same_person_keeps_the_same_placeholder_within_a_conversation() -> None:
    scrubber = Scrubber()

    first = scrubber.scrub("我叫王小明，找李经理").text
    second = scrubber.scrub("我叫王小明").text

    assert first == "我叫[姓名1]，找[姓名2]经理"
    assert second == "我叫[姓名1]"


def test_what_is_known_of_the_person_is_found_however_it_is_written() -> None:
    known = {"name": ["Zoë Quux"], "phone": ["+8613800138000"]}

    assert scrub("quux, zoë 138-0013-8000", known=known, language="en").text == "[NAME1] [PHONE1]"


def test_the_tail_of_a_known_card_is_taken_out_and_no_longer_number_is_cut() -> None:
    known = {"card": ["6222021234568888", "8888"]}

    assert scrub("那张8888的卡，金额88881元", known=known).text == "那张[卡号1]的卡，金额88881元"
    assert scrub("the 8888 one, please", known=known).text == "the [CARD1] one, please"


def test_full_width_and_invisible_characters_hide_nothing() -> None:
    assert scrub("手机１３８００１３８０００").text == "手机[电话1]"
    assert scrub("手机138\u200b0013\u200b8000").text == "手机[电话1]"


def test_only_kinds_and_places_are_kept_of_what_was_found() -> None:
    found = scrub("我叫王小明，手机13800138000")

    assert found.counts == {"name": 1, "phone": 1}
    assert "13800138000" not in repr(found)


PEOPLE = st.sampled_from(["王小明", "欧阳娜娜", "John Smith", "13800138000", "11010519491231002X", "zhang@example.com"])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), PEOPLE, st.text(max_size=60))
def test_a_known_value_never_remains_and_scrubbing_again_changes_nothing(before: str, value: str, after: str) -> None:
    known = {"name": [value]}
    once = scrub(f"{before} {value} {after}", known=known, language="zh").text

    assert value not in once
    assert scrub(once, known=known, language="zh").text == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_finds_are_in_order_and_never_overlap(text: str) -> None:
    spans = find(text)

    assert all(span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
