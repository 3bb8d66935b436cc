"""Two people for one change: held, re-checked, and never approved by its maker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from foyer.base import clock, clocks
from foyer.base.actors import ASSISTANT
from foyer.base.crypto.sealing import Unreadable
from foyer.base.models import OutboxFact
from foyer.base.text import Bilingual
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.errors import (
    AlreadyDecided,
    AlreadyProposed,
    DataHasMoved,
    NothingToChange,
    NotTheMaker,
    UnknownKind,
)
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.vault import LIMIT, MAKE, by


def test_a_change_waits_until_a_second_person_agrees(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    assert vault.applied == []

    request = approvals.approve(request, by=by(cast.supervisor), comment="seen")

    assert vault.applied == [("a", MAKE)]
    assert (request.status, request.closed_by) == ("approved", str(by(cast.supervisor)))
    names = list(OutboxFact.objects.filter(name__startswith="staff.Approval").values_list("name", flat=True))
    assert names == ["staff.ApprovalProposed", "staff.ApprovalDecided"]


def test_the_difference_shows_only_what_would_change(cast, vault):
    request = approvals.propose(LIMIT, "a", {"limit": 200, "owner": "u"}, by=by(cast.agent))

    assert [(line.field, line.before, line.after) for line in approvals.difference(request)] == [("limit", 100, 200)]


def test_a_rejected_change_is_not_made_and_cannot_be_approved_later(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    approvals.reject(request, by=by(cast.supervisor))

    with pytest.raises(AlreadyDecided):
        approvals.approve(request, by=by(cast.supervisor))
    assert vault.applied == []


def test_approving_twice_changes_once(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    approvals.approve(request, by=by(cast.supervisor))

    with pytest.raises(AlreadyDecided):
        approvals.approve(request, by=by(cast.supervisor))
    assert len(vault.applied) == 1


def test_what_the_house_proposes_a_person_decides(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=ASSISTANT)
    approvals.approve(request, by=by(cast.supervisor))

    assert vault.applied == [("a", MAKE)]


def test_data_that_moved_since_is_not_overwritten(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    vault.rows["a"] = {"limit": 150, "owner": "u"}

    with pytest.raises(DataHasMoved):
        approvals.approve(request, by=by(cast.supervisor))
    request.refresh_from_db()
    assert request.is_pending
    assert not request.steps.exclude(decision="").exists()


def test_the_same_change_is_proposed_once_whatever_the_order_of_its_fields(cast, vault):
    approvals.propose(LIMIT, "a", {"limit": 1, "owner": "v"}, by=by(cast.agent))

    with pytest.raises(AlreadyProposed):
        approvals.propose(LIMIT, "a", {"owner": "v", "limit": 1}, by=by(cast.colleague))
    approvals.propose(LIMIT, "b", {"limit": 1, "owner": "v"}, by=by(cast.agent))


def test_an_outdated_twin_gives_way_to_a_fresh_proposal(cast, vault):
    old = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    vault.rows["a"] = {"limit": 150, "owner": "u"}

    new = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))

    old.refresh_from_db()
    assert (old.status, new.status) == ("outdated", "pending")


def test_a_withdrawn_change_may_be_proposed_again_and_only_its_maker_withdraws(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    with pytest.raises(NotTheMaker):
        approvals.withdraw(request, by=by(cast.supervisor))

    approvals.withdraw(request, by=by(cast.agent))

    assert approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent)).is_pending


@pytest.mark.parametrize("change", [{}, {"limit": 100}])
def test_a_change_that_changes_nothing_is_refused(cast, vault, change):
    with pytest.raises(NothingToChange):
        approvals.propose(LIMIT, "a", change, by=by(cast.agent))


def test_a_kind_that_nobody_declared_is_refused(cast):
    with pytest.raises(UnknownKind):
        approvals.propose("tests.unheard", "a", MAKE, by=by(cast.agent))


def test_a_failure_while_applying_leaves_the_request_undecided(cast, vault):
    def fail(subject, change, *, by):
        raise ValueError

    approvals.kind(LIMIT, permission="staff.watch_team", current=vault.current, apply=fail)
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))

    with pytest.raises(ValueError):
        approvals.approve(request, by=by(cast.supervisor))
    request.refresh_from_db()
    assert request.is_pending
    assert not request.steps.exclude(decision="").exists()


def test_the_list_of_what_waits_costs_the_same_for_one_and_for_many(cast, vault, django_assert_num_queries):
    cast.supervisor.get_all_permissions()
    for number in range(10):
        approvals.propose(LIMIT, "a", {"limit": number}, by=by(cast.agent))

    with django_assert_num_queries(1):
        assert len([str(row.maker) for row in approvals.waiting_for(cast.supervisor)]) == 10


def test_only_one_pending_request_also_for_the_database(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    request.pk = None
    twin = ApprovalRequest(**{f.attname: getattr(request, f.attname) for f in request._meta.fields if f.name != "id"})

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_signature_that_is_late_is_told(cast, vault):
    clocks.define("tests.sign", name=Bilingual("签字", "Sign"), calendar=clocks.always(), seconds=3600)
    vault.declare(LIMIT, "staff.watch_team", "staff.read_all_approvals", deadline="tests.sign")
    with clock.at(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)):
        request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
        first, second = request.steps.all()
        assert (first.due_at, second.due_at) == (clock.now() + timedelta(hours=1), None)
        clocks.run_due(clock.advance(minutes=61))
        assert late(request) == [1]

        approvals.approve(request, by=by(cast.supervisor))
        assert request.steps.get(number=2).due_at == clock.now() + timedelta(hours=1)
        approvals.withdraw(request, by=by(cast.agent))
        clocks.run_due(clock.advance(days=2))
        assert late(request) == [1]


def late(request):
    told = OutboxFact.objects.filter(name="staff.ApprovalOverdue", key=str(request.pk))
    return [fact.payload["step"] for fact in told]


def test_the_trail_says_why_without_the_people_it_speaks_of(cast, vault):
    approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent), reason="客户张伟来电 13800138000，额度不够用")

    why = AuditEntry.objects.get(act="staff.approval_proposed").reason
    assert "额度不够用" in why and "张伟" not in why and "13800138000" not in why


def test_what_waits_is_listed_and_counted_without_opening_what_is_proposed(cast, vault):
    """Its ciphertext is no longer any: whoever opened a row to count it would fail."""
    for subject in ("a", "b"):
        approvals.propose(LIMIT, subject, MAKE, by=by(cast.agent))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_approvalrequest SET change = '\"spoilt\"', before = '\"spoilt\"'")

    with CaptureQueriesContext(connection) as asked:
        waiting = list(approvals.waiting_for(cast.supervisor))
        assert len(waiting) == approvals.waiting_for(cast.supervisor).count() == 2
        assert len(approvals.proposed_by(cast.agent)) == len(approvals.readable_by(cast.supervisor)) == 2
        assert approvals.pending(LIMIT, "a") == waiting[0] and approvals.may_decide(waiting[0], cast.supervisor)
    assert not [query["sql"] for query in asked if '"change"' in query["sql"]]
    with pytest.raises(Unreadable):
        approvals.difference(waiting[0])


def test_the_difference_of_a_listed_request_costs_one_query(cast, vault, django_assert_num_queries):
    approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    [listed] = approvals.waiting_for(cast.supervisor)

    with django_assert_num_queries(1):
        assert approvals.difference(listed)
