"""Two people at once in the same customer's affairs wait for each other in a line and never in a circle."""

import threading

import pytest
from django.db import connection, transaction

from foyer.base.actors import Actor
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Visitor
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers import actions as customers
from foyer.customers import trust
from foyer.customers.models import CustomerSession
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def in_a_thread(work, faults):
    def run():
        try:
            work()
        except Exception as error:  # what a thread raises must reach the test
            faults.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_somebody_waits():
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees them as they were at first
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waits")


@pytest.fixture
def story():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    customer = CustomerFactory()
    token = customers.sign_in(customer, method="sms_code")
    visit, _secret = actions.start_visit(channel="portal", language="zh")
    by = Actor.visitor(visit)
    actions.identify(visit, customer, method="session", by=by, session=trust.session_of(token))
    visit.refresh_from_db()
    talk = actions.open_conversation(visit, channel="portal", language="zh", by=by)
    return cast, customer, visit, talk


def report(visit):
    actions.report_fraud(visit, channel="portal", language="zh", freeze=True, by=Actor.visitor(visit))


def test_a_fraud_report_and_the_end_of_a_sign_in(story):
    """The report begins while the sign-in is held; whoever holds it must still get to the visit."""
    _cast, customer, visit, _talk = story
    session, faults = CustomerSession.objects.get(), []
    with transaction.atomic():
        trust.hold_session(session.pk)
        thread = in_a_thread(lambda: report(visit), faults)
        until_somebody_waits()
        trust.end_session(customer, session.pk, by=Actor.customer(customer))
    thread.join(10)

    customer.refresh_from_db()
    assert not thread.is_alive()
    assert [type(fault).__name__ for fault in faults] in ([], ["NoSuchConversation"])
    assert customer.is_frozen is (faults == [])


def test_a_fraud_report_and_a_block(story):
    cast, customer, visit, talk = story
    faults = []
    with transaction.atomic():
        trust.hold_all(customer.pk)
        threads = [
            in_a_thread(lambda: report(visit), faults),
            in_a_thread(
                lambda: actions.block_customer(talk.pk, reason="abuse", by=Actor.staff(cast.supervisor)), faults
            ),
        ]
        until_somebody_waits()
        assert Conversation.objects.select_for_update(nowait=True).get(pk=talk.pk)  # neither took it before its turn
        assert Visitor.objects.select_for_update(nowait=True).get(pk=visit.pk)
    for thread in threads:
        thread.join(10)

    assert {type(fault).__name__ for fault in faults} <= {"Blocked"}
