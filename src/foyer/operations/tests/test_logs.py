"""Log lines tell what happened and to which request, and nothing about a person."""

import io
import json
import logging
from typing import Any

import pytest
import structlog

from foyer.operations import logs

PERSONAL = [
    "13800138000",
    "+86 138 0013 8000",
    "6222 0212 3456 7890 123",
    "11010519491231002X",
    "zhang.san@example.com",
]


@pytest.fixture
def written() -> Any:
    """A logger, and what it has written so far as JSON objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs._formatter(as_json=True))
    plain = logging.getLogger("foyer.test")
    plain.handlers, plain.propagate = [handler], False
    plain.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    plain.handlers, plain.propagate = [], True


@pytest.mark.parametrize("secret", PERSONAL)
def test_a_persons_number_or_address_is_masked(written: Any, secret: str) -> None:
    structlog.get_logger("foyer.test").warning("sms_refused", reason=f"no route to {secret}", to=[secret])
    logging.getLogger("foyer.test").warning("no route to %s", secret)

    assert secret not in json.dumps(written(), ensure_ascii=False)
    assert "no route to ***" in json.dumps(written())


def test_a_traceback_is_masked_too(written: Any) -> None:
    said = "13800138000\nDETAIL: Key (name)=(张三) exists."
    try:
        raise ValueError(said)
    except ValueError:
        structlog.get_logger("foyer.test").exception("failed")

    text = json.dumps(written(), ensure_ascii=False)
    assert "ValueError" in text
    assert "13800138000" not in text
    assert "张三" not in text


def test_keys_that_hold_personal_data_are_dropped(written: Any) -> None:
    structlog.get_logger("foyer.test").info("seen", ip="203.0.113.7", user_agent="Phone", text="张三", code=200)

    assert written()[0]["code"] == 200
    assert not {"ip", "user_agent", "text"} & written()[0].keys()


def test_a_query_string_is_not_kept(written: Any) -> None:
    structlog.get_logger("foyer.test").info("request_finished", request="GET /desk/search?q=张三&page=2")

    assert written()[0]["request"] == "GET /desk/search?***&***"


def test_what_identifies_a_thing_stays_readable(written: Any) -> None:
    identifier = "019aa1c2-3f4e-7abc-8def-0123456789ab"
    structlog.get_logger("foyer.test").info("closed", conversation=identifier, number="C-20261123-000123", seconds=12.5)

    assert written()[0]["conversation"] == identifier
    assert written()[0]["number"] == "C-20261123-000123"


def test_a_request_has_one_line_with_its_id_and_no_address(client: Any, written: Any) -> None:
    structlog_lines = logging.getLogger("django_structlog")
    handler = logging.getLogger("foyer.test").handlers[0]
    structlog_lines.addHandler(handler)
    try:
        client.get("/healthz?phone=13800138000", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Phone")
    finally:
        structlog_lines.removeHandler(handler)

    (line,) = written()
    assert line["request_id"]
    assert line["request"] == "GET /healthz?***"
    assert "203.0.113.7" not in json.dumps(line)
