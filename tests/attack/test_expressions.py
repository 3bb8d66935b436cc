"""The back office's Alpine.js evaluates expressions in its templates' attributes: nothing that anybody wrote is in one.

Every page of the back office is read with hostile words as names, titles and searches; they stand in text and in plain
attributes, and in no attribute that is evaluated.
"""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from foyer.base.text import Bilingual
from foyer.conversations.models import CannedResponse
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.models import Unit
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MARK = "zqx'+harmed+'`${harmed}\"}"
EVALUATED = ("x-", "@", ":", "v-", "hx-on", "hx-vals", "on")


class Reader(HTMLParser):
    """Gathers what is evaluated and how often the mark stands anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.expressions: list[str] = []
        self.seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.expressions += [value or "" for name, value in attrs if name.startswith(EVALUATED)]
        self.seen += sum("zqx" in (value or "") for _name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.seen += "zqx" in data


@pytest.fixture
def chief(client):
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="hostile", name=Bilingual(MARK, MARK))
    CannedResponse.objects.create(shortcut="zqx", title={"zh": MARK, "en": MARK}, text={"zh": MARK, "en": MARK})
    CustomerFactory(name=MARK, unit=cast.outlet)
    Group.objects.create(name=MARK)
    Unit.objects.filter(pk=cast.outlet.pk).update(name={"zh": MARK, "en": MARK})
    someone = UserFactory(username="chief", display_name=MARK, is_superuser=True, is_staff=True)
    client.force_login(someone)
    return client


def addresses():
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist") + "?q=zqx%27%2Bharmed"
        yield reverse(f"{name}_add")
        for one in model._default_manager.all()[:3]:
            yield reverse(f"{name}_change", args=[one.pk])


def test_no_expression_of_the_back_office_holds_what_somebody_wrote(chief, settings):
    settings.FOYER_CONFIRM_SECONDS = 0
    read = expressions = seen = 0
    for address in [reverse("admin:index"), *addresses()]:
        answer = chief.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        page = Reader()
        page.feed(answer.content.decode())
        assert not [one for one in page.expressions if "zqx" in one or "harmed" in one], address
        read, expressions, seen = read + 1, expressions + len(page.expressions), seen + page.seen
    assert read > 20 and expressions > 200 and seen > 20  # and it was not looked at in vain
