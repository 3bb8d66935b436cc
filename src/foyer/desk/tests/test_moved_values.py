"""A page that meets a sealed value of another row fails, and the trail names both rows."""

import pytest
from django.db import connection

from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_page_that_meets_a_moved_value_tells_the_trail(at_desk, cast):
    wei, li = (CustomerFactory(unit=cast.agent.unit, dedicated_agent=cast.agent) for _customer in range(2))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET name = (SELECT name FROM customers_customer WHERE id = %s) WHERE id = %s",
            [li.pk, wei.pk],
        )
    browser = at_desk(cast.agent)
    browser.raise_request_exception = False

    answer = browser.get(f"/desk/customers/{wei.pk}")

    assert answer.status_code == 500
    told = AuditEntry.objects.get(act="keys.value_broken")
    assert (told.subject, told.details["home"], told.outcome) == (f"customers_customer:{wei.pk}", str(li.pk), "failed")
    assert Customer.objects.get(pk=li.pk).name == "张三"
