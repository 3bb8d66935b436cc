"""A sign-in that nobody uses ends; one that is used, or whose customer waits for the bank, goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock
from foyer.customers import actions, errors, queries, trust
from foyer.customers.models import CustomerSession
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.trust import idling
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


def at(**later):
    return clock.at(NOW + timedelta(**later))


@pytest.fixture
def token(settings):
    settings.FOYER_CUSTOMER_IDLE_SECONDS = 30 * 60
    with at():
        return actions.sign_in(CustomerFactory(), method="sms_code")


def test_a_silent_half_hour_ends_it_even_before_the_sweep(token):
    with at(minutes=29):
        assert trust.session_of(token)
    with at(minutes=30):
        assert queries.by_session(token) is None and trust.session_of(token) is None
        with pytest.raises(errors.NoSuchSession):
            trust.hold_session(CustomerSession.objects.get().pk)


def test_whoever_moves_stays_until_the_hours_are_over(token):
    for minutes in range(20, 12 * 60, 20):
        with at(minutes=minutes):
            assert queries.by_session(token), minutes
    with at(hours=12, seconds=1):
        assert queries.by_session(token) is None


def test_the_sweep_ends_it_once_tells_the_trail_and_what_hangs_on_it(token, monkeypatch):
    ended = []
    monkeypatch.setattr("foyer.customers.trust.sessions._when_ended", [ended.extend])
    with at(minutes=29):
        assert idling.end_idle() == 0
    with at(minutes=31):
        assert (idling.end_idle(), idling.end_idle()) == (1, 0)

    assert ended == [CustomerSession.objects.get(revoked_at__isnull=False).pk]
    assert AuditEntry.objects.filter(act="customers.session_idle").count() == 1


def test_who_waits_for_the_bank_is_not_idle_but_nobody_comes_back_by_waiting(token, monkeypatch):
    session = CustomerSession.objects.get()
    monkeypatch.setattr(idling, "_waiting", [lambda: [session.pk]])
    for minutes in (20, 40, 60):
        with at(minutes=minutes):
            assert idling.end_idle() == 0 and queries.by_session(token)
    with at(minutes=95):
        assert idling.end_idle() == 1


def test_a_bank_may_leave_it_out(token, settings):
    settings.FOYER_CUSTOMER_IDLE_SECONDS = 0
    with at(hours=11):
        assert idling.end_idle() == 0 and queries.by_session(token)
