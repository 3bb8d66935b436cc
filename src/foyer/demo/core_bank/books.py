"""What the customers of the demo bank have: made up once for each number, and the same whenever it is made."""

import random
from datetime import timedelta
from decimal import Decimal

from django.db import connection, transaction

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.demo.models import BankAccount, BankCard, BankContact, BankMovement, BankTransfer

CURRENT, SAVINGS, CREDIT = (
    Bilingual("活期账户", "Current account"),
    Bilingual("定期储蓄", "Savings account"),
    Bilingual("信用卡账户", "Credit card account"),
)
SPENDING = [
    Bilingual("超市", "Supermarket"),
    Bilingual("地铁充值", "Metro card"),
    Bilingual("外卖", "Food delivery"),
    Bilingual("网上购物", "Online shop"),
    Bilingual("话费", "Phone bill"),
    Bilingual("水电费", "Utilities"),
    Bilingual("餐饮", "Restaurant"),
    Bilingual("加油", "Petrol"),
    Bilingual("药店", "Pharmacy"),
    Bilingual("书店", "Bookshop"),
]
SALARY, INCOMING, DEPOSIT = (
    text.as_json()
    for text in (Bilingual("工资", "Salary"), Bilingual("转入", "Transfer in"), Bilingual("存入", "Deposit"))
)
PEOPLE = ("李**", "王**", "J*** S***", "赵*", "陈**")
WRONG = Bilingual(
    "收款户名不符，款项已退回原账户。", "The payee's name did not match; the money is back on your account."
)


@transaction.atomic
def open_books(number: str) -> None:
    """Open the books of a customer; opened twice, nothing changes."""
    _hold(number)
    if BankContact.objects.filter(customer=number).exists():
        return
    chance = random.Random(f"core {number}")
    BankContact.objects.create(customer=number)
    current = _account(number, CURRENT, chance)
    savings = _account(number, SAVINGS, chance)
    credit = _account(number, CREDIT, chance)
    _card(number, current, "debit", chance, limit=None, place=0)
    _card(number, credit, "credit", chance, limit=Decimal(chance.choice((10_000, 20_000, 50_000))), place=1)
    _move(current, chance, salary=Decimal(chance.randrange(80, 300) * 100))
    _save(savings, Decimal(chance.randrange(20, 300) * 1000))
    _move(credit, chance, salary=None)
    _transfers(number, chance)


def _hold(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"demo books {number}"])


def _account(number: str, name: Bilingual, chance: random.Random) -> BankAccount:
    return BankAccount.objects.create(
        customer=number, name=name, tail=f"{chance.randrange(10**4):04}", balance=Decimal(0)
    )


def _card(
    number: str, account: BankAccount, kind: str, chance: random.Random, *, limit: Decimal | None, place: int
) -> None:
    BankCard.objects.create(
        customer=number, account=account, kind=kind, tail=f"{chance.randrange(10**4):04}", limit=limit, place=place
    )


def _move(account: BankAccount, chance: random.Random, *, salary: Decimal | None) -> None:
    """Two months: what came in and what was spent; the newest spending is only held."""
    now = clock.now()
    rows = []
    if salary is not None:
        rows = [
            BankMovement(account=account, at=now - timedelta(days=days), amount=salary, text=SALARY)
            for days in (47, 17)
        ]
        rows.append(BankMovement(account=account, at=now - timedelta(days=58), amount=salary * 2, text=INCOMING))
    for place, text in enumerate(chance.sample(SPENDING, 8)):
        at = now - timedelta(days=place * 6, hours=chance.randrange(1, 20))
        spent = Decimal(chance.randrange(900, 60_000)) / 100
        rows.append(BankMovement(account=account, at=at, amount=-spent, text=text.as_json(), is_settled=place > 0))
    BankMovement.objects.bulk_create(rows)
    account.balance = sum((row.amount for row in rows if row.is_settled), Decimal(0))
    account.save()


def _save(account: BankAccount, sum_: Decimal) -> None:
    BankMovement.objects.create(account=account, at=clock.now() - timedelta(days=50), amount=sum_, text=DEPOSIT)
    account.balance = sum_
    account.save()


def _transfers(number: str, chance: random.Random) -> None:
    now = clock.now()
    for place, state in enumerate(("under_way", "arrived", "returned")):
        at = now - timedelta(hours=3 + 60 * place)
        BankTransfer.objects.create(
            customer=number,
            reference=f"T{chance.randrange(10**11):011}",
            at=at,
            state=state,
            to=chance.choice(PEOPLE),
            amount=Decimal(chance.randrange(100, 5_000)),
            expected_at=at + timedelta(hours=24) if state == "under_way" else None,
            why=WRONG if state == "returned" else Bilingual(),
        )
