"""The encryption keys are changed by two people, once there are two."""

import pytest

from foyer.base.actors import SYSTEM, Actor
from foyer.base.crypto import caring
from foyer.config.custody import Folder
from foyer.security import keys
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(tmp_path, settings):
    settings.FOYER_KEYS = Folder(tmp_path / "keys")


def ids():
    return sorted(key.id for key in caring.state())


def test_while_nobody_may_agree_it_is_done_at_once_and_the_trail_says_so():
    assert keys.propose_new(by=SYSTEM) in ids()
    assert AuditEntry.objects.filter(act="keys.changed_alone").count() == 1


def test_a_new_key_waits_for_a_second_person():
    second, before = UserFactory(role="security_administrator", is_staff=True), ids()

    assert keys.propose_new(by=SYSTEM) == ""
    assert ids() == before
    approvals.approve(approvals.waiting_for(second).get(), by=Actor.staff(second))

    assert len(ids()) == len(before) + 1
    assert AuditEntry.objects.filter(act="keys.made").get().actor_id == second.pk


def test_a_key_in_use_is_not_destroyed_even_by_two():
    second = UserFactory(role="security_administrator", is_staff=True)
    writes = next(key.id for key in caring.state() if key.is_current)
    assert keys.propose_destroying(writes, by=SYSTEM) is False

    with pytest.raises(caring.KeyInUse):
        approvals.approve(approvals.waiting_for(second).get(), by=Actor.staff(second))
    assert writes in ids()
