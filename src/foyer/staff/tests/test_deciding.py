"""Who may decide: someone else, with the permission, who sees the unit; and each signs once."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.base.actors import ASSISTANT, SYSTEM
from foyer.base.errors import Refusal
from foyer.staff import approvals
from foyer.staff.errors import (
    AlreadySigned,
    MayNotApprove,
    OwnProposal,
)
from foyer.staff.models import ApprovalStep
from foyer.staff.tests.factories import UserFactory
from foyer.staff.tests.vault import LIMIT, MAKE, TRANSFER, by


def allow(user, *codenames):
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_maker_never_approves_their_own(cast, vault, is_superuser):
    maker = UserFactory(role="supervisor", unit=cast.branch, is_superuser=is_superuser)
    request = approvals.propose(LIMIT, "a", MAKE, by=by(maker))

    for verb in (approvals.approve, approvals.reject):
        with pytest.raises(OwnProposal):
            verb(request, by=by(maker))
    assert not approvals.may_decide(request, maker)
    assert request not in approvals.waiting_for(maker)


def test_the_database_itself_refuses_the_makers_signature(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.supervisor))

    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalStep.objects.filter(request=request).update(decision="approved", decided_by=cast.supervisor)


@pytest.mark.parametrize("who", [SYSTEM, ASSISTANT])
def test_only_a_person_decides(cast, vault, who):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))

    with pytest.raises(MayNotApprove):
        approvals.approve(request, by=who)


def test_a_person_without_the_permission_or_let_go_does_not_decide(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    cast.supervisor.is_active = False
    cast.supervisor.save()

    for user in (cast.colleague, cast.supervisor):
        with pytest.raises(MayNotApprove):
            approvals.approve(request, by=by(user))


def test_two_signatures_are_two_people_in_order(cast, vault):
    allow(cast.supervisor, "read_all_approvals")
    auditor = UserFactory(role="compliance", unit=cast.head_office)
    request = approvals.propose(TRANSFER, "a", MAKE, by=by(cast.agent))

    with pytest.raises(MayNotApprove):
        approvals.approve(request, by=by(auditor))
    approvals.approve(request, by=by(cast.supervisor))
    assert vault.applied == []
    with pytest.raises(AlreadySigned):
        approvals.approve(request, by=by(cast.supervisor))
    assert approvals.approve(request, by=by(auditor)).status == "approved"
    assert vault.applied == [("a", MAKE)]


def test_a_unit_s_own_matter_is_decided_by_those_who_see_the_unit(cast, vault):
    vault.declare(LIMIT, "staff.watch_team", unit=lambda _subject: cast.outlet.pk)
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))

    with pytest.raises(MayNotApprove):
        approvals.approve(request, by=by(cast.stranger))
    assert request not in approvals.waiting_for(cast.stranger)
    assert request not in approvals.readable_by(cast.stranger)
    assert list(approvals.waiting_for(cast.supervisor)) == [request]


def test_each_reads_what_concerns_them(cast, vault):
    request = approvals.propose(LIMIT, "a", MAKE, by=by(cast.agent))
    auditor = UserFactory(role="compliance", unit=cast.head_office)

    assert request in approvals.readable_by(cast.agent)
    assert request in approvals.proposed_by(cast.agent)
    assert request in approvals.readable_by(cast.supervisor)
    assert request in approvals.readable_by(auditor)
    assert request not in approvals.readable_by(cast.colleague)


PEOPLE = st.sampled_from(["agent", "supervisor", "stranger", "chief"])
MOVES = st.lists(st.tuples(st.sampled_from(["approve", "reject", "withdraw"]), PEOPLE), max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from([LIMIT, TRANSFER]), maker=PEOPLE, moves=MOVES)
def test_there_is_no_path_to_approving_ones_own(cast, vault, kind, maker, moves):
    """Whatever anyone tries in whatever order: what was applied carries the signatures of others, each once."""
    with transaction.atomic():
        chief = UserFactory(is_superuser=True)
        people = {"agent": cast.agent, "supervisor": cast.supervisor, "stranger": cast.stranger, "chief": chief}
        vault.applied.clear()
        vault.rows["a"] = {"limit": 100, "owner": "u"}
        request = approvals.propose(kind, "a", MAKE, by=by(people[maker]))
        for verb, who in moves:
            try:
                with transaction.atomic():
                    getattr(approvals, verb)(request, by=by(people[who]))
            except Refusal:
                continue
        request.refresh_from_db()
        signers = [step.decided_by for step in request.steps.filter(decision="approved")]

        assert people[maker] not in signers
        assert len(set(signers)) == len(signers)
        assert bool(vault.applied) == (request.status == "approved")
        if vault.applied:
            assert len(signers) == len(approvals.rule_of(kind).permissions)
        transaction.set_rollback(True)
