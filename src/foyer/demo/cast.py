"""Who works at and is served by the demo bank: data only."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foyer.base.text import Bilingual

PASSWORD = "foyer-demo-2026"


@dataclass(frozen=True)
class Place:
    """A unit of the demo bank; `inside` is the code of the unit above it."""

    code: str
    kind: str
    name: Bilingual
    inside: str | None = None


@dataclass(frozen=True)
class Person:
    """A member of staff; skills are (code, level)."""

    username: str
    name: str
    role: str
    unit: str
    languages: tuple[str, ...] = ("zh",)
    skills: tuple[tuple[str, int], ...] = ()
    language: str = "zh"
    capacity: int = 4


@dataclass(frozen=True)
class Client:
    """A customer of the demo bank. Phones are of a range that is never given out."""

    number: str
    name: str
    phone: str
    birth_year: int
    language: str = "zh"
    tier: str = ""
    unit: str = "CD-GX"
    is_elderly: bool = False
    is_vulnerable: bool = False
    dedicated: str | None = None


PLACES = [
    Place("HO", "head_office", Bilingual("厅堂银行总行", "Foyer Bank Head Office")),
    Place("RB", "branch", Bilingual("远程银行中心", "Remote Banking Centre"), "HO"),
    Place("RB-1", "team", Bilingual("综合服务组", "General Service Team"), "RB"),
    Place("RB-2", "team", Bilingual("银行卡与安全组", "Cards and Security Team"), "RB"),
    Place("RB-3", "team", Bilingual("贷款与财富组", "Loans and Wealth Team"), "RB"),
    Place("CD", "branch", Bilingual("成都分行", "Chengdu Branch"), "HO"),
    Place("CD-GX", "outlet", Bilingual("成都高新支行", "Chengdu Gaoxin Outlet"), "CD"),
    Place("CD-CX", "outlet", Bilingual("成都春熙路支行", "Chengdu Chunxi Road Outlet"), "CD"),
    Place("SH", "branch", Bilingual("上海分行", "Shanghai Branch"), "HO"),
    Place("SH-LJZ", "outlet", Bilingual("上海陆家嘴支行", "Shanghai Lujiazui Outlet"), "SH"),
]

SKILLS = {
    "general": Bilingual("综合咨询", "General enquiries"),
    "cards": Bilingual("银行卡", "Cards"),
    "security": Bilingual("安全与反诈", "Security and fraud"),
    "loans": Bilingual("贷款", "Loans"),
    "wealth": Bilingual("财富", "Wealth"),
    "complaints": Bilingual("投诉处理", "Complaints"),
}

STAFF = [
    Person("linshan", "林珊", "agent", "RB-2", ("zh", "en"), (("cards", 5), ("security", 4), ("general", 3))),
    Person("zhouyi", "周毅", "agent", "RB-2", ("zh",), (("cards", 4), ("security", 5))),
    Person("hejing", "何静", "agent", "RB-1", ("zh", "en"), (("general", 5), ("cards", 2), ("complaints", 3))),
    Person("wutong", "吴桐", "agent", "RB-1", ("zh",), (("general", 4),)),
    Person("emma", "Emma Clarke", "agent", "RB-1", ("en",), (("general", 4), ("cards", 3)), language="en"),
    Person("luoyan", "罗燕", "agent", "RB-3", ("zh",), (("loans", 5), ("wealth", 3))),
    Person("sunhao", "孙昊", "agent", "RB-3", ("zh", "en"), (("wealth", 5), ("loans", 3))),
    Person("gaomin", "高敏", "agent", "RB-1", ("zh",), (("complaints", 5), ("general", 3))),
    Person("chenwei", "陈炜", "supervisor", "RB", ("zh", "en"), (("general", 4), ("complaints", 4))),
    Person("malan", "马岚", "supervisor", "CD", ("zh",), (("general", 3),)),
    Person("tangli", "唐莉", "lobby_manager", "CD-GX", ("zh",), (("general", 3),)),
    Person("heqiang", "何强", "relationship_manager", "CD-GX", ("zh",), (("wealth", 4),)),
    Person("xuning", "徐宁", "analyst", "HO"),
    Person("dengfang", "邓芳", "compliance", "HO"),
    Person("qinlan", "秦岚", "compliance", "HO", ("zh", "en")),
    Person("panyu", "潘宇", "trainer", "RB"),
    Person("yanshu", "严舒", "knowledge_editor", "RB", ("zh", "en")),
    Person("caolei", "曹磊", "knowledge_editor", "RB", ("zh", "en")),
    Person("zhangmin", "张敏", "data_steward", "HO", ("zh", "en")),
    Person("songke", "宋科", "programme_manager", "HO"),
    Person("admin", "管理员", "administrator", "HO", ("zh", "en")),
    Person("weian", "卫安", "security_administrator", "HO", ("zh", "en")),
    Person("shenji", "沈稽", "auditor", "HO", ("zh", "en")),
]

CLIENTS = [
    Client("10037721", "陈雨桐", "13800000001", 1990, tier="gold", dedicated="linshan"),
    Client("10037722", "王德福", "13800000002", 1948, is_elderly=True),
    Client("10037723", "刘洋", "13800000003", 1996),
    Client("10037724", "赵敏", "13800000004", 1985, unit="SH-LJZ"),
    Client("10037725", "Daniel O'Neill", "13800000005", 1979, language="en", unit="SH-LJZ", tier="platinum"),
    Client("10037726", "Sofia Rossi", "13800000006", 1993, language="en", unit="SH-LJZ"),
    Client("10037727", "李秀英", "13800000007", 1951, is_elderly=True, is_vulnerable=True, unit="CD-CX"),
    Client("10037728", "欧阳文博", "13800000008", 1988, tier="gold"),
    Client("10037729", "张晓", "13800000009", 2001),
    Client("10037730", "James Thornton-Whitfield", "13800000010", 1968, language="en", unit="SH-LJZ"),
    Client("10037731", "阿依努尔·买买提", "13800000011", 1994, unit="CD-CX"),
    Client("10037732", "周建国", "13800000012", 1957, is_elderly=True),
]


def people() -> list[dict[str, str]]:
    """Who may sign in to the demo: role, name, how."""
    customer = CLIENTS[0]
    shown = {
        "agent": "linshan",
        "supervisor": "chenwei",
        "knowledge_editor": "yanshu",
        "data_steward": "zhangmin",
        "administrator": "admin",
        "security_administrator": "weian",
        "auditor": "shenji",
    }
    staff = {person.username: person for person in STAFF}
    return [
        {
            "role": "customer",
            "name": customer.name,
            "sign_in": customer.phone,
            "secret": str(_("the page shows the code")),
        },
        *(
            {"role": role, "name": staff[name].name, "sign_in": name, "secret": PASSWORD}
            for role, name in shown.items()
        ),
    ]
