"""What customers tell us themselves takes part in everything that the bank's systems do."""

import pytest

from foyer.base.actors import SYSTEM
from foyer.base.lake import Dataset
from foyer.customers.actions import new_customer
from foyer.customers.identity.resolving import resolve
from foyer.customers.models import Customer, SourceRecord
from foyer.customers.profile import front_door
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.profile.lakes import record, two_systems
from foyer.staff.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand():
    unit = UnitFactory(code="B7")
    return new_customer(
        number="10037721", name="王芳", phone="13912345678", birth_year=1950, tier="gold", unit=unit, by=SYSTEM
    )


def everything(engine):
    front_door.export(engine)
    resolve(engine, by=SYSTEM)
    publish(engine)


def test_a_customer_entered_by_hand_stays_as_entered_through_a_run(duck, by_hand):
    two_systems(duck)

    everything(duck)

    after = Customer.objects.get(pk=by_hand.pk)
    assert (after.number, after.name, after.phone, after.tier) == ("10037721", "王芳", "+8613912345678", "gold")
    assert (after.unit, after.birth_year, after.is_elderly) == (by_hand.unit, 1950, True)
    assert after.golden["name"]["source"] == "foyer"


def test_a_record_of_the_bank_with_the_same_proof_joins_the_customer_who_came_in(duck, db):
    wei = new_customer(number="1", name="张伟", by=SYSTEM)
    front_door.tell(wei, verified=["resident_id"], resident_id="11010519491231002X")
    two_systems(duck)

    everything(duck)

    core = SourceRecord.objects.get(pk=record("core:1"))
    assert core.customer_id == wei.pk
    assert Customer.objects.get(pk=wei.pk).golden["born_on"]["source"] == "core"


def test_a_claim_once_proved_stays_proved_and_telling_again_adds_nothing(by_hand):
    front_door.tell(by_hand, verified=["phone"], phone=by_hand.phone)
    before = SourceRecord.objects.get(customer=by_hand).values

    front_door.tell(by_hand, phone=by_hand.phone)

    assert SourceRecord.objects.get(customer=by_hand).values == before
    assert [proved for name, _value, _at, proved in before["claims"] if name == "phone"] == [True]


def test_exporting_twice_leaves_one_row(duck, by_hand):
    front_door.export(duck)
    front_door.export(duck)

    assert duck.count(Dataset("customers.party").read(duck)) == 1
