"""What the demo bank tells people about their data, and what its customers chose: one notice, some a yes, some a no."""

from typing import Any

from django.db import transaction

from foyer.base.actors import Actor
from foyer.customers.models import Customer
from foyer.demo.cast import CLIENTS
from foyer.privacy.consents import deciding, notices, queries
from foyer.privacy.consents.deciding import Way
from foyer.privacy.recipients import finding
from foyer.staff import approvals
from foyer.staff.models import User

WRITER, SECOND = "dengfang", "qinlan"
MOSTLY = ("profiling", "personalisation", "experience_improvement", "model_training", "marketing_app")
SOMETIMES = ("marketing_sms", "market_survey")
NEVER = ("marketing_phone", "contact_phone")


@transaction.atomic
def choose() -> None:
    """The notice in force and the choices of the customers by name. Doing it again changes nothing."""
    notice = queries.notice_in_force()
    if notice is None or not set(notices.SECTIONS) <= set(notice.words):
        _publish()
    for place, client in enumerate(CLIENTS):
        customer = Customer.objects.get(number=client.number)
        _decide(customer, MOSTLY, yes=place % 5 != 4)
        if place % 2:
            _decide(customer, SOMETIMES, yes=place % 4 == 1)
        if client.is_elderly:
            _decide(customer, NEVER, yes=False)
    finding.enter()


def _publish() -> None:
    writer, second = (Actor.staff(User.objects.get(username=name)) for name in (WRITER, SECOND))
    notice = queries.draft() or notices.draft(by=writer)
    approvals.approve(notices.propose(notice.pk, by=writer), by=second)


def _decide(customer: Any, purposes: tuple[str, ...], *, yes: bool) -> None:
    way = Way(door="app", language=customer.language)
    for purpose in purposes:
        deciding.choose(customer, purpose, yes=yes, by=Actor.customer(customer), way=way)
