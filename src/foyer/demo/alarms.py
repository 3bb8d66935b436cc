"""What the demo bank's detection has found and what was made of it: real acts, sealed, noticed, judged. Each entry of
them carries `demo` in its details, and each note says so.

The acts happened in the last minutes: a seal may not be older than the one before it, so there is no older past.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.db import transaction

from foyer.base import clock, signed
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Refusal
from foyer.base.origin import Origin, coming_from
from foyer.base.text import Bilingual
from foyer.customers import actions as customers
from foyer.customers import queries as known
from foyer.customers.profile.finding import find
from foyer.customers.profile.view import customer_360
from foyer.demo.cast import CLIENTS
from foyer.security.audit import sealing
from foyer.security.audit.labels import labelled
from foyer.security.detection import canaries, incidents, sweeping, triaging
from foyer.security.models import Alert, Incident, Response
from foyer.staff.models import User
from foyer.staff.sign_in import telling

OFFICER = "weian"
CANARY, CANARY_PHONE = "10099001", "13800099001"
SEARCHER, TRAVELLER, CURIOUS, STRAYED = "wutong", "luoyan", "gaomin", "hejing"
STRANGER, HOME, AWAY, FORGER = "203.0.113.66", "192.0.2.14", "198.51.100.23", "203.0.113.90"
LEAK = {
    "kinds": {
        "zh": "姓名、手机号（12 位客户，演示数据）",
        "en": "Names and phone numbers of twelve customers (demo data)",
    },
    "cause": {"zh": "一台未加密的笔记本电脑遗失", "en": "A laptop without encryption was lost"},
    "harm": {"zh": "可能收到诈骗电话或短信", "en": "Calls or messages from fraudsters"},
    "measures": {
        "zh": "已远程擦除并更换凭据；请勿向来电者提供验证码",
        "en": "The laptop was wiped and its credentials replaced; tell no caller a code",
    },
    "contact": {"zh": "客户服务 95500", "en": "Customer service 95500"},
}


def ring() -> None:
    """Everything once; a house that has had an alert is left as it is."""
    if Alert.objects.exists() or Incident.objects.exists():
        return
    officer = User.objects.get(username=OFFICER)
    with labelled(demo="demo"):
        _plant(Actor.staff(officer))
        for play in (_spray, _search_in_vain, _travel, _touch_the_canary, _stray, _forge):
            play()
        sealing.seal_waiting()
        sweeping.look()
        _judge(Actor.staff(officer))
        _lose_a_laptop(Actor.staff(officer))


@contextmanager
def _from(address: str, *, minutes: float = 4) -> Iterator[Callable[[], Any]]:
    """Some minutes ago, from an address; each call of what is given is two seconds later."""
    here = Origin(address=address, device="demo-browser", session=f"demo-{address}", request="demo")
    with clock.at(clock.now() - timedelta(minutes=minutes)), coming_from(here):
        yield lambda: clock.advance(seconds=2)


def _plant(by: Actor) -> None:
    customer = known.id_by_number(CANARY)
    if customer is None:
        unit = User.objects.get(username=CURIOUS).unit
        made = customers.new_customer(number=CANARY, name="沈默之", phone=CANARY_PHONE, by=SYSTEM, unit=unit)
        customer = made.pk
    canaries.place(customer, by=by)


def _spray() -> None:
    with _from(STRANGER) as later:
        for name in ("linshan", "zhouyi", "hejing", "emma", "sunhao", "chenwei", "malan"):
            telling.tell_failed(credentials={"username": name})
            later()


def _search_in_vain() -> None:
    with _from(HOME) as later:
        for number in range(17):
            find(User.objects.get(username=SEARCHER), f"1007{number:04}")
            later()


def _travel() -> None:
    for address, minutes in ((HOME, 4), (AWAY, 3)):
        with _from(address, minutes=minutes):
            telling.tell_signed_in(user=User.objects.get(username=TRAVELLER))


def _touch_the_canary() -> None:
    with _from(HOME, minutes=2):
        customer = known.id_by_number(CANARY)
        if customer is not None:
            customer_360(User.objects.get(username=CURIOUS), customer)


def _stray() -> None:
    """Customers of another branch asked for, and refused."""
    numbers = [client.number for client in CLIENTS if client.unit.startswith("SH")]
    theirs = [found for number in numbers if (found := known.id_by_number(number))]
    with _from(HOME) as later:
        for number in range(10):
            with suppress(Refusal):
                customer_360(User.objects.get(username=STRAYED), theirs[number % len(theirs)])
            later()


def _forge() -> None:
    with _from(FORGER) as later:
        for number in range(5):
            given = {"webhook-id": f"demo-{number}", "webhook-timestamp": "0", "webhook-signature": "v1,forged"}
            with suppress(Refusal), signed.taking(given, b"{}", secrets=["whsec_demo"], door="sms"):
                pass
            later()


@transaction.atomic
def _judge(by: Actor) -> None:
    """One of each: explained, false, true, an incident; the sprayed passwords and the forged messages wait."""
    _verdict(
        "empty-searches", "benign", "核对纸质名单，已与本人确认（演示）/ checked a paper list, confirmed (demo)", by
    )
    _verdict(
        "other-unit-views", "true", "客户打错分行电话，已提醒（演示）/ callers of another branch; reminded (demo)", by
    )
    _verdict("impossible-travel", "false", "切换了备用线路（演示）/ the spare line was used (demo)", by)
    for held in Response.objects.filter(alert__rule__code="impossible-travel", ended_at=None):
        incidents.take_back(held.pk, reason="备用线路 / spare line (demo)", by=by)
    touched = Alert.objects.filter(rule__code="canary-touched").first()
    if touched is None:
        return
    made = incidents.escalate(touched.pk, note="没有业务原因（演示）/ no reason of business (demo)", by=by)
    incidents.note(made.pk, "与本人谈话：好奇 / talked to them: curiosity (demo)", by=by)
    incidents.respond(made.pk, "end_sessions", to=CURIOUS, reason="调查期间 / while it is looked into (demo)", by=by)
    incidents.told(made.pk, "班组长与人力资源 / supervisor and human resources (demo)", by=by)


def _verdict(rule: str, verdict: str, note: str, by: Actor) -> None:
    for alert in Alert.objects.filter(rule__code=rule, state="new"):
        triaging.triage(alert.pk, verdict, note=note, by=by)


@transaction.atomic
def _lose_a_laptop(by: Actor) -> None:
    """An incident that no rule saw, from the report to the lessons."""
    title = Bilingual("一台笔记本电脑遗失（演示）", "A laptop was lost (demo)")
    made = incidents.open_incident(title, "high", began_at=clock.now() - timedelta(hours=3), by=by)
    incidents.declare_leak(made.pk, LEAK, by=by)
    for report in incidents.leaking.POLICIES:
        incidents.told_regulator(made.pk, report, by=by)
    incidents.contain(made.pk, "已远程擦除 / wiped from afar (demo)", by=by)
    incidents.close(made.pk, "所有笔记本电脑启用整盘加密 / every laptop is encrypted now (demo)", by=by)
