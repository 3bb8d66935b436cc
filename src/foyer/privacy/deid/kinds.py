"""What is looked for in a text, how it is called, and which of two readings of the same place wins."""

from dataclasses import dataclass

from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Kind:
    """`rank`: of two finds that overlap the one with the higher rank stays, then the longer one."""

    code: str
    name: Bilingual
    rank: int


KINDS = {
    kind.code: kind
    for kind in (
        Kind("resident_id", Bilingual("身份证号", "ID"), 90),
        Kind("card", Bilingual("卡号", "CARD"), 80),
        Kind("email", Bilingual("邮箱", "EMAIL"), 85),
        Kind("link", Bilingual("链接", "LINK"), 84),
        Kind("company_id", Bilingual("信用代码", "COMPANY ID"), 75),
        Kind("iban", Bilingual("账号", "ACCOUNT"), 75),
        Kind("phone", Bilingual("电话", "PHONE"), 70),
        Kind("passport", Bilingual("证件号", "DOCUMENT"), 65),
        Kind("plate", Bilingual("车牌", "PLATE"), 60),
        Kind("ip", Bilingual("网络地址", "IP"), 60),
        Kind("account", Bilingual("账号", "ACCOUNT"), 55),
        Kind("code", Bilingual("验证码", "CODE"), 54),
        Kind("wechat", Bilingual("微信号", "WECHAT"), 50),
        Kind("born_on", Bilingual("出生日期", "BIRTH DATE"), 45),
        Kind("address", Bilingual("地址", "ADDRESS"), 40),
        Kind("name", Bilingual("姓名", "NAME"), 30),
        Kind("number", Bilingual("号码", "NUMBER"), 10),
    )
}
