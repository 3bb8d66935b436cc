"""Finding who is at the door, by one look-up; and remembering who was not known."""

import pytest
from pytest_django import DjangoAssertNumQueries

from foyer.base.actors import SYSTEM
from foyer.base.crypto import blind_index
from foyer.customers.identity.matching import find, recognise
from foyer.customers.models import Customer, Identifier, SourceRecord
from foyer.customers.models.records import record_id
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
PHONE, IDENTITY = "+8613900000001", "11010519491231002X"


def known(customer: Customer, *, verified: bool = False, **identifiers: str) -> None:
    key = str(SourceRecord.objects.count())
    record = SourceRecord.objects.create(
        id=record_id("core", key), source="core", key=key, customer=customer, recorded_at=customer.joined_at, values={}
    )  # fmt: skip
    for kind, value in identifiers.items():
        index = blind_index(value, f"customers.{kind}")
        Identifier.objects.create(record=record, kind=kind, index=index, is_verified=verified)


def test_a_visitor_is_found_by_phone_or_document_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    customer = CustomerFactory()
    known(customer, phone=PHONE, resident_id=IDENTITY)

    with django_assert_num_queries(1):
        found = find(phone="139 0000 0001", resident_id=IDENTITY.lower(), email="nobody@example.com")

    assert found is not None
    assert (found.customer_id, found.by) == (customer.pk, "resident_id")


def test_a_shared_phone_finds_only_the_one_who_verified_it() -> None:
    mother, child = CustomerFactory(), CustomerFactory()
    known(mother, phone=PHONE)
    known(child, phone=PHONE)

    assert find(phone=PHONE) is None
    known(mother, phone=PHONE, verified=True)

    found = find(phone=PHONE)
    assert found is not None
    assert (found.customer_id, found.is_verified) == (mother.pk, True)


def test_nothing_given_or_nothing_readable_finds_nobody_without_asking(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert find() is None
        assert find(phone="", resident_id="12") is None


def test_who_is_not_known_becomes_a_prospect_and_is_known_the_next_time() -> None:
    UnitFactory()

    customer, match = recognise(phone=PHONE, name="王小明", verified=["phone"], by=SYSTEM)
    again, found = recognise(phone=PHONE, by=SYSTEM)

    assert match is None
    assert set(customer.records.values_list("source", flat=True)) == {"foyer"}
    assert again.pk == customer.pk
    assert found is not None
    assert found.by == "phone"
