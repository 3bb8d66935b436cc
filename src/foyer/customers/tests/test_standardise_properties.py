"""What holds of every standardiser and any text whatever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.customers.standardise import REGISTRY
from foyer.customers.standardise.tables import words

CODES = (("男", "M"), ("male", "M"), ("F", "F"))
OPTIONS = {
    "code": [{"table": CODES}],
    "identifier": [{"kind": kind} for kind in (None, "resident_id", "passport", "x")],
}
OPTIONS |= {"contact": [{"kind": kind} for kind in (None, "phone", "email", "wechat")]}
OPTIONS |= {name: [{}, {"day_first": True}, {"day_first": False, "pivot": 40}] for name in ("date", "datetime")}
CANONICAL = [
    (name, options) for name, one in REGISTRY.items() if one.is_canonical for options in OPTIONS.get(name, [{}])
]
TOLD = [name for name, one in REGISTRY.items() if not one.is_canonical]

PIECES = st.sampled_from(
    sorted(
        words(
            "张 三 欧阳 娜娜 先生 · . , - / ( ) ’ ' Dr. Mr John SMITH van de la Jr. III O'Neill ZHANG San "
            "Ltd. 公司 北京市 广东 深圳 南山区 路 88 号 3# 楼 100080 邮编： 中国 市辖区 IL 62704 London SW1A "
            "2AA +86 0086 010 138 0001 转 ext. x ＋８６ 11010519491231002 X H1234567801 E12345678 2024 -1 /5 年 "
            "月 日 民国 113 Jan 5th 10:00 下午 Z +08:00 45296 .5 99 9999 ￥ RMB US$ 1,234 .50 万 亿 DR CR % ‰ "
            "E+5 kč € 元 整 @ qq.com 例子.中国 <a@b.cn> ﬁ ½ ² é ß"
        )
        | {"\u200b", "\u3000", "A\u030a", "ᄒ", "ᅡ"}
    )
)
LIKELY = st.lists(PIECES, max_size=7).flatmap(lambda parts: st.sampled_from(("", " ")).map(lambda by: by.join(parts)))
TEXTS = st.one_of(st.text(max_size=40), LIKELY)


@pytest.mark.parametrize(("name", "options"), CANONICAL, ids=[f"{name}{n}" for n, (name, _) in enumerate(CANONICAL)])
def test_what_is_canonical_stays_so(name: str, options: dict) -> None:
    read = REGISTRY[name].read

    @settings(max_examples=150, deadline=None)
    @given(TEXTS)
    def holds(value: str) -> None:
        found = read(value, **options)
        assert found != ""
        assert found is None or read(found, **options) == found

    holds()


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_by_a_value_never_fails(name: str) -> None:
    @settings(max_examples=80, deadline=None)
    @given(TEXTS)
    def holds(value: str) -> None:
        assert REGISTRY[name].read(value) != ""

    holds()
