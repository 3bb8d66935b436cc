"""The demo bank's register of models: what runs is approved by two, one use waits, what is not configured is idle."""

import pytest

from foyer.assistant.models import AiUse
from foyer.assistant.register import deciding
from foyer.base.actors import Actor
from foyer.demo import governing
from foyer.staff.models import ApprovalRequest, User
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_two_colleagues_approved_what_runs_and_one_use_waits():
    head_office = bring_on().head_office
    for name in (governing.MAKER, governing.CHECKER):
        UserFactory(username=name, role="compliance", unit=head_office)
    for name in {governing.ELSE_OWNER, *governing.OWNERS.values()}:
        UserFactory(username=name, display_name=name.title(), unit=head_office)

    governing.approve_models()
    governing.approve_models()

    states = {row.code: deciding.state_of(row) for row in deciding.lines()}
    assert [code for code, state in states.items() if state == "unapproved"] == [governing.WAITS]
    assert states["answers"] == states["matching"] == "fine"
    assert states["intents"] == states["writing"] == "idle", "nothing is trained or configured yet"
    assert ApprovalRequest.objects.filter(kind=deciding.APPROVE, status="pending").count() == 1
    row, checker = AiUse.objects.get(code="answers"), User.objects.get(username=governing.CHECKER)
    assert row.owner == governing.ELSE_OWNER.title() and row.approved_by == str(Actor.staff(checker))
