"""The port, implemented over the demo bank's own tables."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.demo.core_bank.books import open_books
from foyer.demo.models import BankAccount, BankCard, BankContact, BankMovement, BankTransfer, CoreRequest
from foyer.servicing.core import Account, Card, Movement, Receipt, Statement, Transfer, register
from foyer.servicing.errors import CoreRefused, CoreTimedOut, CoreUnavailable

NOT_THEIRS = Bilingual("没有找到，或不在您名下。", "It was not found, or it is not yours.")
NOT_ACTIVE = Bilingual("这张卡已经挂失或更换。", "This card is blocked or replaced already.")
REPLACED = Bilingual("这张卡已经换过新卡。", "This card has been replaced already.")
DISPUTED = Bilingual("这笔交易已经提出过异议。", "This transaction is disputed already.")
KEY_USED = Bilingual("这个编号已经用于另一项业务。", "This key was used for something else.")
LIMIT_RANGE = Bilingual("额度须在 1,000 元到 500,000 元之间。", "A limit lies between CNY 1,000 and CNY 500,000.")
_trouble: list[str] = []


@register("demo")
class DemoCore:
    """Accounts and cards of the town's people, opened when they are first asked for."""

    is_simulated = True

    def accounts(self, customer: str) -> tuple[Account, ...]:
        _enter(customer)
        held = _held(customer)
        return tuple(
            _account(row, held.get(row.pk, Decimal(0)))
            for row in BankAccount.objects.filter(customer=customer).order_by("id")
        )

    def cards(self, customer: str) -> tuple[Card, ...]:
        _enter(customer)
        return tuple(_card(row) for row in BankCard.objects.filter(customer=customer).order_by("place", "id"))

    def movements(self, customer: str, account: str, *, limit: int = 5) -> tuple[Movement, ...]:
        _enter(customer)
        rows = _mine(BankAccount, customer, account).movements.order_by("-at")[:limit]
        return tuple(_movement(row) for row in rows)

    def transfers(self, customer: str, *, limit: int = 5) -> tuple[Transfer, ...]:
        _enter(customer)
        rows = BankTransfer.objects.filter(customer=customer).order_by("-at")[:limit]
        return tuple(
            Transfer(row.reference, row.at, row.amount, "CNY", row.to, cast(Any, row.state), row.expected_at, row.why)
            for row in rows
        )

    def statement(self, customer: str, account: str, first: date, last: date) -> Statement:
        _enter(customer)
        row = _mine(BankAccount, customer, account)
        moves = [_movement(one) for one in row.movements.filter(is_settled=True).order_by("at")]
        within = tuple(one for one in moves if first <= timezone.localtime(one.at).date() <= last)
        after = sum((one.amount for one in moves if timezone.localtime(one.at).date() > last), Decimal(0))
        closing = row.balance - after
        opening = closing - sum((one.amount for one in within), Decimal(0))
        return Statement(_account(row, Decimal(0)), first, last, opening, closing, within)

    def block_card(self, customer: str, card: str, *, reason: str, key: str) -> Receipt:
        def block() -> dict[str, str]:
            row = _mine(BankCard, customer, card)
            if row.status != "active":
                raise CoreRefused("not_active", NOT_ACTIVE)
            _set(row, status="blocked")
            return {"reason": reason}

        return _once(customer, "block_card", card, key, block)

    def reissue_card(self, customer: str, card: str, *, delivery: str, key: str) -> Receipt:
        def reissue() -> dict[str, str]:
            row = _mine(BankCard, customer, card)
            if row.status == "replaced":
                raise CoreRefused("replaced", REPLACED)
            _set(row, status="replaced")
            tail = _new_tail(customer, key)
            BankCard.objects.create(
                customer=customer, account=row.account, kind=row.kind, tail=tail, limit=row.limit, place=row.place
            )
            return {"tail": tail, "delivery": delivery}

        return _once(customer, "reissue_card", card, key, reissue)

    def dispute(self, customer: str, movement: str, *, reason: str, key: str) -> Receipt:
        def dispute() -> dict[str, str]:
            row = (
                BankMovement.objects.select_for_update().filter(pk=_uuid(movement), account__customer=customer).first()
            )
            if row is None:
                raise CoreRefused("not_theirs", NOT_THEIRS)
            if row.is_disputed:
                raise CoreRefused("disputed", DISPUTED)
            _set(row, is_disputed=True)
            return {"reason": reason}

        return _once(customer, "dispute", movement, key, dispute)

    def request_limit(self, customer: str, card: str, *, limit: Decimal, key: str) -> Receipt:
        def take_in() -> dict[str, str]:
            _mine(BankCard, customer, card)
            if not 1_000 <= limit <= 500_000:
                raise CoreRefused("limit_range", LIMIT_RANGE)
            return {"limit": str(limit)}

        return _once(customer, "request_limit", card, key, take_in)

    def change_phone(self, customer: str, *, phone: str, key: str) -> Receipt:
        return _once(customer, "change_phone", "", key, lambda: _tell(customer, phone=phone))

    def change_address(self, customer: str, *, address: str, key: str) -> Receipt:
        return _once(customer, "change_address", "", key, lambda: _tell(customer, address=address))


@contextmanager
def trouble(kind: str) -> Iterator[None]:
    """For drills and tests: `unavailable` fails every call, `silent` does what it is asked and never answers."""
    _trouble.append(kind)
    try:
        yield
    finally:
        _trouble.remove(kind)


def _enter(customer: str) -> None:
    if "unavailable" in _trouble:
        raise CoreUnavailable
    if not customer:
        raise CoreRefused("not_theirs", NOT_THEIRS)
    open_books(customer)


@transaction.atomic
def _once(customer: str, verb: str, target: str, key: str, do: Callable[[], dict[str, str]]) -> Receipt:
    """Under a lock on the customer: a key that was used answers what it answered, for the same act only."""
    _enter(customer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"demo core {customer}"])
    row = CoreRequest.objects.filter(key=key).first()
    if row is None:
        details = do()
        row = CoreRequest.objects.create(
            key=key,
            verb=verb,
            customer=customer,
            target=target,
            details=details,
            reference=_reference(key),
            at=clock.now(),
        )
    elif (row.verb, row.customer, row.target) != (verb, customer, target):
        raise CoreRefused("key_used", KEY_USED)
    if "silent" in _trouble:
        raise CoreTimedOut
    return Receipt(row.reference, row.at, row.details)


def _reference(key: str) -> str:
    return f"B{random.Random(f'reference {key}').randrange(10**10):010}"


def _new_tail(customer: str, key: str) -> str:
    """One that none of their cards has had."""
    taken, chance = (
        set(BankCard.objects.filter(customer=customer).values_list("tail", flat=True)),
        random.Random(f"tail {key}"),
    )
    return next(tail for tail in (f"{chance.randrange(10**4):04}" for _try in range(99)) if tail not in taken)


def _mine(model: Any, customer: str, identifier: str) -> Any:
    row = model.objects.filter(pk=_uuid(identifier), customer=customer).first()
    if row is None:
        raise CoreRefused("not_theirs", NOT_THEIRS)
    return row


def _uuid(text: str) -> UUID:
    """What is no key at all is the key of nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _tell(customer: str, **values: str) -> dict[str, str]:
    row = BankContact.objects.get(customer=customer)
    _set(row, **values)
    return {}


def _held(customer: str) -> dict[UUID, Decimal]:
    """What is held and not yet booked, by account."""
    sums: dict[UUID, Decimal] = {}
    for row in BankMovement.objects.filter(account__customer=customer, is_settled=False):
        sums[row.account_id] = sums.get(row.account_id, Decimal(0)) + row.amount
    return sums


def _account(row: BankAccount, held: Decimal) -> Account:
    return Account(str(row.pk), row.name, row.tail, row.currency, row.balance, row.balance + held, clock.now())


def _card(row: BankCard) -> Card:
    return Card(str(row.pk), row.kind, row.tail, row.status, str(row.account_id), "CNY", row.limit)  # type: ignore[arg-type]


def _movement(row: BankMovement) -> Movement:
    return Movement(
        str(row.pk),
        str(row.account_id),
        row.at,
        row.amount,
        "CNY",
        Bilingual.from_json(row.text),
        row.is_settled,
        row.is_disputed,
    )
