"""How figures are said and how said figures are written, in both languages."""

import re
import time

import pytest

from foyer.assistant.speech.aloud import parts_of
from foyer.assistant.speech.reading.chinese import integer
from foyer.assistant.speech.reading.figures import figures, value
from foyer.assistant.speech.reading.say import say

SAID_ZH = {
    "您的余额为1,234.50元。": "您的余额为一千二百三十四元五角。",
    "费用0.05元，合计100元，另2元": "费用五分，合计一百元，另两元",
    "10050元，110000001元，1,002,000元": "一万零五十元，一亿一千万零一元，一百万两千元",
    "¥2,000.00和US$1,250.75": "两千元和一千二百五十点七五美元",
    "年利率3.85%，下调25bp": "年利率百分之三点八五，下调二十五个基点",
    "到期日2026-11-27，9:30至14:05": "到期日二零二六年十一月二十七日，九点三十分至十四点零五分",
    "2026年11月27日和2026年1月": "二零二六年十一月二十七日和二零二六年一月",
    "卡号6222…1234": "卡号六二二二，尾号幺二三四",
    "6222 **** **** 1234": "六二二二，尾号幺二三四",
    "尾号1234的卡": "尾号幺二三四的卡",
    "请拨打95588或400-820-1111": "请拨打九五五八八或四零零八二零幺幺幺幺",
    "手机13800138000": "手机幺三八，零零幺三，八零零零",
    "账号6222021234567890123": "账号六二二二零二幺二三四五六七八九零幺二三",
    "验证码是201348": "验证码是二零幺三四八",
    "3-5个工作日，共2张，12次": "三到五个工作日，共两张，十二次",
    "起存20万元，第10位": "起存二十万元，第十位",
    "1. 打开手机银行\n2. 点挂失": "第一，打开手机银行\n第二，点挂失",
    "详见 https://bank.example/a?b=1 。": "详见 链接 。",
}
SAID_EN = {
    "Your balance is $1,250.75.": "Your balance is one thousand two hundred and fifty dollars and seventy-five cents.",
    "Fee: $0.01 or £1": "Fee: one cent or one pound",
    "CNY 1,234.50": "one thousand two hundred and thirty-four point five yuan",
    "USD 2 million": "two million dollars",
    "The rate is 3.85% until 2026-11-27 at 14:05.":
        "The rate is three point eight five percent until November the twenty-seventh, twenty twenty-six at "
        "fourteen oh five.",
    "Your card ending 1234": "Your card ending in one two three four",
    "6222…1234": "six two two two, ending in one two three four",
    "Call 95588": "Call nine five five eight eight",
    "3-5 working days, the 3rd time": "three to five working days, the third time",
    "1. Open the app": "First, Open the app",
    "1,001 and 21,000": "one thousand and one and twenty-one thousand",
}  # fmt: skip
WRITTEN_ZH = {
    "我要转三千五百块": "我要转3500元",
    "转一千二百三十四块五": "转1234.5元",
    "三块五毛二": "3.52元",
    "两百五十元": "250元",
    "三万五": "35000",
    "一亿两千万": "120000000",
    "一百零五元": "105元",
    "利率百分之三点八五": "利率3.85%",
    "二零二六年十一月二十七号": "2026年11月27日",
    "三点二十分": "3:20",
    "幺三八零零幺三八零零零": "13800138000",
    "尾号幺二三四的卡": "尾号1234的卡",
    "二十五个工作日": "25个工作日",
}
KEPT = [
    "万一丢了怎么办",
    "十分感谢",
    "千万别转",
    "等一下",
    "我有两张卡",
    "一个月",
    "第一次",
    "百姓",
    "下午三点半",
    "3万元",
]
WRITTEN_EN = {
    "three thousand five hundred dollars": "$3500",
    "ending in six two two two": "ending in 6222",
    "three point eight five percent": "3.85%",
    "twenty-five dollars and fifty cents": "$25.50",
    "in twenty twenty six": "in 2026",
    "I lost one card": "I lost one card",
    "no one knows": "no one knows",
}


def test_written_figures_are_said_as_a_person_would() -> None:
    for written, said in SAID_ZH.items():
        assert say(written, "zh") == said
    for written, said in SAID_EN.items():
        assert say(written, "en") == said


def test_nothing_that_is_said_still_has_a_digit() -> None:
    for written in (*SAID_ZH, *SAID_EN):
        for language in ("zh", "en"):
            assert not re.search(r"\d", say(written, language)), written


def test_said_figures_are_written_for_understanding() -> None:
    for said, written in WRITTEN_ZH.items():
        assert figures(said, "zh") == written
    for said, written in WRITTEN_EN.items():
        assert figures(said, "en") == written


def test_words_that_only_look_like_numbers_stay_words() -> None:
    for words in KEPT:
        assert figures(words, "zh") == words


def test_what_was_written_comes_back_from_what_was_said() -> None:
    for number in (
        0,
        7,
        10,
        15,
        20,
        105,
        110,
        250,
        1_001,
        1_010,
        2_222,
        10_050,
        12_345,
        100_200,
        3_500_000,
        120_000_000,
    ):
        spoken = integer(number)
        assert value(spoken) == number, spoken


def test_a_long_text_made_to_be_slow_is_read_at_once() -> None:
    started = time.monotonic()
    for text in ("1," * 2_000, "*" * 4_000, "1-" * 2_000, "6222 " * 800, "…" * 4_000, "一" * 4_000, "九点" * 2_000):
        say(text, "zh"), say(text, "en"), figures(text, "zh"), figures(text, "en"), parts_of(text, "zh")

    assert time.monotonic() - started < 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_source_and_label_at_the_end_are_not_read(language: str) -> None:
    zh = "可以挂失。请打开手机银行。\n\n来源：挂失，第 1 版 · AI 生成"
    en = "You can. Open the app.\n\nSource: Lost card, version 1 · AI-generated"
    parts = parts_of(zh if language == "zh" else en, language)

    assert "".join(parts).replace(" ", "") == (
        "可以挂失。请打开手机银行。" if language == "zh" else "Youcan.Opentheapp."
    )


def test_the_first_sentence_is_a_part_by_itself_so_that_it_is_heard_soon() -> None:
    text = "可以挂失。" + "请打开手机银行，找到卡片。" * 8

    parts = parts_of(text, "zh")

    assert parts[0] == "可以挂失。" and len(parts) > 2 and "".join(parts) == text
