"""What the demo bank's services stand on: outlets with their times, published rates, and its customers' books."""

from datetime import date
from decimal import Decimal

from foyer.base.text import Bilingual
from foyer.demo.cast import CLIENTS
from foyer.demo.core_bank import open_books
from foyer.servicing.actions import open_slots
from foyer.servicing.models import Outlet, Rate
from foyer.staff.models import Unit

WEEK = Bilingual("周一至周五 9:00–17:00", "Mon to Fri 9:00–17:00")
DAILY = Bilingual("每天 9:00–17:00", "daily 9:00–17:00")
CHENGDU, SHANGHAI = Bilingual("成都市", "Chengdu"), Bilingual("上海市", "Shanghai")
OUTLETS = {
    "CD-GX": (
        CHENGDU,
        Bilingual("高新区", "Gaoxin"),
        Bilingual("高新区天府大道北段 966 号", "966 Tianfu Avenue North, Gaoxin"),
        DAILY,
        "028-0000-0001",
    ),
    "CD-CX": (
        CHENGDU,
        Bilingual("锦江区", "Jinjiang"),
        Bilingual("锦江区春熙路 8 号", "8 Chunxi Road, Jinjiang"),
        WEEK,
        "028-0000-0002",
    ),
    "SH-LJZ": (
        SHANGHAI,
        Bilingual("浦东新区", "Pudong"),
        Bilingual("浦东新区陆家嘴环路 100 号", "100 Lujiazui Ring Road, Pudong"),
        WEEK,
        "021-0000-0003",
    ),
}
SOURCE, VERSION, SINCE = "厅堂银行利率表 / Foyer Bank rates", "2026-03", date(2026, 3, 1)
DEPOSIT, HOUSE, CONSUMER = (
    Bilingual("整存整取定期", "Fixed-term deposit"),
    Bilingual("个人住房贷款", "Home loan"),
    Bilingual("个人消费贷款", "Consumer loan"),
)
RATES = [
    ("deposit", "fixed", DEPOSIT, 12, 12, "1.50"),
    ("deposit", "fixed", DEPOSIT, 24, 24, "1.90"),
    ("deposit", "fixed", DEPOSIT, 36, 36, "2.40"),
    ("loan", "home", HOUSE, 12, 360, "3.45"),
    ("loan", "consumer", CONSUMER, 6, 60, "4.80"),
]


def furnish() -> None:
    """All of it once; done again, nothing changes. The rates are those at which the demo's sources lend and save."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=OUTLETS)}
    for code, (city, district, address, hours, phone) in OUTLETS.items():
        if code in units:
            Outlet.objects.get_or_create(
                unit=units[code],
                defaults={
                    "city": city,
                    "district": district,
                    "address": address,
                    "hours": hours,
                    "phone": phone,
                    "places": 2,
                },
            )
    for kind, code, name, least, most, percent in RATES:
        Rate.objects.get_or_create(
            kind=kind,
            code=code,
            months_from=least,
            valid_from=SINCE,
            defaults={
                "name": name,
                "months_to": most,
                "percent": Decimal(percent),
                "version": VERSION,
                "source": SOURCE,
            },
        )
    open_slots()
    for client in CLIENTS:
        open_books(client.number)
