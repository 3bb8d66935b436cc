"""Injects of drills that concern customers: all of them synthetic, none of them anybody's.

Synthetic customers are rows of this room only: they come from no source, take part in no matching, and go when the
drill is stopped. Numbers of the storm are those that Ofcom keeps free for films: nobody has them, so nothing is sent.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage

from foyer.base.actors import SYSTEM
from foyer.base.crypto import blind_indexes
from foyer.base.errors import Refusal
from foyer.base.jobs import job
from foyer.base.origin import Origin, coming_from
from foyer.customers import mailing
from foyer.customers.actions import request_code, verify_code
from foyer.customers.models import PHONE, Customer, SignInCode
from foyer.customers.phones import normalise_phone
from foyer.customers.profile.view import customer_360
from foyer.security.detection import canaries
from foyer.security.drills import outages
from foyer.security.drills.stage import Stage, player
from foyer.staff import queries as staff

NOWHERE = "192.0.2.77"
"""An address of the documentation network: nobody's (RFC 5737)."""
FILM_NUMBERS = "+44770090{:04d}"
MOST_VIEWS, MOST_TRIES, MOST_SECONDS_AWAY = 200, 40, 120


def send_away(stage: Stage) -> None:
    """The synthetic customers of this inject go, and with them the codes that were asked for."""
    people = Customer.objects.filter(pk__in=stage.people("customer"))
    indexes = [
        index for phone in people.values_list("phone", flat=True) if phone for index in blind_indexes(phone, PHONE)
    ]
    SignInCode.objects.filter(phone_index__in=indexes).delete()
    people.delete()


@player("mass_view", undo=send_away)
def mass_view(stage: Stage) -> dict[str, Any]:
    """A synthetic agent opens one synthetic customer after the other, by the verb that the desk uses."""
    agent, count = stage.colleague("agent"), stage.number("customers", 45, MOST_VIEWS)
    people = [synthetic(stage, number) for number in range(1, count + 1)]
    for customer in people:
        stage.go_on()
        stage.touch(customer)
        with stage.labelled():
            customer_360(agent, customer)
    return {"viewed": len(people), "account": agent.get_username()}


@player("canary", undo=send_away)
def canary(stage: Stage) -> dict[str, Any]:
    """A synthetic agent looks at a synthetic customer whom nobody has a reason to look at."""
    agent, customer = stage.colleague("agent"), synthetic(stage, 1)
    with stage.labelled():
        canaries.place(customer, by=SYSTEM)
        customer_360(agent, customer)
    return {"viewed": 1, "account": agent.get_username()}


@player("code_storm")
def code_storm(stage: Stage) -> dict[str, Any]:
    """Sign-in codes are asked for, one number after the other, from one address. Nobody has these numbers."""
    return _from_nowhere(stage, request_code, "numbers", 14)


@player("credential_stuffing")
def credential_stuffing(stage: Stage) -> dict[str, Any]:
    """Wrong codes for one number after the other, from one address."""
    return _from_nowhere(stage, lambda phone: verify_code(phone, "000000"), "tries", 14)


def _watch(stage: Stage) -> None:
    """The provider is away for some seconds, and back before anything is given up; then what waits must arrive."""
    outages.look(stage, seconds=stage.number("seconds", 15, MOST_SECONDS_AWAY))


@player("sms_outage", undo=send_away, look=_watch)
def sms_outage(stage: Stage) -> dict[str, Any]:
    """Codes are asked for by synthetic customers while their gateway does not answer: they wait, and arrive later."""
    phones = _free_numbers(stage.number("messages", 3, 10))
    for number, phone in enumerate(phones, start=1):
        stage.touch(synthetic(stage, number, phone=phone))
    outages.begin(stage.inject.pk, "sms", queued=len(phones))
    with stage.labelled(), coming_from(Origin(address=NOWHERE)):
        for phone in phones:
            request_code(phone)
    stage.step(0, 2, "away")
    return {}


@player("mail_outage", undo=send_away, look=_watch)
def mail_outage(stage: Stage) -> dict[str, Any]:
    """Mails to synthetic customers, while the mail server does not answer: they wait in the job, and arrive later."""
    people = [synthetic(stage, number) for number in range(1, stage.number("messages", 3, 10) + 1)]
    for person in people:
        stage.touch(person)
    outages.begin(stage.inject.pk, "mail", queued=len(people))
    for person in people:
        send_drilled_mail.later(person=str(person), number=stage.drill.number)
    stage.step(0, 2, "away")
    return {}


@job("customers.send_drilled_mail", attempts=6)
def send_drilled_mail(person: str, number: str) -> None:
    """By the way that every mail takes; nobody has this address (RFC 6761)."""
    mailing.send_to(UUID(person), EmailMessage(number, number, to=[f"{person}@drill.invalid"]))


def _free_numbers(count: int) -> list[str]:
    """Numbers for films that no customer has."""
    every = (normalise_phone(FILM_NUMBERS.format(500 + number)) for number in range(100))
    free = [phone for phone in every if not Customer.objects.filter(phone_index__of=phone).exists()]
    return free[:count]


def synthetic(stage: Stage, number: int, *, phone: str = "") -> UUID:
    """A customer who exists only for this inject."""
    mark = stage.person("customer")
    code = f"{stage.drill.number}-{stage.inject.code[:4]}-{number}"[:20].upper()
    named = {"number": code, "name": f"演练客户 {number}", "phone": phone}
    Customer.objects.create(id=mark, unit_id=staff.root_unit_id(), **named)
    return mark


def _from_nowhere(stage: Stage, verb: Any, setting: str, usual: int) -> dict[str, Any]:
    done = {"asked": 0, "refused": 0}
    with stage.labelled(), coming_from(Origin(address=NOWHERE)):
        for number in range(stage.number(setting, usual, MOST_TRIES)):
            stage.go_on()
            phone = normalise_phone(FILM_NUMBERS.format(number))
            if Customer.objects.filter(phone_index__of=phone).exists():
                continue
            done["asked"] += 1
            try:
                verb(phone)
            except Refusal:
                done["refused"] += 1
    return done
