"""Phones in E.164, e-mail addresses as letterboxes."""

import pytest

from foyer.customers.standardise import contact, email, phone, wechat


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("13800010001", "+8613800010001"),
        ("138 0001 0001", "+8613800010001"),
        ("+86 138-0001-0001", "+8613800010001"),
        ("0086 13800010001", "+8613800010001"),
        ("008613800010001", "+8613800010001"),
        ("8613800010001", "+8613800010001"),
        ("１３８０００１０００１", "+8613800010001"),
        ("手机：13800010001", "+8613800010001"),
        ("13800010001.0", "+8613800010001"),
        ("(010)6552 9988", "+861065529988"),
        ("010-65529988转123", "+861065529988"),
        ("021-63231234 ext. 8", "+862163231234"),
        ("+852 9123 4567", "+85291234567"),
        ("00852 91234567", "+85291234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
        ("+1 650-253-0000", "+16502530000"),
    ],
)
def test_a_number_is_read_however_it_is_written(given: str, expected: str) -> None:
    assert phone(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "12345",
        "138****0001",
        "1.38E+10",
        "13800010001/13900010002",
        "10000000000",
        "1380001000",
        "x",
        "",
        "110105194912",
    ],
)
def test_what_cannot_be_called_is_refused(given: str) -> None:
    assert phone(given) is None


def test_a_number_without_a_country_is_of_the_region() -> None:
    assert phone("91234567", region="HK") == "+85291234567"
    assert phone("0912 345 678", region="TW") == "+886912345678"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("John@EXAMPLE.com", "john@example.com"),
        ("mailto:a@b.cn", "a@b.cn"),
        ("张三 <zs@qq.com>", "zs@qq.com"),
        ("ｚｓ＠qq.com", "zs@qq.com"),
        ("x@例子.中国", "x@xn--fsqu00a.xn--fiqs8s"),
        ("a.b+t@gmail.com", "a.b+t@gmail.com"),
        ("zs@gmial.com", "zs@gmial.com"),
    ],
)
def test_an_address_is_a_letterbox(given: str, expected: str) -> None:
    assert email(given) == expected


@pytest.mark.parametrize(
    "given", ["a@b", "a..b@c.com", ".a@c.com", "a b@c.com", "z***@c.com", "@c.com", "a@-c.com", "a@b@"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    assert email(given) is None


def test_a_contact_point_is_read_by_its_kind() -> None:
    assert contact("13800010001", kind="phone") == "+8613800010001"
    assert contact("13800010001", kind="email") is None
    assert contact("zs_88", kind="wechat") == wechat("zs_88") == "zs_88"
    assert (contact("ZS@qq.com"), contact("13800010001")) == ("zs@qq.com", "+8613800010001")
