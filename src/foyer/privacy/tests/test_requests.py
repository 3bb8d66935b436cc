"""What customers ask about their own data: who may, how surely, by when, and what they get."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.base import clock, clocks, jobs
from foyer.base.actors import Actor
from foyer.conversations.tests.factories import conversation, says
from foyer.conversations.tests.visiting import visitor
from foyer.customers import actions as customer_actions
from foyer.customers import trust
from foyer.customers.errors import CodeWrong
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE
from foyer.privacy.errors import (
    AskedAlready,
    AskMissing,
    CopyGone,
    DocumentNeeded,
    ExtendedAlready,
    NotNow,
    ProofNeeded,
)
from foyer.privacy.models import DataCopy, SubjectRequest
from foyer.privacy.requests import asking, copies, deadlines, fulfilling, queries, reasons, states, working
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]
State = SubjectRequest.State
PHONE = "13900139000"


@pytest.fixture
def officer(cast: Cast) -> Any:
    return UserFactory(role="compliance", unit=cast.head_office)


@pytest.fixture
def me() -> Customer:
    return CustomerFactory(name="陈思远", phone=PHONE, email="chen@example.com", number="100200")


def ask(me: Customer, kind: str, **more: Any) -> SubjectRequest:
    return asking.ask(me.pk, kind, by=Actor.customer(me), **more)


def proved(request: SubjectRequest, me: Customer) -> SubjectRequest:
    code = asking.send_code(request).shown
    return asking.prove(request, code, by=Actor.customer(me))


# -- the table of states


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", states.TABLE)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(state: str, verb: str) -> None:
    way = states.TABLE[verb].get(State(state))
    if way is None:
        with pytest.raises(NotNow):
            states.after(state, verb)
    else:
        assert states.after(state, verb) == way


def test_what_is_closed_stays_closed_and_everything_can_be_closed() -> None:
    assert all(not states.verbs_of(state) for state in states.CLOSED)
    reached = {State.RECEIVED}
    while True:
        more = {to for ways in states.TABLE.values() for start, to in ways.items() if start in reached}
        if more <= reached:
            break
        reached |= more
    assert reached == set(State)


# -- deadlines


def test_fifteen_working_days_pass_over_the_national_holiday(settings: Any) -> None:
    asked_at = datetime(2026, 9, 16, 2, tzinfo=UTC)

    code, due = deadlines.due(asked_at)

    assert code == "cn" and due == datetime(2026, 10, 13, 16, tzinfo=UTC), due  # end of 13 October in Shanghai


def test_the_strictest_of_the_active_packs_wins(settings: Any) -> None:
    settings.FOYER_LAW_PACKS = ("cn", "eu")
    in_spring = datetime(2026, 1, 31, 2, tzinfo=UTC)

    code, due = deadlines.due(in_spring)

    assert code == "cn" and due <= deadlines.PACKS["eu"].answer(in_spring)
    settings.FOYER_LAW_PACKS = ("eu",)
    assert deadlines.due(in_spring)[1] == datetime(2026, 3, 1, 16, tzinfo=UTC) or deadlines.due(in_spring)[0] == "eu"


def test_a_clock_runs_and_stops_with_the_request(me: Customer) -> None:
    request = ask(me, "deletion")
    (running,) = clocks.models.Clock.objects.filter(subject=f"request:{request.number}")
    assert running.due_at == request.due_at

    working.withdraw(request.pk, by=Actor.customer(me))

    running.refresh_from_db()
    assert running.state == "stopped"


def test_an_extension_has_a_reason_comes_once_and_is_told(me: Customer, officer: Any) -> None:
    request = ask(me, "deletion")
    with pytest.raises(reasons.NoSuchReason):
        working.extend(request.pk, "tired", by=Actor.staff(officer))

    longer = working.extend(request.pk, "complex", by=Actor.staff(officer))

    assert longer.due_at > request.due_at and "事项复杂" in longer.notices.last().text.zh
    with pytest.raises(ExtendedAlready):
        working.extend(request.pk, "complex", by=Actor.staff(officer))


# -- who asks


def test_a_copy_waits_for_a_code_and_a_wrong_one_does_not_do(me: Customer) -> None:
    request = ask(me, "access")
    assert request.state == "received"

    asking.send_code(request)
    with pytest.raises(CodeWrong):
        asking.prove(request, "000000", by=Actor.customer(me))
    request.refresh_from_db()
    assert request.state == "received"


def test_asking_twice_for_the_same_is_refused(me: Customer) -> None:
    ask(me, "access")

    with pytest.raises(AskedAlready):
        ask(me, "access")


@pytest.mark.parametrize("kind", ["correction", "withdrawal", "deceased"])
def test_what_a_kind_needs_must_be_said(me: Customer, kind: str) -> None:
    with pytest.raises(AskMissing):
        ask(me, kind)


def test_at_a_counter_a_document_is_seen_and_kept(me: Customer, cast: Cast) -> None:
    clerk = Actor.staff(UserFactory(role="lobby_manager", unit=cast.branch))
    with pytest.raises(DocumentNeeded):
        asking.record_at_counter("access", number=me.number, document="", document_record="", by=clerk)

    made = asking.record_at_counter("access", number=me.number, document="resident_id", document_record="B-7", by=clerk)

    assert made.state == "identified" and made.door == "branch" and made.assurance == 3
    assert made.steps.filter(what="document", note__contains="B-7").exists()


# -- what they get


def test_a_copy_holds_what_was_said_and_is_given_out_only_with_a_proof(me: Customer) -> None:
    talk = conversation(customer=me)
    says(talk, "我的卡丢了")
    request = proved(ask(me, "access"), me)

    jobs.run_waiting()

    request.refresh_from_db()
    assert request.state == "done" and {copy.format for copy in request.copies.all()} == {"html", "pdf", "json", "zip"}
    copy = request.copies.get(format="json")
    with pytest.raises(ProofNeeded):
        copies.fetch(copy, by=Actor.customer(me), is_proved=False)
    told = json.loads(copies.fetch(copy, by=Actor.customer(me), is_proved=True)[0])
    said = json.dumps(told, ensure_ascii=False)
    assert "陈思远" in said and "我的卡丢了" in said and "phone_index" not in said and "token_hash" not in said
    assert copies.fetch(request.copies.get(format="pdf"), by=Actor.customer(me), is_proved=True)[0][:4] == b"%PDF"


def test_the_zip_holds_tables_that_a_spreadsheet_opens_without_formulas(me: Customer) -> None:
    says(conversation(customer=me), "=cmd|' /C calc'!A0")
    request = proved(ask(me, "portability"), me)
    jobs.run_waiting()

    content = copies.fetch(request.copies.get(format="zip"), by=Actor.customer(me), is_proved=True)[0]

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = archive.read("conversations.messages.csv").decode()
    assert "'=cmd" in table and table.startswith("\ufeff")
    assert {copy.format for copy in request.copies.all()} == {"json", "zip"}


def test_a_copy_lies_sealed_and_is_gone_after_seven_days(me: Customer) -> None:
    from django.core.files.storage import default_storage

    request = proved(ask(me, "portability"), me)
    jobs.run_waiting()
    copy = request.copies.get(format="json")
    with default_storage.open(copy.path) as file:
        assert "陈思远".encode() not in file.read()

    with clock.at(clock.now() + copies.KEPT):
        assert copies.destroy_expired() == 2
        copy.refresh_from_db()
        with pytest.raises(CopyGone):
            copies.fetch(copy, by=Actor.customer(me), is_proved=True)
    assert not default_storage.exists(copy.path or "nothing")


def test_a_correction_reaches_the_profile(me: Customer, officer: Any) -> None:
    request = proved(ask(me, "correction", asked={"field": "name", "value": "陈思源"}), me)

    fulfilling.fulfil(request.pk, by=Actor.staff(officer))

    me.refresh_from_db()
    request.refresh_from_db()
    assert me.name == "陈思源" and request.state == "done" and request.outcome["fields"] == ["name"]


def test_an_objection_works_at_once(me: Customer) -> None:
    request = ask(me, "objection")

    assert request.state == "done" and set(request.outcome["purposes"]) <= {"profiling", "personalisation"}


def test_an_explanation_counts_what_was_decided(me: Customer) -> None:
    request = ask(me, "explanation")

    assert request.state == "done" and "decisions" in request.outcome


def test_refused_only_with_a_listed_reason_its_law_and_where_to_complain(me: Customer, officer: Any) -> None:
    request = ask(me, "deletion", assurance=3)
    with pytest.raises(reasons.NoSuchReason):
        working.refuse(request.pk, "no", by=Actor.staff(officer))

    refused = working.refuse(request.pk, "kept_by_law", by=Actor.staff(officer))

    said = refused.notices.last().text
    assert (
        refused.state == "refused" and "PIPL art. 47(2)" in said.en and "court" in said.en and "第四十七条" in said.zh
    )


def test_each_step_is_told_in_both_languages_and_mailed(me: Customer, officer: Any) -> None:
    request = ask(me, "deletion", assurance=3)
    working.take(request.pk, by=Actor.staff(officer))
    jobs.run_waiting()

    notices = list(request.notices.all())
    assert [each.what for each in notices] == ["received", "identified", "taken"]
    assert all(each.text.zh and each.text.en and each.text.zh != each.text.en for each in notices)
    assert len(mail.outbox) == 3 and all(each.address == "" for each in notices[:0])
    assert not request.notices.exclude(sent_at=None).filter(sent_at=None).exists()


def test_strangers_and_agents_do_nothing(me: Customer, cast: Cast) -> None:
    request = ask(me, "deletion", assurance=3)
    stranger = CustomerFactory()

    with pytest.raises(working.NotYourWork):
        working.take(request.pk, by=Actor.staff(cast.agent))
    with pytest.raises(queries.NoSuchRequest):
        working.withdraw(request.pk, by=Actor.customer(stranger))
    with pytest.raises(queries.NoSuchRequest):
        queries.my_request(stranger.pk, request.pk)


# -- through HTTP


def signed_in(phone: str = PHONE) -> Client:
    browser = visitor()
    code = browser.post("sign-in/code", {"phone": phone}).json()["code"]
    browser.post("sign-in", {"phone": phone, "code": code})
    return browser.client


def test_my_data_asks_proves_and_gives_the_copy(me: Customer) -> None:
    with clock.at(datetime(2026, 5, 6, 2, tzinfo=UTC)):
        client = signed_in()
    with clock.at(datetime(2026, 5, 6, 2, 5, tzinfo=UTC)):
        page = client.post("/my-data/ask", {"kind": "access"}, headers={"Accept-Language": "en"})
        request = SubjectRequest.objects.get()
        code = page.context["shown"]
        assert page.status_code == 200 and "six digits" in page.content.decode()
        assert client.post(f"/my-data/{request.pk}/prove", {"code": code}).status_code == 302
        jobs.run_waiting()
    copy = DataCopy.objects.get(format="pdf")
    with clock.at(datetime(2026, 5, 6, 2, 10, tzinfo=UTC)):
        code = client.post(f"/my-data/copies/{copy.pk}").context["shown"]
        assert client.post(f"/my-data/copies/{copy.pk}", {"code": "111111"}).status_code == 422
        given = client.post(f"/my-data/copies/{copy.pk}", {"code": code})
    assert given["Content-Type"] == "application/pdf" and "attachment" in given["Content-Disposition"]
    assert given["Cache-Control"] == "no-store"


def test_a_code_is_tried_five_times_at_most(me: Customer) -> None:
    request = ask(me, "access")
    with clock.at(datetime(2026, 5, 6, 2, tzinfo=UTC)):
        client = signed_in()
    with clock.at(datetime(2026, 5, 6, 2, 5, tzinfo=UTC)):
        right = client.post(f"/my-data/{request.pk}/prove").context["shown"]
        wrong = "000000" if right != "000000" else "111111"
        tries = [client.post(f"/my-data/{request.pk}/prove", {"code": code}) for code in [wrong] * 5 + [right]]

    assert {one.status_code for one in tries} == {422}
    assert SubjectRequest.objects.get().state == "received"


def test_a_strangers_copy_and_request_are_not_found(me: Customer) -> None:
    request = ask(me, "access")
    CustomerFactory(phone="13900139001")
    client = signed_in("13900139001")

    assert client.post(f"/my-data/{request.pk}/prove", {"code": "123456"}).status_code == 404
    assert client.post(f"/my-data/{request.pk}/withdraw").status_code == 404
    assert request.number not in client.get("/my-data").content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/my-data")["Location"].startswith("/sign-in")
    assert client.post("/my-data/ask", {"kind": "deletion"})["Location"].startswith("/sign-in")


def test_the_api_does_the_same_for_the_banks_app(me: Customer) -> None:
    client = signed_in()

    made = client.post("/api/v1/my-data/requests", {"kind": "deletion"}, content_type="application/json")

    assert made.status_code == 201 and made.json()["state"] == "received" and made.json()["told"]
    assert client.get("/api/v1/my-data/requests").json()[0]["number"] == made.json()["number"]
    gone = client.delete(f"/api/v1/my-data/requests/{made.json()['id']}")
    assert gone.status_code == 204 and SubjectRequest.objects.get().state == "withdrawn"
    assert Client().get("/api/v1/my-data/requests").status_code == 401


def test_my_data_asks_the_database_the_same_for_many_requests(me: Customer) -> None:
    client = signed_in()
    ask(me, "access")
    with CaptureQueriesContext(connection) as few:
        client.get("/my-data")
    for _ in range(5):
        ask(me, "correction", asked={"field": "name", "value": "陈"})
    with CaptureQueriesContext(connection) as many:
        client.get("/my-data")
    assert len(many) <= len(few)


def test_who_has_just_signed_in_waits_for_no_second_code(me: Customer) -> None:
    """Codes are sent once a minute; the one that just came back is the proof, for two minutes, in that browser."""
    begun = datetime(2026, 5, 6, 2, tzinfo=UTC)
    with clock.at(begun):
        client = signed_in()
        assert client.post("/my-data/ask", {"kind": "access"}).status_code == 302
        jobs.run_waiting()
        copy = DataCopy.objects.get(format="pdf")
        assert client.post(f"/my-data/copies/{copy.pk}")["Content-Type"] == "application/pdf"
    with clock.at(begun + timedelta(minutes=2, seconds=1)):
        assert client.post(f"/my-data/copies/{copy.pk}").context["fetching"] == copy.pk


def test_a_sign_in_without_a_code_proves_nothing_more(me: Customer) -> None:
    token = customer_actions.sign_in(me, method="bank_app", door="app", user_agent="x")

    assert not trust.is_fresh(me, token) and not trust.is_fresh(me, "") and not trust.is_fresh(CustomerFactory(), token)
    browser = Client()
    browser.cookies[SESSION_COOKIE] = token
    assert browser.post("/my-data/ask", {"kind": "access"}).status_code == 200
    assert SubjectRequest.objects.get().state == State.RECEIVED
