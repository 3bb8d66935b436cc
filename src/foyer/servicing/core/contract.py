"""What every implementation of the port must do. A bank runs these checks on its own before going live.

    for check in CHECKS:
        check(core, Sample(customer="10037721", stranger="10037722"))

They write: a card is blocked and replaced, an address changed. Run them against a test system, with a fresh customer
who has an account with movements, an active card, an active credit card and a transfer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from foyer.base import clock
from foyer.base.ids import new_id
from foyer.servicing.core import Card, CoreBanking
from foyer.servicing.errors import CoreRefused


@dataclass(frozen=True)
class Sample:
    """A customer to try with, and another whose things must stay out of reach."""

    customer: str
    stranger: str


Check = Callable[[CoreBanking, Sample], None]


def accounts_are_theirs_alone(core: CoreBanking, who: Sample) -> None:
    mine, others = core.accounts(who.customer), core.accounts(who.stranger)
    _must(mine)
    _must(not {one.id for one in mine} & {one.id for one in others})
    _must(all(isinstance(one.balance, Decimal) and len(one.tail) == 4 for one in mine))


def nothing_shows_a_full_number(core: CoreBanking, who: Sample) -> None:
    shown = repr((core.accounts(who.customer), core.cards(who.customer), core.transfers(who.customer)))
    _must(not _longest_run_of_digits(shown.replace(who.customer, "")) > 12)


def movements_come_newest_first(core: CoreBanking, who: Sample) -> None:
    account = core.accounts(who.customer)[0]
    moves = core.movements(who.customer, account.id, limit=3)
    _must(0 < len(moves) <= 3)
    _must([one.at for one in moves] == sorted((one.at for one in moves), reverse=True))


def a_statement_adds_up(core: CoreBanking, who: Sample) -> None:
    account, today = core.accounts(who.customer)[0], clock.now().date()
    page = core.statement(who.customer, account.id, today - timedelta(days=60), today)
    _must(page.opening + sum((one.amount for one in page.movements), Decimal(0)) == page.closing)


def what_is_anothers_does_not_exist(core: CoreBanking, who: Sample) -> None:
    account, card = core.accounts(who.stranger)[0], core.cards(who.stranger)[0]
    today: date = clock.now().date()
    for attempt in (
        lambda: core.movements(who.customer, account.id),
        lambda: core.statement(who.customer, account.id, today, today),
        lambda: core.block_card(who.customer, card.id, reason="lost", key=str(new_id())),
        lambda: core.reissue_card(who.customer, card.id, delivery="home", key=str(new_id())),
        lambda: core.request_limit(who.customer, card.id, limit=Decimal(1), key=str(new_id())),
    ):
        _must(_refused(attempt) == "not_theirs")
    _must(_card(core, who.stranger, card.id).status == card.status)


def a_card_is_blocked_once_and_stays_blocked(core: CoreBanking, who: Sample) -> None:
    card, key = _active(core, who.customer), str(new_id())
    first = core.block_card(who.customer, card.id, reason="lost", key=key)
    _must(core.block_card(who.customer, card.id, reason="lost", key=key) == first)
    _must(_card(core, who.customer, card.id).status == "blocked")
    _must(_refused(lambda: core.block_card(who.customer, card.id, reason="lost", key=str(new_id()))) == "not_active")


def a_blocked_card_is_replaced_by_a_new_one(core: CoreBanking, who: Sample) -> None:
    card, key = next(one for one in core.cards(who.customer) if one.status == "blocked"), str(new_id())
    first = core.reissue_card(who.customer, card.id, delivery="home", key=key)
    _must(core.reissue_card(who.customer, card.id, delivery="home", key=key) == first)
    _must(_card(core, who.customer, card.id).status == "replaced")
    fresh = [one for one in core.cards(who.customer) if one.tail == first.details["tail"]]
    _must([one.kind for one in fresh] == [card.kind])


def a_key_belongs_to_one_act(core: CoreBanking, who: Sample) -> None:
    key = str(new_id())
    core.change_address(who.customer, address="成都市锦江区春熙路1号", key=key)
    _must(_refused(lambda: core.change_phone(who.customer, phone="+8613900000000", key=key)) == "key_used")


def a_movement_is_disputed_once(core: CoreBanking, who: Sample) -> None:
    account = core.accounts(who.customer)[0]
    move = next(one for one in core.movements(who.customer, account.id, limit=20) if one.amount < 0)
    key = str(new_id())
    first = core.dispute(who.customer, move.id, reason="not_mine", key=key)
    _must(core.dispute(who.customer, move.id, reason="not_mine", key=key) == first)
    _must(_refused(lambda: core.dispute(who.customer, move.id, reason="other", key=str(new_id()))) == "disputed")


CHECKS: tuple[Check, ...] = (
    accounts_are_theirs_alone,
    nothing_shows_a_full_number,
    movements_come_newest_first,
    a_statement_adds_up,
    what_is_anothers_does_not_exist,
    a_card_is_blocked_once_and_stays_blocked,
    a_blocked_card_is_replaced_by_a_new_one,
    a_key_belongs_to_one_act,
    a_movement_is_disputed_once,
)


def _must(is_so: object, what: str = "the contract of the core system is broken") -> None:
    if not is_so:
        raise AssertionError(what)


def _refused(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except CoreRefused as no:
        _must(no.why.zh, "a refusal says why in Chinese")
        _must(no.why.en, "a refusal says why in English")
        return no.reason
    return ""


def _active(core: CoreBanking, customer: str) -> Card:
    return next(one for one in core.cards(customer) if one.status == "active")


def _card(core: CoreBanking, customer: str, card: str) -> Card:
    return next(one for one in core.cards(customer) if one.id == card)


def _longest_run_of_digits(text: str) -> int:
    runs = "".join(letter if letter.isdigit() else " " for letter in text).split()
    return max(map(len, runs), default=0)
