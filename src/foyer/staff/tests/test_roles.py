"""The table of roles: every line true, granted once, and the bank's own changes kept."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils.translation import override

from foyer.staff.models import RoleGrant
from foyer.staff.permission_names import NAMES, permission_name
from foyer.staff.queries import permitted
from foyer.staff.roles import ROLES, grant_after_migrate, role_name, roles_of
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LINES = [(role, line) for role, row in ROLES.items() for line in row.permissions]


def migrate_again():
    for app in apps.get_app_configs():
        grant_after_migrate(sender=app, using="default")


def test_the_roles_of_the_bank_exist():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "agent",
        "supervisor",
        "lobby_manager",
        "relationship_manager",
        "analyst",
        "compliance",
        "trainer",
        "knowledge_editor",
        "data_steward",
        "programme_manager",
        "administrator",
        "security_administrator",
        "auditor",
    }


def test_every_line_of_the_table_names_a_permission_that_exists():
    known = set(Permission.objects.values_list("content_type__app_label", "codename"))

    assert [line for _role, line in LINES if tuple(line.split(".")) not in known] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_what_the_table_says_and_nothing_else(role):
    assert UserFactory(role=role, password=None).get_all_permissions() == set(ROLES[role].permissions)


def test_an_agent_does_not_hold_what_a_supervisor_does():
    cast = bring_on()

    assert not cast.agent.has_perm("staff.watch_team")
    assert not cast.agent.has_perm("staff.change_user")
    assert cast.supervisor.has_perm("staff.watch_team")
    assert not cast.supervisor.has_perm("staff.change_user")


def test_what_a_bank_takes_away_stays_away_and_what_it_adds_stays():
    supervisor = Group.objects.get(name="supervisor")
    taken = Permission.objects.get(codename="watch_team")
    added = Permission.objects.get(codename="read_all_approvals")
    supervisor.permissions.remove(taken)
    supervisor.permissions.add(added)

    migrate_again()

    assert taken not in supervisor.permissions.all()
    assert added in supervisor.permissions.all()


def test_migrating_again_grants_nothing_twice():
    before = RoleGrant.objects.count()
    migrate_again()
    assert RoleGrant.objects.count() == before > 0


def test_roles_have_names_in_both_languages():
    from django.utils.translation import override

    with override("zh-hans"):
        assert role_name("lobby_manager") == "大堂经理"
    with override("en"):
        assert role_name("lobby_manager") == "Lobby manager"
    assert role_name("night shift") == "night shift"


def test_who_holds_a_permission_by_role_directly_or_as_superuser():
    cast = bring_on()
    direct = UserFactory()
    direct.user_permissions.add(Permission.objects.get(codename="watch_team"))
    chief = UserFactory(is_superuser=True)

    assert set(permitted("staff.watch_team")) == {cast.supervisor, cast.stranger, direct, chief}
    assert roles_of(cast.supervisor) == ["supervisor"]


def test_every_permission_of_our_own_has_a_name_that_can_be_translated():
    own = {f"{model._meta.app_label}.{code}" for model in apps.get_models() for code, _name in model._meta.permissions}

    assert own == set(NAMES)


def test_permissions_are_named_in_the_readers_language():
    """Read by their codes: what the database holds is in the language in which the tables were made."""
    rows = Permission.objects.select_related("content_type")
    with override("zh-hans"):
        shown = [permission_name(row) for row in rows.filter(content_type__app_label__in=("staff", "privacy"))]
    with override("en"):
        plain = permission_name(rows.get(codename="view_unit"))

    assert [line for line in shown if " Can " in line or " May " in line] == []
    assert plain == "Staff · unit: View"
