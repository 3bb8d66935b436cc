"""A drill that views many customers: the house must notice, nobody real is touched, and stop undoes everything."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail as mail_box
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.crypto import blind_indexes
from foyer.base.ids import new_id
from foyer.customers import sms
from foyer.customers.actions import request_code
from foyer.customers.acts import VIEWED
from foyer.customers.drilled import send_drilled_mail
from foyer.customers.errors import SmsNotSent
from foyer.customers.jobs import send_code
from foyer.customers.mailing import MailNotSent, send_to
from foyer.customers.models import PHONE, Customer, SignInCode
from foyer.customers.tests.factories import CustomerFactory
from foyer.security.audit import sealing
from foyer.security.audit.labels import labelled
from foyer.security.detection import sweeping
from foyer.security.detection.replaying import entries_since
from foyer.security.detection.spec import parse
from foyer.security.drills import planning, playing, queries, rehearsed, times, watching, words
from foyer.security.drills.stage import Halted, Stage, stage_of
from foyer.security.models import Alert, AuditEntry, DetectionRule, Drill, DrillInject, SyntheticSubject
from foyer.security.risks import suggesting
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Any]:
    cast = bring_on()
    return {
        "cast": cast,
        "planner": UserFactory(username="weian", role="security_administrator", unit=cast.head_office),
        "approver": UserFactory(username="dengfang", role="compliance", unit=cast.head_office),
    }


def running(code: str, people: dict[str, Any]) -> Drill:
    """A drill that was planned, agreed to, and has begun."""
    by, now = Actor.staff(people["planner"]), clock.now()
    members = [(people["planner"].pk, "lead")]
    drill = planning.plan(
        code, opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=2), participants=members, by=by
    )
    approvals.approve(approvals.pending(planning.KIND, drill.pk), by=Actor.staff(people["approver"]))
    return playing.start(drill.pk, by=by)


def look() -> None:
    sealing.seal_waiting()
    sweeping.look()
    watching.watch()


def test_a_mass_view_is_caught_and_its_time_is_measured(people: dict[str, Any]) -> None:
    DetectionRule.objects.filter(code="many-views").update(state="live")
    drill, by = running("insider-mass-view", people), Actor.staff(people["planner"])

    played = playing.inject(drill.pk, "mass-view", by=by)
    look()

    inject = DrillInject.objects.get(pk=played.pk)
    assert played.result["viewed"] == 45
    assert (inject.state, inject.alert.rule.code) == ("detected", "many-views")
    entries = AuditEntry.objects.filter(act="customers.viewed", details__drill=drill.number)
    assert entries.count() == 45 and set(entries.values_list("pk", flat=True)) >= set(inject.alert.evidence)
    detect = next(one for one in times.measured(queries.drill(drill.pk)) if one.step == "detect")
    assert detect.seconds is not None and detect.seconds <= 60 and detect.kept
    Alert.objects.update(state="true")
    assert suggesting._true_alarms(("many-views",)) == 0  # a drill's alert is no true alarm of the year


def test_stop_undoes_what_the_inject_did(people: dict[str, Any]) -> None:
    drill, by = running("insider-mass-view", people), Actor.staff(people["planner"])
    playing.inject(drill.pk, "mass-view", by=by)
    assert Customer.objects.filter(number__startswith=drill.number).count() == 45

    playing.stop(drill.pk, by=Actor.staff(people["approver"]), reason="enough")
    playing.stop(drill.pk, by=by, reason="again")

    assert not Customer.objects.filter(number__startswith=drill.number).exists()
    mark = SyntheticSubject.objects.get(drill=drill, kind="staff")
    assert not type(people["planner"]).objects.get(pk=mark.subject).is_active
    assert AuditEntry.objects.filter(act="security.drill_stopped").count() == 1


def test_a_drill_that_was_stopped_halts_what_is_being_played(people: dict[str, Any]) -> None:
    drill, by = running("insider-mass-view", people), Actor.staff(people["planner"])
    taken = playing.take(drill.pk, "mass-view", by=by)
    playing.stop(drill.pk, by=by, reason="stop")

    halted = playing.play(taken.pk)

    assert halted.state == "halted"
    assert not AuditEntry.objects.filter(act="customers.viewed").exists()
    assert not Customer.objects.filter(number__startswith=drill.number).exists()


def test_the_database_refuses_an_inject_aimed_at_a_real_customer(people: dict[str, Any]) -> None:
    real = CustomerFactory(number="100009", name="李四", unit=people["cast"].head_office)
    drill = running("insider-mass-view", people)
    stage = Stage(DrillInject.objects.select_related("drill").get(drill=drill), {})
    agent = stage.colleague("agent")

    with pytest.raises(IntegrityError, match="drill_touches_synthetic"), transaction.atomic():
        stage.touch(real.pk)
    with pytest.raises(IntegrityError, match="may touch only who is synthetic"), transaction.atomic(), stage.labelled():
        audit.record(VIEWED, by=Actor.staff(agent), on=f"customer:{real.pk}", customer=real.pk)
    with pytest.raises(IntegrityError, match="may touch only who is synthetic"), transaction.atomic(), stage.labelled():
        audit.record(VIEWED, by=Actor.staff(people["cast"].agent), on="thing:1")
    with pytest.raises(IntegrityError, match="may touch only who is synthetic"), transaction.atomic(), stage.labelled():
        audit.record(VIEWED, by=SYSTEM, on=f"user:{people['cast'].agent.pk}")
    assert not AuditEntry.objects.filter(act=VIEWED.code).exists()


def test_nobody_who_exists_becomes_synthetic(people: dict[str, Any]) -> None:
    real = CustomerFactory(number="100009", name="李四")
    drill = running("insider-mass-view", people)

    for subject, kind in ((real.pk, "customer"), (people["cast"].agent.pk, "staff")):
        with pytest.raises(IntegrityError, match="cannot become synthetic"), transaction.atomic():
            SyntheticSubject.objects.create(subject=subject, kind=kind, drill=drill)


def test_a_mark_is_never_moved_to_somebody_else(people: dict[str, Any]) -> None:
    drill = running("insider-mass-view", people)
    mark = SyntheticSubject.objects.create(subject=new_id(), kind="customer", drill=drill)

    with pytest.raises(IntegrityError), transaction.atomic():
        SyntheticSubject.objects.filter(pk=mark.pk).update(kind="staff")


def test_what_is_done_outside_an_inject_is_not_held_up(people: dict[str, Any]) -> None:
    real = CustomerFactory(number="100009", name="李四")

    audit.record(VIEWED, by=Actor.staff(people["cast"].agent), on=f"customer:{real.pk}", customer=real.pk)
    with labelled(note="no drill"):
        audit.record(VIEWED, by=Actor.staff(people["cast"].agent), on=f"customer:{real.pk}", customer=real.pk)

    assert AuditEntry.objects.filter(act=VIEWED.code).count() == 2


def test_touching_a_canary_is_noticed(people: dict[str, Any]) -> None:
    DetectionRule.objects.filter(code="canary-touched").update(state="live")
    drill, by = running("insider-export", people), Actor.staff(people["planner"])

    playing.inject(drill.pk, "canary", by=by)
    look()

    assert DrillInject.objects.get(drill=drill, code="canary").state == "detected"
    assert Alert.objects.get(rule__code="canary-touched").user_id in people_of(drill)


def test_a_storm_of_codes_reaches_nobody(people: dict[str, Any]) -> None:
    drill, by = running("credential-stuffing", people), Actor.staff(people["planner"])

    storm = playing.inject(drill.pk, "storm", by=by)
    stuffing = playing.inject(drill.pk, "stuffing", by=by)
    guessing = playing.inject(drill.pk, "guessing", by=by)

    assert storm.result == {"asked": 14, "refused": 0}
    assert stuffing.result == {"asked": 14, "refused": 14}
    assert guessing.state == "played"
    look()
    assert set(DrillInject.objects.filter(drill=drill).values_list("state", flat=True)) == {"detected"}


def people_of(drill: Drill) -> set[UUID]:
    return set(SyntheticSubject.objects.filter(drill=drill, kind="staff").values_list("subject", flat=True))


def test_codes_wait_while_the_gateway_is_away_for_synthetic_people_and_arrive_later(
    people: dict[str, Any], settings: Any
) -> None:
    """The real job, failing and tried again; nothing leaves, and a real customer's code goes out meanwhile."""
    sent: list[str] = []
    gateway = type("Gateway", (), {"shows": False, "send": lambda _self, phone, _text: sent.append(phone)})
    sms.register("drilled")(gateway)
    settings.FOYER_SMS = "drilled"
    drill, by = running("provider-outage", people), Actor.staff(people["planner"])
    playing.inject(drill.pk, "gateway", by=by)
    asked = [job.args for job in ProcrastinateJob.objects.filter(task_name="customers.send_code")]
    real = CustomerFactory(phone="13800138000")
    request_code(real.phone)
    for one in ProcrastinateJob.objects.filter(task_name="customers.send_code").order_by("-pk")[:1]:
        send_code(**one.args)

    for args in asked:
        with pytest.raises(SmsNotSent):
            send_code(**args)
    watching.watch()
    inject = DrillInject.objects.get(drill=drill, code="gateway")
    assert (inject.result["queued"], inject.result["failed_tries"], inject.result["delivered"]) == (3, 3, 0)
    DrillInject.objects.filter(pk=inject.pk).update(played_at=clock.now() - timedelta(seconds=20))
    watching.watch()
    for args in asked:
        send_code(**args)
    watching.watch()

    inject.refresh_from_db()
    kinds = set(drill.observations.filter(by="system").values_list("kind", flat=True))
    assert inject.result["delivered"] == 3 and inject.result["outage_seconds"] >= 20
    assert kinds == {"noticed", "recovered"}
    assert words.progress_of(inject).startswith("2/2") and words.is_done(inject)
    assert sent == [real.phone]
    playing.stop(drill.pk, by=by, reason="over")
    assert not Customer.objects.filter(number__startswith=drill.number).exists()
    assert not SignInCode.objects.exclude(phone_index__in=blind_indexes(real.phone, PHONE)).exists()


def test_mails_wait_while_the_server_is_away_and_arrive_later(people: dict[str, Any]) -> None:
    drill, by = running("provider-outage", people), Actor.staff(people["planner"])
    playing.inject(drill.pk, "mail", by=by)
    asked = [job.args for job in ProcrastinateJob.objects.filter(task_name="customers.send_drilled_mail")]
    real = CustomerFactory(email="real@example.com")

    for args in asked:
        with pytest.raises(MailNotSent):
            send_drilled_mail(**args)
    send_to(real.pk, EmailMessage("real", "real", to=[real.email]))  # nobody real meets the outage
    watching.watch()
    inject = DrillInject.objects.get(drill=drill, code="mail")
    assert (inject.result["queued"], inject.result["failed_tries"]) == (3, 3)
    DrillInject.objects.filter(pk=inject.pk).update(played_at=clock.now() - timedelta(seconds=20))
    watching.watch()
    for args in asked:
        send_drilled_mail(**args)
    watching.watch()

    inject.refresh_from_db()
    assert inject.result["delivered"] == 3 and inject.result["outage_seconds"] >= 20 and words.is_done(inject)
    assert set(drill.observations.filter(by="system").values_list("kind", flat=True)) == {"noticed", "recovered"}
    assert [mail.to for mail in mail_box.outbox] == [[real.email]]
    playing.stop(drill.pk, by=by, reason="over")
    assert not Customer.objects.filter(number__startswith=drill.number).exists()


def test_a_silent_host_is_refused_at_once_after_five_failures(people: dict[str, Any]) -> None:
    drill, by = running("provider-outage", people), Actor.staff(people["planner"])

    played = playing.inject(drill.pk, "host", by=by)

    assert played.result["opened_after"] == 5 and played.result["others_called"]
    assert played.result["fast_refusal_ms"] < 100 < played.result["waited_ms"]
    assert set(drill.observations.values_list("kind", flat=True)) == {"noticed", "contained"}
    entry = AuditEntry.objects.get(act="security.drill_act", details__drill=drill.number)
    assert entry.outcome == "refused"


def test_what_a_drill_played_teaches_the_detection_nothing(people: dict[str, Any]) -> None:
    rule = DetectionRule.objects.get(code="many-views")
    drill, by = running("insider-mass-view", people), Actor.staff(people["planner"])
    playing.inject(drill.pk, "mass-view", by=by)

    learned = sum(len(some) for some in entries_since(parse(rule.spec), clock.now() - timedelta(days=1)))

    assert AuditEntry.objects.filter(act="customers.viewed", details__drill=drill.number).count() == 45
    assert learned == 0


def test_a_rehearsal_begins_in_a_process_of_its_own_and_is_told_to_stop(
    people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(rehearsed, "_begin", [lambda command: begun.append(command) or 0])
    drill, by = running("database-restore", people), Actor.staff(people["planner"])

    played = playing.inject(drill.pk, "database-gone", by=by)
    stage = stage_of(played.pk)
    stage.step(2, 5, "restoring")

    assert begun[0][-2:] == ["foyer.operations.rehearsing", str(played.pk)]
    assert not words.is_done(DrillInject.objects.get(pk=played.pk))
    playing.stop(drill.pk, by=by, reason="enough")
    with pytest.raises(Halted):
        stage.step(3, 5, "verifying")
    rehearsed.ended(stage, {"halted": True}, state="halted")
    row = DrillInject.objects.get(pk=played.pk)
    assert words.is_done(row) and row.result["halted"]


def test_what_a_rehearsal_measured_reaches_the_drill_the_trail_and_the_measures(people: dict[str, Any]) -> None:
    drill, by = running("database-restore", people), Actor.staff(people["planner"])
    row = playing.take(drill.pk, "database-gone", by=by)
    stage = stage_of(row.pk)
    stage.clock_begins()
    stage.saw("recovered")
    stage.saw("recovered")

    rehearsed.ended(stage, {"rows": 10, "rto_seconds": 42.0, "rpo_seconds": 1.5, "lost_entries": 3})

    entry = AuditEntry.objects.get(act="security.drill_act", details__drill=drill.number)
    assert (entry.details["rto_seconds"], entry.details["rows"]) == ("42.0", 10)
    recover = next(one for one in times.measured(queries.drill(drill.pk)) if one.step == "recover")
    assert recover.kept and drill.observations.count() == 1
    assert DrillInject.objects.get(pk=row.pk).result["rpo_seconds"] == 1.5
