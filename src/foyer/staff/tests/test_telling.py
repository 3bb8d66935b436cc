"""What the trail hears of signing in, of the back office and of refusals."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from foyer.security.models import AuditEntry
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def told(act: str) -> AuditEntry:
    return AuditEntry.objects.filter(act=act).order_by("-id")[0]


def test_signing_in_failing_and_out_are_told_with_where_from(cast: Cast, client: Client) -> None:
    page = "/accounts/login/"
    client.post(page, {"login": cast.agent.username, "password": "wrong"}, HTTP_USER_AGENT="Desk/1")
    client.post(page, {"login": "nobody-here", "password": "wrong"})
    client.post(page, {"login": cast.agent.username, "password": PASSWORD}, HTTP_USER_AGENT="Desk/1")
    client.post("/accounts/logout/")

    failed = AuditEntry.objects.filter(act="staff.sign_in_failed").order_by("id")
    assert [entry.outcome for entry in failed] == ["refused", "refused"]
    assert failed[0].subject == f"user:{cast.agent.pk}" and failed[1].subject.startswith("account:")
    assert "nobody-here" not in str(failed[1].details)
    entered = told("staff.signed_in")
    assert (entered.actor_id, entered.address, entered.assurance) == (cast.agent.pk, "127.0.0.1", 1)
    assert entered.device == failed[0].device != ""
    assert told("staff.signed_out").actor_id == cast.agent.pk


def test_a_change_in_the_back_office_is_told_by_field_with_digests(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    cast.administrator.is_staff = True
    cast.administrator.save()
    group = Group.objects.get(name="trainer")
    wanted = list(group.permissions.values_list("pk", flat=True))[1:]

    client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "trainer", "permissions": wanted})

    assert told("staff.register_changed").subject == f"role:{group.pk}"
    moved = told("staff.permissions_changed")
    assert (moved.actor_id, moved.fields) == (cast.administrator.pk, ["permissions"])
    assert len(moved.details["removed"]) == 1 and moved.details["added"] == []


def test_what_is_refused_is_told(cast: Cast, client: Client) -> None:
    client.force_login(cast.agent)

    client.get("/admin/")
    client.get("/desk/data")
    client.get(f"/desk/c/{cast.agent.pk}")
    client.get("/desk/nowhere")

    refused = AuditEntry.objects.filter(act="staff.refused").order_by("id").values_list("subject", "details__status")
    assert ("page:desk:data", 403) in refused and ("page:desk:conversation", 404) in refused
    assert not any("nowhere" in subject for subject, _status in refused)
