"""Sentences that nobody wrote one by one: templates filled with people of the demonstration town, for judging.

Neither the templates nor the town's names stand anywhere in the recognisers, and no template was changed after they
were tried. Names come from two sources: the town's own generator (common family and given names by rank) and
Faker's lists for zh_CN (MIT). Numbers are drawn with valid check digits and written in six ways.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from foyer.demo.town.inhabitants import inhabitants
from foyer.privacy.deid import trial

HAN = "〇一二三四五六七八九"
PLAIN, WIDE = "0123456789X", "０１２３４５６７８９Ｘ"
NAMED = (
    "你好，{n}在你们行办过按揭，想查剩余本金", "我叫{n}，帮我看下信用卡进度", "户名：{n}", "姓名 {n} 性别 女",
    "前台的{n}让我填的这张表", "替{n}咨询一下外汇额度", "麻烦把回执发给{n}", "{n}女士名下有两笔定期",
    "{n}先生的U盾过期了", "钱打给{n}了，可是她说没到", "收款人是{n}", "受益人：{n}，关系：母子",
    "我和{n}一起买的房，怎么做共同还款", "{n}的医保卡里扣错钱了", "能不能查{n}的流水，我是他女儿",
    "昨天{n}来补过签名", "{n}说你们少算了一天利息", "是{n}介绍我来的", "经理{n}答应给我减免年费",
    "我老公{n}出差了，能代办吗", "联系人{n}，白天打不通", "投诉柜员{n}态度差", "授权{n}代我领取",
    "{n}、{m}都是股东", "名单如下：{n}、{m}、{o}", "申请人{n}，担保人{m}", "转账给{n}五万，转错成{m}",
    "{n}欠{m}的钱能冻结吗", "请{n}本人到场", "这张卡是{n}的", "她叫{n}，今年刚满十八", "尊敬的{n}，您的贷款已审批",
    "签收人{n}", "经办{n} 复核{m}", "{n}已经还清了", "信用报告上写的担保人是{n}", "对方户名{n}，开户行不清楚",
    "孩子{n}的压岁钱想存起来", "{n}离职后工资停发", "老板{n}让财务来对账", "上个月{n}帮我开的户",
    "听{n}讲利率要降", "给{n}开一张副卡", "{n}你好，资料收到了", "房东{n}换了收款卡",
)  # fmt: skip
SHORTENED = (
    "找{f}经理", "{f}女士在吗", "{f}总要见行长", "老{f}让我来的", "小{f}昨天接待我的", "麻烦叫一下{f}主任",
    "{f}老师的养老金", "谢谢{f}姐", "我姓{f}", "{f}先生您好",
)  # fmt: skip
NUMBERED = {
    "phone": ("手机号{v}", "打{v}找我", "预留的电话是{v}，换成别的", "联系方式：{v}"),
    "resident_id": ("身份证{v}", "证件号码是{v}", "我的身份证号 {v} 看看对不对"),
    "card": ("卡号{v}", "这张卡{v}被锁", "往{v}里存钱", "银行卡 {v} 有效期到了"),
    "address": ("我住{v}", "寄到{v}", "地址：{v}", "账单地址改成{v}，谢谢", "家在{v}附近"),
}
Write = Callable[[str, random.Random], str]


def drawn(count: int = 1000, seed: int = 20_261_127, *, names: str = "town") -> list[trial.Sentence]:
    """So many sentences, each with its marks."""
    chance = random.Random(seed)
    people = [person for person in inhabitants(count * 3 + 60, chance) if not person.foreign]
    called = _of_faker(seed) if names == "faker" else [person.family + person.given for person in people]
    return [trial.parsed(_sentence(place, chance, people, called), "zh") for place in range(count)]


def _sentence(place: int, chance: random.Random, people: list, called: list[str]) -> str:
    who = people[place]
    if place % 4 == 3:
        kind = chance.choice(tuple(NUMBERED))
        template = chance.choice(NUMBERED[kind])
        return template.format(v=f"{{{kind}:{_value(kind, who, chance)}}}")
    if place % 4 == 2:
        return chance.choice(SHORTENED).replace("老{f}", "{q}").replace("小{f}", "{s}").format(
            f=f"{{name:{who.family}}}", q=f"{{name:老{who.family[0]}}}", s=f"{{name:小{who.family[0]}}}"
        )  # fmt: skip
    first, second, third = (f"{{name:{one}}}" for one in chance.sample(called, 3))
    return chance.choice(NAMED).format(n=first, m=second, o=third)


def _value(kind: str, who, chance: random.Random) -> str:
    if kind == "address":
        return chance.choice(who.homes)[0] if isinstance(who.homes[0], tuple) else str(chance.choice(who.homes))
    number = {"phone": who.phones[-1], "resident_id": who.identity, "card": _card(chance)}[kind]
    return chance.choice(WAYS)(number, chance)


def _card(chance: random.Random) -> str:
    digits = chance.choice(("622202", "621700", "625900")) + f"{chance.randrange(10**9):09}"
    total = sum((d * 2 - 9 if d > 4 else d * 2) if at % 2 == 0 else d for at, d in enumerate(map(int, digits[::-1])))
    return digits + str(-total % 10)


def _groups(gap: str) -> Write:
    def write(number: str, _chance: random.Random) -> str:
        sizes = {11: (3, 4, 4), 18: (6, 8, 4)}.get(len(number), (4,) * 5)
        parts, at = [], 0
        for size in sizes:
            parts.append(number[at : at + size])
            at += size
        return gap.join(part for part in parts if part)

    return write


def _torn(number: str, chance: random.Random) -> str:
    at = chance.randrange(4, len(number) - 3)
    return f"{number[:at]}\n{number[at:]}"


WAYS: tuple[Write, ...] = (
    lambda number, _: number,
    lambda number, _: number,
    lambda number, _: number.translate(str.maketrans(PLAIN, WIDE)),
    lambda number, _: "".join(HAN[int(one)] if one.isdigit() else one for one in number),
    _groups(" "),
    _groups("-"),
    _torn,
)


def _of_faker(seed: int) -> list[str]:
    from faker import Faker

    source = Faker("zh_CN")
    source.seed_instance(seed)
    return [source.name() for _ in range(3_000)]
