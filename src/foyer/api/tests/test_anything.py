"""Whatever one sends to the public API, it answers and never fails: requests made up from its own description."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.tests.visiting import Browser, visitor
from foyer.knowledge.tests.factories import shelf

EXAMPLES = 8
NOT_TRIED = (
    "/staff/",
    "/visitors/me",
    "/sign-out",
)  # for signed-in colleagues, or they end the visit that the others need
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]

description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = [
    found.ok() for found in description.get_all_operations() if not any(part in found.ok().path for part in NOT_TRIED)
]


@pytest.fixture(autouse=True)
def open_house(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No limits, and the requests stay in the test's own transaction: none closes its connection."""
    settings.FOYER_RATE_SCALE = 0
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def browser(open_house: None) -> Browser:
    QueueFactory()
    shelf()
    return visitor()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_any_request_is_answered(operation: Any, browser: Browser) -> None:
    talk = browser.open().split("/")[1]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def any_request(case: Any) -> None:
        if "conversation_id" in case.path_parameters:
            case.path_parameters["conversation_id"] = talk
        if "code" in case.path_parameters:
            case.path_parameters["code"] = "card-lost"
        case.headers["Authorization"] = f"Bearer {browser.token}"

        case.validate_response(case.call(), checks=CHECKS)

    any_request()
