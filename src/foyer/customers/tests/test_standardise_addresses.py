"""Addresses in their parts, Chinese and western."""

import pytest

from foyer.customers.standardise import Address, address, address_parts, city, district, postcode, province

CHINESE = {
    "北京市朝阳区建国路88号": ("北京市", "北京市", "朝阳区", "建国路88号"),
    "北京朝阳建国路88号": ("北京市", "北京市", "朝阳区", "建国路88号"),
    "北京市市辖区海淀区中关村大街1号": ("北京市", "北京市", "海淀区", "中关村大街1号"),
    "中国 广东省 深圳市 南山区 科技园1号": ("广东省", "深圳市", "南山区", "科技园1号"),
    "广东深圳南山科技园1号": ("广东省", "深圳市", "南山区", "科技园1号"),
    "深圳市南山区科苑路15号3#楼501室": ("广东省", "深圳市", "南山区", "科苑路15号3号楼501室"),
    "江苏省苏州市昆山市周市镇青阳村3组": ("江苏省", "苏州市", "昆山市", "周市镇青阳村3组"),
    "江苏省昆山市周市镇": ("江苏省", "苏州市", "昆山市", "周市镇"),
    "广东省东莞市虎门镇太沙路1号": ("广东省", "东莞市", None, "虎门镇太沙路1号"),
    "湖北省仙桃市沔阳大道1号": ("湖北省", "仙桃市", None, "沔阳大道1号"),
    "重庆市万州区高笋塘3号楼2单元501室": ("重庆市", "重庆市", "万州区", "高笋塘3号楼2单元501室"),
    "吉林省吉林市船营区1号": ("吉林省", "吉林市", "船营区", "1号"),
    "内蒙古呼和浩特市新城区": ("内蒙古自治区", "呼和浩特市", "新城区", None),
    "新疆石河子市北三路": ("新疆维吾尔自治区", "石河子市", None, "北三路"),
    "香港九龙弥敦道1号": ("香港特别行政区", None, None, "九龙弥敦道1号"),
    "上海南京路100号": ("上海市", "上海市", None, "南京路100号"),
    "南京路100号": (None, None, None, "南京路100号"),
    "朝阳区建国路88号": (None, None, "朝阳区", "建国路88号"),
}
WESTERN = {
    "123 Main St, Springfield, IL 62704": ("IL", "Springfield", None, "123 Main St", "62704"),
    "123 Main St, Springfield, IL 62704-1234, USA": ("IL", "Springfield", None, "123 Main St", "62704-1234"),
    "10 Downing Street, London SW1A 2AA": (None, "London", None, "10 Downing Street", "SW1A 2AA"),
    "10 Downing Street, London, SW1A 2AA, UK": (None, "London", None, "10 Downing Street", "SW1A 2AA"),
    "Hauptstr. 5, 10115 Berlin": (None, "Berlin", None, "Hauptstr. 5", "10115"),
    "1 George St, Sydney, NSW 2000, Australia": ("NSW", "Sydney", None, "1 George St", "2000"),
}


@pytest.mark.parametrize("written", CHINESE)
def test_a_chinese_address_from_the_province_to_the_room(written: str) -> None:
    assert address_parts(written) == Address(*CHINESE[written])


@pytest.mark.parametrize("written", WESTERN)
def test_a_western_address_from_the_house_to_the_state(written: str) -> None:
    assert address_parts(written) == Address(*WESTERN[written])


@pytest.mark.parametrize("written", ["中关村大街1号100080", "100080 中关村大街1号", "中关村大街1号（邮编：100080）"])
def test_a_postcode_at_either_end(written: str) -> None:
    assert address_parts(f"{written}")[3:] == ("中关村大街1号", "100080")


def test_one_line_keeps_what_was_written() -> None:
    assert address(" 北京市 朝阳区，建国路８８号 ") == "北京市朝阳区,建国路88号"
    assert address("无") is None


def test_place_names_become_whole() -> None:
    assert (province("广东"), province("内蒙古"), province("Bavaria")) == ("广东省", "内蒙古自治区", "Bavaria")
    assert (city("深圳"), city("北京"), city("Praha")) == ("深圳市", "北京市", "Praha")
    assert (district("南山区"), district("朝阳"), district("昆山")) == ("南山区", "朝阳", "昆山市")


def test_postcodes() -> None:
    assert (postcode("100080.0"), postcode("sw1a 2aa"), postcode("x")) == ("100080", "SW1A 2AA", None)
