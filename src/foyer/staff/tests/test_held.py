"""Rights and settings change in the back office only when a second person agrees."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from foyer.base.actors import Actor
from foyer.staff import approvals
from foyer.staff.errors import DataHasMoved, MayNotApprove, OwnProposal
from foyer.staff.models import ApprovalRequest, User
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(cast):
    """Somebody else who may agree."""
    return UserFactory(username="second", role="security_administrator", unit=cast.head_office, is_staff=True)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.administrator)
    return client


def form_of(client, address):
    """What the page's form holds, as a browser would send it back."""
    form = client.get(address).context["adminform"].form
    data = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list | tuple):
            data[name] = [str(getattr(item, "pk", item)) for item in value]
        elif value not in (None, False):
            data[name] = value
    for inline in client.get(address).context["inline_admin_formsets"]:
        form = inline.formset.management_form
        data |= {f"{form.prefix}-{part}": form[part].value() for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return data


def change(client, user, **changes):
    address = reverse("admin:staff_user_change", args=[user.pk])
    return client.post(address, {**form_of(client, address), **changes}, follow=True)


def roles(user):
    return sorted(user.groups.values_list("name", flat=True))


def give(client, user, *names):
    return change(client, user, groups=[str(Group.objects.get(name=name).pk) for name in names])


def test_a_role_is_proposed_and_not_given(office, cast, second):
    give(office, cast.agent, "agent", "supervisor")

    assert roles(cast.agent) == ["agent"]
    held = ApprovalRequest.objects.get()
    assert held.kind == "settings.staff.user"
    assert held.change == {"groups": ["agent", "supervisor"]}
    assert [line.before for line in approvals.difference(held)] == [["agent"]]


def test_the_second_person_carries_it_out(office, cast, second):
    give(office, cast.agent, "agent", "supervisor")
    approvals.approve(ApprovalRequest.objects.get(), by=Actor.staff(second))

    assert roles(cast.agent) == ["agent", "supervisor"]


def test_the_maker_and_strangers_do_not(office, cast, second):
    give(office, cast.agent, "supervisor")
    held = ApprovalRequest.objects.get()
    with pytest.raises(OwnProposal):
        approvals.approve(held, by=Actor.staff(cast.administrator))
    with pytest.raises(MayNotApprove):
        approvals.approve(held, by=Actor.staff(cast.supervisor))

    assert roles(cast.agent) == ["agent"]


def test_the_other_fields_are_saved_at_once(office, cast, second):
    change(office, cast.agent, display_name="张三", groups=[str(Group.objects.get(name="supervisor").pk)])

    cast.agent.refresh_from_db()
    assert cast.agent.display_name == "张三"
    assert roles(cast.agent) == ["agent"]


def test_what_moved_meanwhile_is_not_overwritten(office, cast, second):
    give(office, cast.agent, "supervisor")
    cast.agent.groups.add(Group.objects.get(name="trainer"))

    with pytest.raises(DataHasMoved):
        approvals.approve(ApprovalRequest.objects.get(), by=Actor.staff(second))


def test_what_a_role_may_do_is_held_too(office, cast, second):
    role = Group.objects.get(name="trainer")
    before = role.permissions.count()
    address = reverse("admin:auth_group_change", args=[role.pk])
    more = Permission.objects.get(codename="read_all_approvals")
    data = form_of(office, address)
    office.post(address, {**data, "permissions": [*data.get("permissions", []), str(more.pk)]})

    assert role.permissions.count() == before
    approvals.approve(ApprovalRequest.objects.get(), by=Actor.staff(second))
    assert role.permissions.filter(pk=more.pk).exists()


def test_nobody_makes_themselves_a_superuser_alone(client, cast, second):
    root = UserFactory(username="root", is_staff=True, is_superuser=True, unit=cast.head_office)
    client.force_login(root)
    change(client, cast.agent, is_superuser="on")

    assert not User.objects.get(pk=cast.agent.pk).is_superuser
    assert ApprovalRequest.objects.get().change == {"is_superuser": True}


def test_the_first_administrator_of_a_house_works_alone_and_the_trail_says_so(office, cast):
    give(office, cast.agent, "agent", "trainer")

    assert roles(cast.agent) == ["agent", "trainer"]
    assert not ApprovalRequest.objects.exists()
    from foyer.security.models import AuditEntry

    assert AuditEntry.objects.filter(act="staff.changed_alone").exists()


def test_opening_and_saving_unchanged_proposes_nothing(office, cast, second):
    change(office, cast.agent)

    assert not ApprovalRequest.objects.exists()
