"""After a test that commits the tables are as before it: what it made is gone, what it changed is put back."""

import pytest
from django.contrib.auth.models import Group, Permission

from foyer.operations import emptying
from foyer.staff.models import Unit
from foyer.staff.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_made_goes_and_what_was_changed_or_deleted_comes_back() -> None:
    emptying._remember()
    permissions, roles = list(Permission.objects.order_by("pk").values()), list(Group.objects.order_by("pk").values())
    assert permissions and roles
    UnitFactory()
    Permission.objects.filter(pk=permissions[0]["id"]).update(name="otherwise")
    Group.objects.filter(pk=roles[0]["id"]).delete()

    assert emptying._emptied_quickly()

    assert not Unit.objects.exists()
    assert list(Permission.objects.order_by("pk").values()) == permissions
    assert list(Group.objects.order_by("pk").values()) == roles


def test_what_a_role_may_do_comes_back_with_it() -> None:
    emptying._remember()
    may = set(Group.objects.get(name="agent").permissions.values_list("pk", flat=True))
    assert may
    Group.objects.get(name="agent").delete()

    assert emptying._emptied_quickly()

    assert set(Group.objects.get(name="agent").permissions.values_list("pk", flat=True)) == may
