"""Pages of trust speak in the reader's language: no code, no field name, no other language."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from foyer.base.actors import SYSTEM, Actor
from foyer.customers.tests.factories import CustomerFactory
from foyer.desk.asset_words import what_is_new
from foyer.privacy import gates
from foyer.privacy.gates import refusals
from foyer.privacy.requests import asking
from foyer.security.models import Asset
from foyer.security.risks import assessments, register
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]
AtDesk = Callable[..., Client]
Said = Callable[[Any, str, str], str]
LANGUAGES = ("zh", "en")


@pytest.fixture
def officer(cast: Cast) -> Any:
    return UserFactory(role="compliance", unit=cast.head_office, language="zh")


@pytest.fixture
def said(at_desk: AtDesk) -> Callable[[Any, str, str], str]:
    return lambda user, path, language: _said(at_desk(user), user, path, language)


def _said(browser: Client, user: Any, path: str, language: str) -> str:
    """What a reader of the language sees: no tags, no scripts."""
    user.language = language
    user.save(update_fields=["language"])
    answer = browser.get(path)
    assert answer.status_code == 200, path
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", text)


def test_an_assessments_facts_are_words(said: Said, cast: Cast) -> None:
    assessor = UserFactory(role="security_administrator", unit=cast.head_office)
    row = assessments.draft("PIA-W", "purpose:third_party_sharing", by=Actor.staff(assessor))

    texts = {one: said(assessor, f"/desk/security/assessments/{row.pk}", one) for one in LANGUAGES}

    for text in texts.values():
        facts = text[text.rindex("PIPL 55") :]
        assert "{" not in facts and "separate_consent" not in facts and "opt_in" not in facts
    assert "法律依据" in texts["zh"] and "Separate consent" in texts["en"]
    assert not re.search("[\u4e00-\u9fff]", row.answers["legitimacy"]["en"])


def test_a_request_says_in_words_how_and_what(said: Said, officer: Any) -> None:
    customer = CustomerFactory()
    asked = {"field": "phone", "value": "13700000000"}
    row = asking.ask(customer.pk, "correction", by=Actor.customer(customer), asked=asked, assurance=3)

    for language in LANGUAGES:
        text = said(officer, f"/desk/privacy/requests/{row.pk}", language)
        assert "sign_in" not in text and not re.search(r"\bphone\b", text)


def test_who_was_refused_is_named(said: Said, officer: Any) -> None:
    customer = CustomerFactory()
    gates.may_contact(customer.pk, "marketing_sms", "sms", by=SYSTEM)
    refusals.flush()

    for language, day, who in (("en", "Day by day", "The house"), ("zh", "按日", "系统")):
        text = said(officer, "/desk/privacy/refusals", language)
        row = text[text.index(day) :][:400]
        assert who in row and not re.search(r"\bsystem\b", row)


def test_what_is_not_built_yet_is_said_in_chinese(said: Said, officer: Any) -> None:
    text = said(officer, "/desk/privacy/obligations?built=no", "zh")

    assert "尚未建成" in text and "not built" not in text and "later room" not in text


@pytest.mark.usefixtures("cast")
def test_assets_have_names() -> None:
    register.refresh()
    names = {row.code: row.name for row in Asset.objects.filter(kind="table")}

    assert all("." not in name.zh and "." not in name.en for name in names.values()), names
    field = what_is_new(Asset.objects.get(code="table:customers.Customer"), "table:customers.Customer.phone: C1 -> C2")
    assert "->" not in field and "table:" not in field and field.endswith("C1 → C2")
