"""The back office: scoped, refusing in words, and as quick for many rows as for few."""

import pytest
from django.contrib.admin.models import LogEntry

from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.staff import actions, approvals
from foyer.staff.approvals import registry
from foyer.staff.models import Unit, User
from foyer.staff.tests.factories import SkillFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
REGISTERS = ["user", "unit", "skill", "presence", "presencechange", "approvalrequest"]


@pytest.fixture
def office(client, cast):
    """A browser of the administrator at head office."""
    client.force_login(cast.administrator)
    return client


def fill(cast, rows: int) -> None:
    for _ in range(rows):
        unit = UnitFactory(parent=cast.branch, kind="outlet")
        user = UserFactory(unit=unit, role="agent", password=None)
        actions.set_presence(user, "available", by=Actor.staff(user))
        SkillFactory()
        approvals.propose("tests.office", "a", {"n": str(user.pk)}, by=Actor.staff(user))


@pytest.fixture
def rule(cast, monkeypatch):
    monkeypatch.setattr(registry, "_rules", dict(registry._rules))
    done = []
    approvals.kind(
        "tests.office",
        permission="staff.change_user",
        current=lambda _subject: {},
        apply=lambda subject, change, *, by: done.append(change),
    )
    return done


@pytest.mark.parametrize("register", REGISTERS)
def test_a_list_costs_the_same_for_few_and_for_many(office, cast, rule, register, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert office.get(f"/admin/staff/{register}/").status_code == 200
        return len(queries)

    fill(cast, 2)
    cost()
    few = cost()
    fill(cast, 12)
    assert cost() <= few


@pytest.mark.parametrize("register", [*REGISTERS, "user/add", "unit/add", "skill/add"])
def test_every_register_opens_in_both_languages(office, cast, rule, register):
    fill(cast, 1)
    for language in ("zh", "en"):
        User.objects.filter(pk=cast.administrator.pk).update(language=language)
        assert office.get(f"/admin/staff/{register}/").status_code == 200


def test_an_administrator_sees_only_their_own_subtree(client, cast):
    local = UserFactory(role="administrator", unit=cast.other_branch, is_staff=True)
    client.force_login(local)

    page = client.get("/admin/staff/user/").content.decode()
    assert "stranger" in page
    assert f"/admin/staff/user/{cast.agent.pk}/" not in page
    assert client.get(f"/admin/staff/user/{cast.agent.pk}/change/").status_code == 302


def test_an_administrator_makes_nobody_superuser_and_does_not_raise_themselves(office, cast):
    page = office.get(f"/admin/staff/user/{cast.agent.pk}/change/").content.decode()
    mine = office.get(f"/admin/staff/user/{cast.administrator.pk}/change/").content.decode()

    assert 'name="is_superuser"' not in page
    assert 'name="groups"' in page
    assert 'name="groups"' not in mine


def test_an_administrator_does_not_reach_a_superuser(office, cast):
    chief = UserFactory(is_superuser=True, unit=cast.head_office)

    assert office.get(f"/admin/staff/user/{chief.pk}/password/").status_code in (302, 403, 404)
    assert office.get(f"/admin/staff/user/{chief.pk}/change/").status_code == 302


def test_an_agent_does_not_get_in(client, cast):
    client.force_login(cast.agent)

    assert client.get("/admin/staff/user/").status_code in (302, 403)


def test_a_unit_is_opened_and_moved_with_its_path(office, cast):
    data = {"name_zh": "新网点", "name_en": "New outlet", "code": "new", "kind": "outlet", "time_zone": "Asia/Shanghai"}
    hours = {"hours-TOTAL_FORMS": "0", "hours-INITIAL_FORMS": "0"}
    office.post("/admin/staff/unit/add/", {**data, **hours, "parent": cast.branch.pk})
    unit = Unit.objects.get(code="new")
    assert unit.path.startswith(cast.branch.path)

    office.post(f"/admin/staff/unit/{unit.pk}/change/", {**data, **hours, "parent": cast.other_branch.pk})
    unit.refresh_from_db()
    assert unit.path.startswith(cast.other_branch.path)
    assert unit.name == Bilingual("新网点", "New outlet")


def test_a_refusal_is_a_sentence_and_changes_nothing(office, cast):
    data = {"name_zh": "甲", "name_en": "A", "code": "x", "kind": "branch", "time_zone": "Asia/Shanghai"}
    hours = {"hours-TOTAL_FORMS": "0", "hours-INITIAL_FORMS": "0"}

    response = office.post("/admin/staff/unit/add/", {**data, **hours, "parent": cast.outlet.pk}, follow=True)

    assert response.status_code == 200
    assert not Unit.objects.filter(code="x").exists()
    assert any("head office" in str(m) or "总行" in str(m) for m in response.context["messages"])


def test_hours_that_overlap_are_refused_in_the_form(office, cast):
    rows = {
        "hours-TOTAL_FORMS": "2",
        "hours-INITIAL_FORMS": "0",
        "hours-0-weekday": "0",
        "hours-0-start": "09:00",
        "hours-0-end": "12:00",
        "hours-1-weekday": "0",
        "hours-1-start": "11:00",
        "hours-1-end": "18:00",
    }
    data = {"name_zh": "甲", "name_en": "A", "code": "outlet-a1", "kind": "outlet", "time_zone": "Asia/Shanghai"}

    office.post(f"/admin/staff/unit/{cast.outlet.pk}/change/", {**data, **rows, "parent": cast.branch.pk})

    assert not cast.outlet.hours.exists()


def test_the_buttons_let_someone_go_and_leave_oneself_alone(office, cast):
    chosen = [str(cast.agent.pk), str(cast.administrator.pk)]
    office.post("/admin/staff/user/", {"action": "deactivate", "_selected_action": chosen})

    assert not User.objects.get(pk=cast.agent.pk).is_active
    assert User.objects.get(pk=cast.administrator.pk).is_active


def test_a_proposal_is_read_with_its_difference_and_approved_by_another(office, cast, rule):
    row = approvals.propose("tests.office", "a", {"limit": 9}, by=Actor.staff(cast.agent))
    page = office.get(f"/admin/staff/approvalrequest/{row.pk}/change/").content.decode()
    assert "limit" in page
    assert 'value="approve"' in page

    office.post(f"/admin/staff/approvalrequest/{row.pk}/decide/", {"verb": "approve", "comment": "ok"})

    assert rule == [{"limit": 9}]


def test_the_maker_is_offered_only_to_withdraw(office, cast, rule):
    row = approvals.propose("tests.office", "a", {"limit": 9}, by=Actor.staff(cast.administrator))
    page = office.get(f"/admin/staff/approvalrequest/{row.pk}/change/").content.decode()
    assert 'value="approve"' not in page
    assert 'value="withdraw"' in page

    office.post(f"/admin/staff/approvalrequest/{row.pk}/decide/", {"verb": "approve"})

    row.refresh_from_db()
    assert row.is_pending
    assert rule == []


def test_the_house_s_roles_keep_their_names(office, cast):
    from django.contrib.auth.models import Group

    role = Group.objects.get(name="agent")
    page = office.get(f"/admin/auth/group/{role.pk}/change/").content.decode()

    assert 'name="name"' not in page


def test_the_sidebar_shows_what_one_may_view(client, cast):
    editor = UserFactory(role="supervisor", unit=cast.branch, is_staff=True)
    client.force_login(editor)
    page = client.get("/admin/").content.decode()

    assert "/admin/staff/user/" in page
    assert "/admin/staff/skill/" not in page


def test_what_was_done_is_in_the_history(office, cast):
    skill = {"code": "loans", "name_zh": "贷款", "name_en": "Loans"}
    office.post("/admin/staff/skill/add/", skill)

    assert LogEntry.objects.filter(user=cast.administrator).exists()


def test_forms_carry_no_inline_style_for_the_browser_to_refuse(office):
    for page in ("/admin/staff/skill/add/", "/admin/staff/unit/add/", "/admin/conversations/queue/add/"):
        assert " style=" not in office.get(page).content.decode(), page


def test_rights_are_listed_by_their_names(office, cast):
    from django.contrib.auth.models import Group

    page = office.get(f"/admin/auth/group/{Group.objects.get(name='agent').pk}/change/").content.decode()

    assert "可接待会话" in page and "May be given conversations" not in page
