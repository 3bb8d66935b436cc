"""Deleting a customer leaves no trace outside what the retention law keeps, and the report says what that is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from foyer.base import clock, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.base.engine import Engine, open_engine
from foyer.base.engine.testing import Once, lake  # noqa: F401
from foyer.base.lake import Dataset, saving
from foyer.conversations import actions as talks
from foyer.conversations import attachments
from foyer.conversations.models import Conversation, Message
from foyer.conversations.tests.factories import at_work, conversation, says
from foyer.customers.erasing import person_of, words_of
from foyer.customers.intake import run
from foyer.customers.models import Customer, Holding, SourceRecord
from foyer.customers.models.records import record_id
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.tests.intake_bank import mapping, write_accounts, write_people
from foyer.privacy.errors import NotNow, OnHold, StillServed
from foyer.privacy.models import ErasureLog, ErasureProof, RestrictedRecord, SubjectRequest
from foyer.privacy.requests import asking, books, erasing, proofs, working
from foyer.privacy.retention import holds, restricted
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.cast import Cast, bring_on, called_back
from foyer.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake", "queue")]


@pytest.fixture
def one(cast: Cast) -> Any:
    return UserFactory(role="compliance", unit=cast.head_office)


@pytest.fixture
def other(cast: Cast) -> Any:
    return UserFactory(role="compliance", unit=cast.head_office)


@pytest.fixture(scope="module")
def core(once: Once, tmp_path_factory: pytest.TempPathFactory) -> tuple[Cast, Path]:
    """The cast, and seven people from the core system; with the folder of its files."""
    folder = tmp_path_factory.mktemp("in")
    write_people(folder, range(1, 8))
    write_accounts(folder, range(1, 5))

    def make(_engine: Engine) -> Cast:
        everyone = bring_on()
        run(mapping(), at=str(folder), by=SYSTEM)
        return everyone

    return once.make(make), folder


@pytest.fixture
def cast(core: tuple[Cast, Path], db: None) -> Cast:
    cache.clear()
    everyone = called_back(core[0])
    at_work(everyone.agent, everyone.colleague, everyone.supervisor)
    return everyone


@pytest.fixture
def third(cast: Cast, once: Once, lake: Path) -> Customer:  # noqa: F811
    """A customer of the core system, with a closed account, a conversation, a file and a phone that signs in."""
    once.share(lake)
    customer = SourceRecord.objects.get(pk=record_id("core", "3")).customer
    Holding.objects.filter(parties__record__customer=customer).update(status="closed", closed_on=date(2026, 1, 31))
    talk = conversation(customer=customer)
    by = Actor.visitor(talk.visitor)
    says(talk, "我叫王新名，电话13800000003")
    kept = attachments.store(talk.pk, name="slip.txt", data=SimpleUploadedFile("slip.txt", b"13800000003"), by=by)
    talks.send(talk.pk, text="", client_id="f", kind="attachment", payload={"attachment": str(kept.pk)}, by=by)
    return customer


def asked(customer: Customer) -> SubjectRequest:
    by = Actor.customer(customer)
    return asking.ask(customer.pk, "deletion", by=by, assurance=3)


def erased(customer: Customer, one: Any, other: Any) -> SubjectRequest:
    request = asked(customer)
    erasing.propose(request.pk, by=Actor.staff(one))
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.erasure"), by=Actor.staff(other))
    jobs.run_waiting()
    request.refresh_from_db()
    return request


def dumped() -> dict[str, str]:
    """Every table as text: what a dump of the database would hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        said = {}
        for name in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{name}\" t")  # noqa: S608
            said[name] = cursor.fetchone()[0]
    return said


def lake_text() -> str:
    with open_engine() as engine:
        return "\n".join(f"{name}: {engine.arrow(Dataset(name).read(engine)).to_pylist()}" for name in saving.names())


def files_text() -> str:
    def walk(folder: str) -> list[str]:
        folders, files = default_storage.listdir(folder)
        found = [f"{folder}/{name}" for name in files]
        return found + [path for each in folders for path in walk(f"{folder}/{each}")]

    paths = walk("attachments") if default_storage.exists("attachments") else []
    return "\n".join(default_storage.open(path).read().decode(errors="replace") for path in paths)


def test_nothing_is_left_but_what_the_report_lists(third: Customer, one: Any, other: Any) -> None:
    person = person_of(third.pk)
    words = words_of(person) | {str(third.pk), str(record_id("core", "3"))}
    assert "13800000003" in words and "13800000003" in lake_text() and "13800000003" in files_text()
    assert str(third.pk) in str(dumped())

    request = erased(third, one, other)

    assert request.state == "done" and not Customer.objects.filter(pk=third.pk).exists()
    everywhere = {"lake": lake_text(), "files": files_text()}
    assert {(place, word) for place, text in everywhere.items() for word in words if word in text} == set()
    tables: dict[str, set[str]] = {}
    for table, text in dumped().items():
        if found := {word for word in words if word in text}:
            tables[table] = found
    assert set(tables) <= {"privacy_erasurelog", "privacy_restrictedrecord"}, tables
    ids = {str(third.pk), str(record_id("core", "3"))}
    assert all(found <= ids for found in tables.values()), "only ids that say nothing any more"


def test_what_two_people_decided_stays_and_no_longer_says_about_whom(third: Customer, one: Any, other: Any) -> None:
    """A hold placed and lifted, reasons and comments with a name and a phone, one proposal that still waits."""
    person = person_of(third.pk)
    words = words_of(person) | {str(third.pk)}
    holds.propose(third.number, "litigation", "2026-CIV-17", by=Actor.staff(one))
    placing = ApprovalRequest.objects.get(kind="privacy.hold")
    assert str(third.pk) not in f"{placing.subject} {placing.change} {placing.before}"
    approvals.approve(placing, by=Actor.staff(other), comment=f"{third.name} himself was here, 13800000003")
    hold = holds.LegalHold.objects.get()
    holds.propose_release(hold.pk, by=Actor.staff(other), reason=f"{third.name}, 13800000003, has withdrawn")
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.release_hold"), by=Actor.staff(one))
    holds.propose(third.number, "audit", f"of {third.pk}", by=Actor.staff(one))
    request = asked(third)
    erasing.propose(request.pk, by=Actor.staff(one), reason=f"{third.name} (13800000003) asked at the counter")
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.erasure"), by=Actor.staff(other))
    jobs.run_waiting()

    shown = "\n".join(
        f"{row.subject} {row.reason} {row.change} {row.before} {[step.comment for step in row.steps.all()]}"
        for row in ApprovalRequest.objects.all()
    )
    assert not {word for word in words if word in shown}
    assert "[erased] himself was here, [erased]" in shown and "[erased] ([erased]) asked at the counter" in shown
    kept = {"privacy_erasurelog", "privacy_restrictedrecord"}
    left = {(table, word) for table, text in dumped().items() for word in words if word in text}
    assert {table for table, _word in left} <= kept, left
    assert set(ApprovalRequest.objects.values_list("status", flat=True)) == {"approved", "outdated"}
    deleted = {line["holder"]: line["rows"] for line in ErasureProof.objects.get().content["deleted"]}
    assert deleted["staff.approvals"] == 4 and holds.LegalHold.objects.get().customer is None


def test_settings_keep_a_name_that_is_a_customers_as_well(third: Customer, one: Any, other: Any) -> None:
    """A colleague may be called like a customer who is deleted; a number is the customer's alone."""
    name = third.name
    said = {"name": name, "phone": "13800000003"}
    row = ApprovalRequest.objects.create(
        kind="settings.staff.user", subject="7", change=said, before={}, reason=name, made_by="system",
        made_at=clock.now(), status="approved", closed_at=clock.now(),
    )  # fmt: skip

    erased(third, one, other)

    row.refresh_from_db()
    assert row.change == {"name": name, "phone": "[erased]"} and row.reason == "[erased]"


def test_the_law_keeps_identity_and_money_sealed_until_its_last_day(third: Customer, one: Any, other: Any) -> None:
    number = third.number
    request = erased(third, one, other)

    record = RestrictedRecord.objects.get(rule__code="transactions")
    assert (str(record.from_on), str(record.until_on)) == ("2026-01-31", "2036-01-31")
    (found, *_rest) = restricted.find(number, by=Actor.staff(one))
    content = restricted.read(found.pk, by=Actor.staff(one), reference="AML-2026-7")
    assert content and request.outcome["kept"] >= 2
    with pytest.raises(working.NotYourWork):
        restricted.find(number, by=Actor.staff(UserFactory(role="supervisor")))
    with clock.at(clock.now() + timedelta(days=3_700)):
        assert restricted.destroy_over() >= 2
    record.refresh_from_db()
    assert record.content == {} and record.number == "" and record.destroyed_at


def test_the_proof_says_what_went_and_is_signed(third: Customer, one: Any, other: Any) -> None:
    request = erased(third, one, other)

    proof = ErasureProof.objects.get(request=request)
    deleted = {line["holder"]: line["rows"] for line in proof.content["deleted"]}
    assert deleted["conversations.messages"] >= 2 and deleted["customers.lake.raw"] == 2
    assert deleted["conversations.attachments"] == 1 and deleted["customers.profile"] == 1
    assert {kept["rule"] for kept in proof.content["kept"]} >= {"identity", "transactions"}
    assert proofs.is_genuine(proof)
    proof.content["deleted"][0]["rows"] += 1
    assert not proofs.is_genuine(proof)


def test_others_keep_everything(third: Customer, one: Any, other: Any) -> None:
    neighbour = SourceRecord.objects.get(pk=record_id("core", "4")).customer
    talk = conversation(customer=neighbour)
    says(talk)
    before = (
        SourceRecord.objects.filter(customer=neighbour).count(),
        Message.objects.filter(conversation=talk).count(),
    )

    erased(third, one, other)

    after = (SourceRecord.objects.filter(customer=neighbour).count(), Message.objects.filter(conversation=talk).count())
    assert after == before and Conversation.objects.filter(pk=talk.pk).exists() and "13800000004" in lake_text()


def test_who_proposes_does_not_agree(third: Customer, one: Any) -> None:
    erasing.propose(asked(third).pk, by=Actor.staff(one))

    with pytest.raises(OwnProposal):
        approvals.approve(ApprovalRequest.objects.get(), by=Actor.staff(one))
    assert Customer.objects.filter(pk=third.pk).exists()


def test_an_agent_proposes_nothing(third: Customer, cast: Cast) -> None:
    with pytest.raises(working.NotYourWork):
        erasing.propose(asked(third).pk, by=Actor.staff(cast.agent))


def test_nobody_unproved_is_deleted(third: Customer, one: Any) -> None:
    request = asking.ask(third.pk, "deletion", by=Actor.customer(third))

    with pytest.raises(NotNow):
        erasing.propose(request.pk, by=Actor.staff(one))


def test_who_still_has_a_product_is_not_deleted(third: Customer, one: Any) -> None:
    Holding.objects.update(status="active", closed_on=None)

    with pytest.raises(StillServed):
        erasing.propose(asked(third).pk, by=Actor.staff(one))


def test_a_hold_stops_a_deletion_even_after_it_was_proposed(third: Customer, one: Any, other: Any) -> None:
    request = asked(third)
    erasing.propose(request.pk, by=Actor.staff(one))
    holds.propose(third.number, "litigation", "2026-CIV-17", by=Actor.staff(one))
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.hold"), by=Actor.staff(other))

    with pytest.raises(OnHold):
        approvals.approve(ApprovalRequest.objects.get(kind="privacy.erasure"), by=Actor.staff(other))

    hold = holds.LegalHold.objects.get()
    holds.propose_release(hold.pk, by=Actor.staff(other))
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.release_hold"), by=Actor.staff(one))
    approvals.approve(ApprovalRequest.objects.get(kind="privacy.erasure", status="pending"), by=Actor.staff(other))
    jobs.run_waiting()
    assert not Customer.objects.filter(pk=third.pk).exists()


def test_whoever_a_source_sends_again_is_deleted_again(
    third: Customer, one: Any, other: Any, core: tuple[Cast, Path]
) -> None:
    _cast, folder = core
    erased(third, one, other)
    write_people(folder, range(1, 9))
    run(mapping(), at=str(folder), by=SYSTEM)
    assert "13800000003" in lake_text()

    done = erasing.reapply()

    assert len(done) == 1 and "13800000003" not in lake_text() and "13800000008" in lake_text()
    assert not SourceRecord.objects.filter(pk=record_id("core", "3")).exists()
    assert erasing.reapply() == []


def test_a_backup_older_than_the_deletion_brings_nobody_back(third: Customer, one: Any, other: Any) -> None:
    """The database forgets that it deleted; the book beside it does not."""
    erased(third, one, other)
    again = CustomerFactory(number="100077", name="王新名", phone="13800000003")
    erasure = ErasureLog.objects.get()
    RestrictedRecord.objects.all().delete()
    ErasureProof.objects.all().delete()
    ErasureLog.objects.all().delete()
    line = books.path().read_text()
    books.path().write_text(line.replace(str(erasure.customers[0]), str(again.pk)))
    assert erasing.reapply() == [] and Customer.objects.filter(pk=again.pk).exists(), "a forged line is not believed"

    books.path().write_text("")
    erasure.customers, erasure.records = [again.pk], []
    books.write(erasure)
    done = erasing.reapply()

    assert len(done) == 1 and not Customer.objects.filter(pk=again.pk).exists()


def test_cut_off_in_the_middle_it_goes_on(third: Customer, one: Any) -> None:
    request = asked(third)
    erasing.propose(request.pk, by=Actor.staff(one))
    SubjectRequest.objects.filter(pk=request.pk).update(state="fulfilling")
    erasure = erasing.begin(third.pk, request=request, by=Actor.staff(one))

    erasing.erase_person(request_id=str(request.pk), by=str(Actor.staff(one)))

    erasure.refresh_from_db()
    assert erasure.state == "done" and ErasureLog.objects.count() == 1
    assert RestrictedRecord.objects.filter(rule__code="identity").count() == 1
