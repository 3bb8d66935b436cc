"""Each line of the table in docs/privacy.md: the place asks its gate, lets a yes through and stops at a no."""

import importlib
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.conversations.api.talks import talk_json
from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.transcripts.sending import ask_by_email
from foyer.customers.collecting import joining
from foyer.customers.collecting.queries import events_of
from foyer.customers.identity.queries import pairs_to_learn_from
from foyer.customers.models import BehaviourEvent, Customer, Landing, MatchDecision, SourceRecord, WriteKey
from foyer.customers.profile import view
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.consents import deciding
from foyer.privacy.recipients import keeping
from foyer.privacy.tests.consenting import agree, published_notice
from foyer.staff.tests.cast import Cast, bring_on

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[4] / "docs" / "privacy.md"
LINE = re.compile(r"^\| `([\w.]+)` \| `([\w.]+)` \| ([\w' ]+) \|$", re.MULTILINE)
LINES = LINE.findall(TABLE.read_text(encoding="utf-8"))
Probe = Callable[[Customer, Cast], bool]
"""Whether the place lets this customer's data through."""


def events(customer: Customer, _cast: Cast) -> bool:
    device = str(new_id())
    joining.join(device, customer.pk, by=SYSTEM, method="test")
    key, _made = WriteKey.objects.get_or_create(source="site", defaults={"name": "Site", "key_hash": "x", "tail": "x"})
    landing, _made = Landing.objects.get_or_create(closed_at=None)
    from foyer.base import clock

    BehaviourEvent.objects.create(
        write_key=key, landing=landing, anonymous_id=device, at=clock.now(), received_at=clock.now(), kind="track",
        message={},
    )  # fmt: skip
    return bool(events_of(customer.pk))


def sections(customer: Customer, _cast: Cast) -> bool:
    view.section("test", title="Test", purpose="profiling")(lambda _customer: [view.Line("x", "y")])
    try:
        return "test" in {one["name"] for one in view._filled(customer.pk)}
    finally:
        view.sections.pop("test")


def lessons(customer: Customer, _cast: Cast) -> bool:
    from foyer.base import clock

    MatchDecision.objects.all().delete()
    records = [
        SourceRecord.objects.create(
            id=new_id(), source="s", key=str(new_id()), kind="person", customer=customer, recorded_at=clock.now(),
            fingerprint="",
        )
        for _ in range(2)
    ]  # fmt: skip
    left, right = sorted(record.pk for record in records)
    MatchDecision.objects.create(left=left, right=right, verdict="same", by="x")
    return bool(pairs_to_learn_from())


def conversation_of(customer: Customer, cast: Cast) -> Any:
    from foyer.conversations import actions
    from foyer.conversations.models import Conversation, Queue

    if not Queue.objects.exists():
        QueueFactory(unit=cast.branch, is_default=True)
    visitor, _secret = actions.start_visit(channel="web", language="zh")
    opened = actions.open_conversation(visitor, channel="web", language="zh", by=Actor.visitor(visitor))
    Conversation.objects.filter(pk=opened.pk).update(customer=customer)
    return visitor, Conversation.objects.select_related("queue__unit", "visitor").get(pk=opened.pk)


def transcript(customer: Customer, cast: Cast) -> bool:
    visitor, talk = conversation_of(customer, cast)
    try:
        ask_by_email(talk.pk, address="a@example.com", by=Actor.visitor(visitor))
    except gates.NotNow:
        return False
    return True


def invitation(customer: Customer, cast: Cast) -> bool:
    from foyer.conversations import actions

    visitor, talk = conversation_of(customer, cast)
    actions.close(talk.pk, disposition="solved", by=Actor.visitor(visitor))
    talk.refresh_from_db()
    return bool(talk_json(talk)["can_rate"])


def disclosure(customer: Customer, _cast: Cast) -> bool:
    said = {"name": Bilingual("伙伴", "Partner"), "kinds": ["contact"], "region": "CN", "contract": "C-7"}
    keeping.describe("partner:a", said, purposes=["third_party_sharing"], by=SYSTEM)
    try:
        keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=1, customer=customer.pk, by=SYSTEM)
    except gates.NoBasis:
        return False
    return True


PROBES: dict[str, tuple[Probe, str]] = {
    "customers.collecting.queries.events_of": (events, "profiling"),
    "customers.profile.view.section": (sections, "profiling"),
    "customers.identity.queries.pairs_to_learn_from": (lessons, "model_training"),
    "conversations.transcripts.sending.ask_by_email": (transcript, ""),
    "conversations.api.talks.talk_json": (invitation, "experience_improvement"),
    "privacy.recipients.keeping.disclose": (disclosure, "third_party_sharing"),
}


def test_the_table_has_a_probe_for_each_line_and_no_other() -> None:
    assert {place for place, _gate, _purpose in LINES} == set(PROBES)


@pytest.mark.parametrize(("place", "gate", "purpose"), LINES)
def test_the_place_names_its_gate(place: str, gate: str, purpose: str) -> None:
    module, _, function = place.rpartition(".")
    room = importlib.import_module(f"foyer.{module}")
    source = inspect.getsource(room)

    assert callable(getattr(room, function))
    assert f"{gate}(" in source
    assert "own" in purpose or f'"{purpose}"' in source


@pytest.mark.parametrize("place", [place for place, _gate, _purpose in LINES])
def test_a_yes_goes_through_and_a_no_stops(place: str) -> None:
    published_notice()
    cast, customer = bring_on(), CustomerFactory()
    probe, purpose = PROBES[place]

    if purpose:
        agree(customer, purpose)
        assert probe(customer, cast)
        deciding.withdraw(customer, purpose, by=Actor.customer(customer))
    else:
        assert probe(customer, cast)
        customer.golden = {"died_on": {"value": "2026-01-01"}}
        customer.save()

    assert not probe(customer, cast)
