"""A sealed value opens in its own row alone: swaps and old copies are refused, named, and found by a check."""

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.base.crypto import Moved, NotBound, Unreadable, caring, checking, open_text, rotate, seal
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.models import ApprovalRequest

pytestmark = pytest.mark.django_db
WEI, LI = "+8613800138001", "+8613900139002"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[audit.Entry]:
    entries: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_keepers", [entries.append])
    return entries


@pytest.fixture
def two(db: None) -> tuple[Customer, Customer]:
    return CustomerFactory(phone=WEI), CustomerFactory(phone=LI)


def stored(row: Any, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {row._meta.db_table} WHERE id = %s', [row.pk])  # noqa: S608
        return str(cursor.fetchone()[0])


def put(row: Any, **columns: str | None) -> None:
    """As somebody who can write to the database."""
    for column, value in columns.items():
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s', [value, row.pk])  # noqa: S608


def swap(one: Any, other: Any, *columns: str) -> None:
    for column in columns:
        mine, theirs = stored(one, column), stored(other, column)
        put(one, **{column: None if column.endswith("index") else ""})
        put(other, **{column: mine})
        put(one, **{column: theirs})


def test_what_is_written_reads_back_however_it_is_asked_for(two: tuple[Customer, Customer]) -> None:
    wei, li = two
    wei.email = "wei@bank.example"
    wei.save(update_fields=["email"])

    assert stored(wei, "phone").startswith("v3:") and WEI not in stored(wei, "phone")
    assert Customer.objects.get(pk=wei.pk).phone == WEI
    assert Customer.objects.only("number").get(pk=wei.pk).email == "wei@bank.example"
    assert set(Customer.objects.values_list("email", flat=True)) == {"wei@bank.example", li.email}
    assert Customer.objects.values("email").get(pk=wei.pk) == {"email": "wei@bank.example"}
    inner = Customer.objects.filter(pk=OuterRef("pk")).values("email")[:1]
    assert Customer.objects.annotate(theirs=Subquery(inner)).get(pk=wei.pk).theirs == "wei@bank.example"
    assert Customer.objects.raw("SELECT * FROM customers_customer WHERE id = %s", [wei.pk])[0].phone == WEI
    both = Customer.objects.filter(pk=wei.pk).union(Customer.objects.filter(pk=li.pk))
    assert {each.phone for each in both} == {WEI, LI}
    assert Customer.objects.filter(email="").get() == li and Customer.objects.count() == 2


def test_a_message_of_the_hot_path_is_bound_too(two: tuple[Customer, Customer]) -> None:
    QueueFactory()
    talk = conversation()
    first, second = says(talk, "你好"), says(talk, "我的卡丢了")

    assert stored(first, "text").startswith("v3:")
    put(first, text=stored(second, "text"))

    with pytest.raises(Moved, match=str(second.pk)):
        Message.objects.get(pk=first.pk)
    with pytest.raises(Moved):
        list(Message.objects.values_list("text", flat=True))


def test_two_customers_phones_that_were_swapped_are_refused_and_named(
    two: tuple[Customer, Customer], told: list[audit.Entry]
) -> None:
    wei, li = two
    swap(wei, li, "phone", "phone_index")

    with pytest.raises(Moved) as refused:
        Customer.objects.get(phone_index__of=LI)
    assert str(wei.pk) in str(refused.value) and LI not in str(refused.value)

    findings = {(each.row, each.column, each.why, each.home) for each in checking.check(by=SYSTEM)}
    assert findings == {(str(wei.pk), "phone", "moved", str(li.pk)), (str(li.pk), "phone", "moved", str(wei.pk))}
    assert {(entry.kind.code, entry.on, entry.fields) for entry in told[-3:-1]} == {
        ("keys.value_broken", f"customers_customer:{wei.pk}", ("phone",)),
        ("keys.value_broken", f"customers_customer:{li.pk}", ("phone",)),
    }
    assert (told[-1].kind.code, told[-1].outcome) == ("keys.checked", "failed")


def test_a_swapped_index_alone_is_found_by_the_check(two: tuple[Customer, Customer]) -> None:
    wei, li = two
    swap(wei, li, "phone_index")

    found = list(checking.check_table(Customer))

    assert {(each.row, each.column, each.why) for each in found} == {
        (str(wei.pk), "phone_index", "index"), (str(li.pk), "phone_index", "index"),
    }  # fmt: skip


def test_the_check_names_what_was_damaged_or_has_no_key(two: tuple[Customer, Customer]) -> None:
    wei, _li = two
    key = stored(wei, "phone").split(":")[1]
    put(wei, name=stored(wei, "name")[:-4] + "AAA=", phone=stored(wei, "phone").replace(f":{key}:", ":987i:"))

    assert {(each.column, each.why) for each in checking.check_table(Customer)} == {
        ("name", "damaged"), ("phone", "key missing"),
    }  # fmt: skip
    with pytest.raises(Unreadable):
        Customer.objects.get(pk=wei.pk)


def test_a_house_in_order_has_no_findings(two: tuple[Customer, Customer], told: list[audit.Entry]) -> None:
    QueueFactory()
    says(conversation(), "手机 13800138000")

    assert checking.check(by=SYSTEM) == []
    assert [(entry.kind.code, entry.outcome) for entry in told[-1:]] == [("keys.checked", "done")]


def test_values_of_the_former_kind_are_read_until_they_are_refused(
    two: tuple[Customer, Customer], settings: Any
) -> None:
    wei, _li = two
    put(wei, phone=seal(WEI, "customers_customer.phone"))
    assert Customer.objects.get(pk=wei.pk).phone == WEI
    assert caring.waiting()["customers.Customer"] == 1

    settings.FOYER_SEALS_OF_ROWS_ONLY = True
    with pytest.raises(NotBound):
        Customer.objects.get(pk=wei.pk)
    assert [each.why for each in checking.check_table(Customer)] == ["not bound"]

    settings.FOYER_SEALS_OF_ROWS_ONLY = False
    assert rotate(Customer) == 1 and rotate(Customer) == 0
    settings.FOYER_SEALS_OF_ROWS_ONLY = True
    assert Customer.objects.get(pk=wei.pk).phone == WEI
    assert stored(wei, "phone").startswith("v3:")


def test_a_value_is_written_with_its_row_or_not_at_all(two: tuple[Customer, Customer]) -> None:
    with pytest.raises(FieldError, match="save the row"), transaction.atomic():
        Customer.objects.update(email="x@bank.example")

    Customer.objects.update(email="")
    assert not Customer.objects.exclude(email="").exists()


def test_a_sealed_document_is_bound_to_its_row(db: None) -> None:
    from foyer.base import clock

    one, other = (
        ApprovalRequest.objects.create(
            kind="k", subject=f"s{n}", change={"phone": f"{WEI}{n}"}, before={}, made_by="x", made_at=clock.now()
        )
        for n in range(2)
    )
    assert ApprovalRequest.objects.get(pk=one.pk).change == {"phone": f"{WEI}0"}

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staff_approvalrequest SET change = (SELECT change FROM staff_approvalrequest WHERE id = %s) "
            "WHERE id = %s",
            [other.pk, one.pk],
        )
    with pytest.raises(Moved):
        ApprovalRequest.objects.get(pk=one.pk)


def test_golden_vectors_of_texts_with_rows(settings: Any) -> None:
    """What was written must stay readable for ever."""
    import base64

    settings.FOYER_KEYS = {"1": base64.b64encode(bytes([1]) * 32).decode()}
    row = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    for suite, version in (("aes", "v3"), ("sm", "s3")):
        settings.FOYER_CRYPTO_SUITE = suite
        text = seal("13800138000", "t.c", row=row)
        assert text.startswith(f"{version}:1i:") and open_text(text, "t.c", row=row) == "13800138000"
        with pytest.raises(Unreadable):
            open_text(text.replace(version, "v2" if suite == "aes" else "s2"), "t.c")
        with pytest.raises(Moved):
            open_text(text, "t.c", row=UUID(int=1))
    assert open_text(GOLDEN, "t.c", row=row) == "13800138000"


GOLDEN = "v3:1i:AYkKXayWd0u8zrMCCZqAVwAAAAAAAAAAAAAAAOmfNcIKpqmgrOXAEKdPLKTm3St-FTpNtvEvJg=="
