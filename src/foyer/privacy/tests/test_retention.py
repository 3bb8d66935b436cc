"""Each rule of the schedule is carried out when its time is over, and the report says what, how many and why not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Max

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.conversations import actions as talks
from foyer.conversations.models import Conversation, Message
from foyer.conversations.tests.factories import conversation, says
from foyer.customers.models import CustomerSession, SignInCode
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.models import ErasureLog, LegalHold, RestrictedRecord, RetentionReport, RetentionRule, SubjectRequest
from foyer.privacy.requests import asking, working
from foyer.privacy.retention import jobs, keepers, running, schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def line(report: RetentionReport, keeper: str) -> dict:
    return next(each for each in report.lines if each["keeper"] == keeper)


def closed_talk(**fields: object) -> Conversation:
    talk = conversation(**fields)
    says(talk)
    talks.close(talk.pk, disposition="solved", by=Actor.visitor(talk.visitor))
    return talk


def test_the_schedule_is_the_table_of_the_field() -> None:
    rules = {rule.code: rule for rule in schedule.rules()}

    assert rules["identity"].months == rules["transactions"].months == 120 and rules["conversations"].months == 36
    assert rules["behaviour"].months == 13 and rules["audit_trail"].months == 60 and rules["pictures"].days == 90
    assert all(rule.law.zh and rule.law.en and rule.name.zh and rule.name.en for rule in rules.values())
    assert schedule.outliving() == {"identity", "transactions", "consent_proof", "disclosures"}


def test_a_bank_keeps_its_own_rule_through_an_upgrade() -> None:
    RetentionRule.objects.filter(code="behaviour").update(months=6)
    schedule.enter_after_migrate(None, "default")  # type: ignore[arg-type]

    assert schedule.rule("behaviour").months == 6


def test_each_rule_of_a_room_that_stands_is_carried_out_by_somebody() -> None:
    without = [rule.code for rule in schedule.rules() if not keepers.keepers(rule.code)]

    assert {schedule.rule(code).room for code in without} <= {"later", "security"}


def test_conversations_go_three_years_after_the_last_word_with_all_their_messages() -> None:
    with clock.at(START):
        old = closed_talk()
    with clock.at(START + timedelta(days=3 * 365)):
        early = running.run(rehearsal=False)
        assert line(early, "conversations.talks")["done"] == 0 and Conversation.objects.filter(pk=old.pk).exists()
    with clock.at(START + timedelta(days=3 * 365 + 3)):
        late = running.run(rehearsal=False)

    assert line(late, "conversations.talks")["done"] == 1
    assert not Message.objects.filter(conversation=old.pk).exists()


def test_a_rehearsal_counts_and_touches_nothing() -> None:
    with clock.at(START):
        talk = closed_talk()
    with clock.at(START + timedelta(days=1_200)):
        report = running.run(rehearsal=True)

    assert line(report, "conversations.talks")["due"] == 1 and Conversation.objects.filter(pk=talk.pk).exists()


def test_a_hold_keeps_what_is_due_and_the_report_says_so() -> None:
    customer = CustomerFactory()
    LegalHold.objects.create(
        customer=customer.pk, reason="litigation", reference="1", placed_by="staff:a", agreed_by="staff:b",
        review_on=date(2030, 1, 1),
    )  # fmt: skip
    with clock.at(START):
        talk = closed_talk(customer=customer)
        closed_talk()
    with clock.at(START + timedelta(days=1_200)):
        report = running.run(rehearsal=False)

    told = line(report, "conversations.talks")
    assert (told["due"], told["done"], told["held"], told["why"]) == (2, 1, 1, "legal_hold")
    assert Conversation.objects.filter(pk=talk.pk).exists()


def test_sign_in_codes_and_sessions_go_after_six_months() -> None:
    customer = CustomerFactory()
    with clock.at(START):
        CustomerSession.objects.create(customer=customer, token_hash="a" * 64, expires_at=START)
        SignInCode.objects.create(phone_index="x", code_hash="y", expires_at=START)
    with clock.at(START + timedelta(days=190)):
        report = running.run(rehearsal=False)

    assert line(report, "customers.sign_ins")["done"] == 2


def test_requests_go_three_years_after_their_answer() -> None:
    customer = CustomerFactory()
    with clock.at(START):
        request = asking.ask(customer.pk, "correction", by=Actor.customer(customer),
                             asked={"field": "name", "value": "张四"})  # fmt: skip
        working.withdraw(request.pk, by=Actor.customer(customer))
    with clock.at(START + timedelta(days=1_100)):
        report = running.run(rehearsal=False)

    assert line(report, "privacy.requests")["done"] == 1 and not SubjectRequest.objects.exists()


@pytest.mark.parametrize("code", ["identity", "transactions", "consent_proof", "disclosures"])
def test_what_was_restricted_is_destroyed_after_its_last_day(code: str) -> None:
    erasure = ErasureLog.objects.create(customers=[CustomerFactory().pk], by="system", state="done")
    record = RestrictedRecord.objects.create(
        erasure=erasure, rule=schedule.rule(code), customer=erasure.customers[0], number="1", content={"a": [1]},
        from_on=date(2016, 3, 1), until_on=date(2026, 3, 1),
    )  # fmt: skip
    with clock.at(datetime(2026, 3, 1, 9, tzinfo=UTC)):
        running.run(rehearsal=False)
        record.refresh_from_db()
        assert record.content
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        report = running.run(rehearsal=False)

    record.refresh_from_db()
    assert record.content == {} and line(report, f"privacy.restricted.{code}")["done"] == 1


def test_a_room_that_fails_holds_up_no_other_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError

    known = dict(keepers._keepers)
    monkeypatch.setattr(keepers, "_keepers", {**known, "a.broken": keepers.Keeper("a.broken", "behaviour", fail, fail)})

    report = running.run(rehearsal=False, by=SYSTEM)

    assert line(report, "a.broken")["why"] == "failed: RuntimeError" and line(report, "customers.sign_ins")["why"] == ""


def test_it_runs_once_a_night_after_two_oclock() -> None:
    with clock.at(datetime(2026, 3, 1, 17, 30, tzinfo=UTC)):  # 01:30 in Shanghai
        jobs.nightly()
        assert not RetentionReport.objects.exists()
    with clock.at(datetime(2026, 3, 1, 18, 5, tzinfo=UTC)):
        jobs.nightly()
        jobs.nightly()

    assert RetentionReport.objects.count() == 1 and RetentionReport.objects.aggregate(at=Max("finished_at"))["at"]
    assert jobs.next_run() > clock.now()
