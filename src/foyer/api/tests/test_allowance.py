"""How often one may ask: shared by all processes, exact to the second, and silent about who asked."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from foyer.api import allowance
from foyer.api.allowance import Limit
from foyer.api.limits import BY_ADDRESS, BY_TOKEN, without_converters
from foyer.api.main import api
from foyer.api.models import Allowance
from foyer.base import clock
from foyer.base.addresses import network_of
from foyer.base.errors import TooMany

THREE_A_MINUTE = Limit("test", 3, 60)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_so_many_at_once_then_one_by_one() -> None:
    with clock.at(NOON):
        for _ in range(3):
            allowance.use(THREE_A_MINUTE, "somebody")
        with pytest.raises(TooMany) as refused:
            allowance.use(THREE_A_MINUTE, "somebody")
        clock.advance(seconds=refused.value.details["wait_seconds"])
        allowance.use(THREE_A_MINUTE, "somebody")

    assert refused.value.details == {"wait_seconds": 20}


@pytest.mark.django_db
def test_one_caller_does_not_use_up_anothers_allowance() -> None:
    for caller in ("first", "second"):
        for _ in range(3):
            allowance.use(THREE_A_MINUTE, caller)

    allowance.use(Limit("other", 3, 60), "first")


@pytest.mark.django_db
def test_a_refused_request_does_not_lengthen_the_wait() -> None:
    with clock.at(NOON):
        for _ in range(3):
            allowance.use(THREE_A_MINUTE, "somebody")
        for _ in range(50):
            with pytest.raises(TooMany):
                allowance.use(THREE_A_MINUTE, "somebody")
        clock.advance(seconds=20)
        allowance.use(THREE_A_MINUTE, "somebody")


@pytest.mark.django_db
def test_the_scale_widens_and_lifts_limits(settings: object) -> None:
    settings.FOYER_RATE_SCALE = 2.0  # type: ignore[attr-defined]
    for _ in range(6):
        allowance.use(THREE_A_MINUTE, "somebody")
    with pytest.raises(TooMany):
        allowance.use(THREE_A_MINUTE, "somebody")
    settings.FOYER_RATE_SCALE = 0  # type: ignore[attr-defined]
    allowance.use(THREE_A_MINUTE, "somebody")


@pytest.mark.django_db
def test_nothing_of_the_caller_is_kept_and_whole_allowances_are_forgotten() -> None:
    with clock.at(NOON):
        allowance.use(THREE_A_MINUTE, "203.0.113.7")
        assert not Allowance.objects.filter(key__contains="203.0.113.7").exists()
        assert allowance.purge() == 0
        clock.advance(seconds=21)
        assert allowance.purge() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_exactly_what_is_allowed() -> None:
    allowed, together = [], Barrier(12)

    def ask() -> None:
        together.wait()
        try:
            allowance.use(THREE_A_MINUTE, "crowd")
            allowed.append(1)
        except TooMany:
            pass
        finally:
            connections.close_all()

    crowd = [Thread(target=ask) for _ in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(allowed) == 3


@pytest.mark.django_db
def test_the_table_waits_for_no_disk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'api_allowance'")
        assert cursor.fetchone() == ("u",)


def test_every_limit_names_an_address_that_exists() -> None:
    known = set()
    for path, methods in api.get_openapi_schema()["paths"].items():
        name = path.removeprefix("/api/v1/").replace("{", "<").replace("}", ">")
        known |= {f"{method.upper()} {name}" for method in methods}

    assert {*BY_ADDRESS, *BY_TOKEN} <= known


def test_a_route_is_named_without_its_converters() -> None:
    assert without_converters("api/v1/conversations/<uuidstr:id>/read") == "conversations/<id>/read"


def test_where_a_request_comes_from(settings: object) -> None:
    def request(**meta: str) -> object:
        return RequestFactory().get("/", **meta)

    claimed = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.7"}
    settings.FOYER_TRUST_PROXY = False  # type: ignore[attr-defined]
    assert network_of(request(**claimed)) == "10.0.0.1"
    settings.FOYER_TRUST_PROXY = True  # type: ignore[attr-defined]
    assert network_of(request(**claimed)) == "203.0.113.7"
    settings.FOYER_TRUST_PROXY = False  # type: ignore[attr-defined]
    one, other = (network_of(request(REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in (1, 2))
    assert one == other != network_of(request(REMOTE_ADDR="2001:db8:1:3::1"))
