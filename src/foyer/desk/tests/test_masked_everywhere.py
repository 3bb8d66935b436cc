"""Masked everywhere: every page, pane, back-office page and API answer that a role can reach, made from the map of
addresses, is read, and none holds a customer's name, numbers or addresses in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from foyer.conversations.tests.factories import replies, says, served_by
from foyer.customers.profile import front_door
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.models import User
from foyer.staff.roles import ROLES
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRETS = {
    "name": "欧阳震华", "phone": "13812345678", "email": "zhenhua.ouyang@example.com",
    "resident_id": "11010519491231002X",
    "older phone": "13987654321", "address": "文三路478号", "card": "6222021234567894",
}  # fmt: skip
FACES = ("desk/", "admin/", "api/v1/", "attachments/")
PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
BESIDE = {"/desk/watermark.svg"}


@pytest.fixture
def customer(cast):
    made = CustomerFactory(
        number="100001", name=SECRETS["name"], phone=SECRETS["phone"], email=SECRETS["email"], unit=cast.outlet
    )  # fmt: skip
    front_door.tell(made, name=SECRETS["name"], phone="+8613987654321", resident_id=SECRETS["resident_id"])
    made.golden = {
        name: voice(value)
        for name, value in (
            ("name", SECRETS["name"]), ("phone", "+86" + SECRETS["older phone"]), ("email", SECRETS["email"]),
            ("resident_id", SECRETS["resident_id"]), ("home_address", f"浙江省杭州市西湖区{SECRETS['address']}"),
        )
    }  # fmt: skip
    made.save()
    return made


def voice(value: str) -> dict[str, Any]:
    said = {"source": "core", "record": "r", "at": "2026-01-01T00:00:00+00:00", "verified": True, "frequency": 1}
    return {"value": value, **said, "rule": "trust", "others": [{"value": value, **said}]}


@pytest.fixture
def talk(cast, queue, customer):
    found = served_by(cast.agent, customer=customer)
    says(found, f"我的卡 {SECRETS['card']} 丢了")
    replies(found, cast.agent, "您好")
    return found


def addresses(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the staff's faces that is asked with GET, with its places open."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + re.sub(r"[\^$]|\\Z", "", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        elif isinstance(one, URLPattern) and route.startswith(FACES) and "/do/" not in route:
            yield "/" + route


def filled(route: str, ids: dict[str, Any]) -> str:
    """An address with the demo customer's and conversation's ids in its places."""

    def put(match: re.Match[str]) -> str:
        name = match[2] or match[3]
        return str(ids.get(name) or (uuid4() if match[1] == "uuid" else "x"))

    return PLACEHOLDER.sub(put, route)


def readers(cast) -> list[User]:
    """One colleague of each role, where the customer's unit is seen; with the agent who serves them."""
    of_roles = [UserFactory(role=code, unit=cast.head_office, is_staff=True) for code in ROLES]
    return [cast.agent, *of_roles]


SOUGHT = (SECRETS["phone"], "欧阳")


def test_no_answer_to_a_colleague_holds_a_full_value(at_desk, cast, customer, talk):
    ids = {"customer_id": customer.pk, "conversation_id": talk.pk, "object_id": customer.pk, "unit_id": cast.branch.pk,
           "name": "close", "subject": "customers.phone"}  # fmt: skip
    asked = sorted({filled(route, ids) for route in addresses()} - BESIDE)
    leaks, answered = [], 0

    for user in readers(cast):
        browser = at_desk(user)
        browser.raise_request_exception = False
        for path in asked:
            is_search = path.rstrip("/").endswith(("search", "customers", "customer"))
            bodies = [{"q": one} for one in SOUGHT * is_search]
            asks = [browser.get, *(partial(browser.post, data=body, **_as_asked(path)) for body in bodies)]
            for answer in (ask(path) for ask in asks):
                answered += answer.status_code == 200
                leaks += [(user.username, path, name) for name in found_in(answer)]

    assert len(asked) > 80
    assert answered > 150
    assert leaks == []


def _as_asked(path: str) -> dict[str, str]:
    return {"content_type": "application/json"} if path.startswith("/api/") else {}


def found_in(answer: Any) -> list[str]:
    """Which of the secrets an answer holds. What was typed into a search box stands in it again, and is no leak."""
    if answer.streaming or (
        "text" not in answer.get("Content-Type", "") and "json" not in answer.get("Content-Type", "")
    ):
        return []
    text = re.sub(r'value="[^"]*"|[?;&]q=[^"&]*', "", answer.content.decode(errors="replace"))
    return [name for name, secret in SECRETS.items() if secret in text or secret in text.replace(" ", "")]


def test_the_search_would_be_noticed(customer):
    """The net holds: a page that shows a full value is caught."""
    from django.http import HttpResponse

    assert found_in(HttpResponse(f"<p>{SECRETS['phone']}</p>")) == ["phone"]
    assert found_in(HttpResponse("<p>138****5678 6222 **** **** 7894</p>")) == []
    assert isinstance(customer.pk, UUID)
