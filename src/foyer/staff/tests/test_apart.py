"""Administrator, security administrator and auditor are three people: by the verb, by the form, by the database."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client

from foyer.base.actors import SYSTEM
from foyer.staff.actions import give_roles
from foyer.staff.apart import beyond_superusers
from foyer.staff.errors import RolesApart
from foyer.staff.models import User
from foyer.staff.queries import permitted
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAIRS = [
    ("administrator", "auditor"),
    ("security_administrator", "auditor"),
    ("administrator", "security_administrator"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_verb_refuses_two_of_them(pair: tuple[str, str]) -> None:
    user = UserFactory(role=pair[0])

    with pytest.raises(RolesApart):
        give_roles(user, pair, by=SYSTEM)

    assert [group.name for group in user.groups.all()] == [pair[0]]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_database_refuses_two_of_them(pair: tuple[str, str]) -> None:
    user = UserFactory(role=pair[0])

    with pytest.raises(IntegrityError, match="three different people"), transaction.atomic():
        user.groups.add(Group.objects.get(name=pair[1]))


def test_a_superuser_counts_as_administrator() -> None:
    auditor, chief = UserFactory(role="auditor"), UserFactory(is_superuser=True)

    with pytest.raises(IntegrityError, match="three different people"), transaction.atomic():
        chief.groups.add(Group.objects.get(name="auditor"))
    with pytest.raises(IntegrityError, match="three different people"), transaction.atomic():
        User.objects.filter(pk=auditor.pk).update(is_superuser=True)
    with pytest.raises(RolesApart):
        give_roles(chief, ["security_administrator"], by=SYSTEM)


def test_the_form_refuses_two_of_them(cast: Cast, client: Client) -> None:
    chief, target = UserFactory(is_superuser=True, is_staff=True), UserFactory(role="administrator")
    client.force_login(chief)
    groups = Group.objects.filter(name__in=["administrator", "auditor"]).values_list("pk", flat=True)
    fields = {
        "username": target.username, "display_name": "X", "email": target.email, "languages": ["zh"], "capacity": 3,
        "language": "zh", "theme": "auto", "groups": list(groups), "skill_levels-TOTAL_FORMS": 0,
        "skill_levels-INITIAL_FORMS": 0, "hours-TOTAL_FORMS": 0, "hours-INITIAL_FORMS": 0, "unit": target.unit_id,
    }  # fmt: skip

    answer = client.post(f"/admin/staff/user/{target.pk}/change/", fields)

    assert answer.status_code == 200 and "不同的人" in answer.content.decode()
    assert [group.name for group in target.groups.all()] == ["administrator"]


def test_being_superuser_opens_nothing_that_belongs_to_them() -> None:
    chief, auditor = UserFactory(is_superuser=True), UserFactory(role="auditor")

    assert "security.read_trail" in beyond_superusers()
    assert not chief.has_perm("security.read_trail") and chief.has_perm("staff.change_user")
    assert auditor.has_perm("security.read_trail") and not auditor.has_perm("staff.change_user")
    assert set(permitted("security.read_trail")) == {auditor}


def test_the_administrator_cannot_hand_out_what_watches_over_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    User.objects.filter(pk=cast.administrator.pk).update(is_staff=True)
    role, watching = Group.objects.get(name="agent"), Group.objects.get(name="auditor")

    page = client.get(f"/admin/auth/group/{role.pk}/change/").content.decode()
    post = client.post(f"/admin/auth/group/{watching.pk}/change/", {"name": "auditor", "permissions": []})

    assert "read_trail" not in page and "May read the audit trail" not in page
    assert post.status_code == 403 and watching.permissions.filter(codename="read_trail").exists()
