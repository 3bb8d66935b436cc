"""What load balancers and monitoring are told."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from foyer.operations import health


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


@pytest.mark.django_db
def test_a_process_with_database_tables_and_relay_is_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.CHECKS, "relay", lambda: "ok")

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "tables": "ok", "relay": "ok"}


@pytest.mark.django_db
def test_a_missing_relay_makes_it_not_ready_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.CHECKS, "relay", lambda: "no relay process runs: facts")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["relay"] == "no relay process runs: facts"


def test_a_lost_database_makes_it_not_ready(
    client: Client, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = client.get("/readyz")
        connection.close()

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "the database does not answer"


@pytest.mark.django_db
def test_metrics_count_requests_by_view(client: Client) -> None:
    client.get("/healthz")

    page = client.get("/metrics").content.decode()

    assert 'foyer_requests_total{method="GET",status="200",view="healthz"}' in page
    assert 'foyer_deliveries{state="due"}' in page


@pytest.mark.parametrize(
    "headers", [{"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}]
)
def test_metrics_are_not_for_strangers(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/metrics", **headers).status_code == 403


@pytest.mark.django_db
def test_metrics_ask_for_the_token_where_there_is_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_METRICS_TOKEN", "let-me-in")

    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer let-me-in").status_code == 200


def test_every_page_has_the_security_headers(client: Client) -> None:
    headers = client.get("/healthz").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
