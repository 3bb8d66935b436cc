"""The back office of the mechanisms, driven over HTTP by an administrator and a stranger."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from foyer.base import clock, clocks, jobs
from foyer.base.actors import SYSTEM
from foyer.base.clocks.models import Calendar, ClockPolicy
from foyer.base.jobs import Progress
from foyer.base.text import Bilingual

pytestmark = pytest.mark.django_db

REGISTERS = ["calendar", "clockpolicy", "clock", "sweepstate", "progress", "heartbeat", "delivery"]


@pytest.fixture
def office():
    return clocks.calendar("test-office", name=Bilingual("办公时间", "Office hours"))


@pytest.fixture
def administrator(client):
    client.force_login(get_user_model().objects.create_superuser(username="root", email="root@example.com"))
    return client


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_administrator_reads_every_register(administrator, office, register, language):
    clocks.define("test.reply", name=Bilingual("回复", "Reply"), calendar=office, seconds=3600)
    clocks.start("test.reply", "case:1")
    Progress.start("test.import", total=3, by=SYSTEM)
    jobs.run_due(clock.now())

    page = administrator.get(reverse(f"admin:base_{register}_changelist"), headers={"accept-language": language})

    assert page.status_code == 200


def test_saving_a_calendar_moves_the_deadlines_that_run_on_it(administrator, office):
    clocks.define("test.reply", name=Bilingual("回复", "Reply"), calendar=office, seconds=3600)
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    form = {"code": office.code, "name_zh": "办公时间", "name_en": "Office hours", "zone": "Asia/Shanghai"}
    form |= {"monday": "14:00-18:00", "differing-TOTAL_FORMS": 0, "differing-INITIAL_FORMS": 0}

    with clock.at(monday):
        clocks.start("test.reply", "case:1")
        answer = administrator.post(reverse("admin:base_calendar_change", args=[office.pk]), form)

    assert answer.status_code == 302
    assert clocks.of("case:1").due_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_a_calendar_with_hours_that_make_no_sense_is_not_saved(administrator, office):
    form = {"code": office.code, "name_zh": "办公", "name_en": "Office", "zone": "Mars/Olympus"}
    form |= {"monday": "18:00-09:00", "differing-TOTAL_FORMS": 0, "differing-INITIAL_FORMS": 0}

    page = administrator.post(reverse("admin:base_calendar_change", args=[office.pk]), form)

    assert set(page.context["adminform"].form.errors) == {"monday", "zone"}
    assert Calendar.objects.get(pk=office.pk).monday == "09:00-17:30"


def test_a_deadline_entered_again_is_its_next_version_and_none_can_be_changed(administrator, office):
    clocks.define("test.reply", name=Bilingual("回复", "Reply"), calendar=office, seconds=3600)
    form = {"code": "test.reply", "name_zh": "回复", "name_en": "Reply", "calendar": office.pk, "seconds": 7200}

    assert administrator.post(reverse("admin:base_clockpolicy_add"), form | {"warn_before": "600"}).status_code == 302

    assert list(ClockPolicy.objects.order_by("version").values_list("version", "seconds")) == [(1, 3600), (2, 7200)]
    first = ClockPolicy.objects.get(version=1)
    page = administrator.post(reverse("admin:base_clockpolicy_change", args=[first.pk]), form)
    assert page.status_code == 403


def test_the_holidays_are_entered_by_one_button(administrator, office):
    choice = {"action": "fill_china", "_selected_action": [str(office.pk)]}

    with clock.at(datetime(2026, 1, 2, tzinfo=UTC)):
        administrator.post(reverse("admin:base_calendar_changelist"), choice)

    assert office.differing.count() == 39


@pytest.mark.parametrize("register", REGISTERS)
def test_a_stranger_is_sent_away(client, register):
    assert client.get(reverse(f"admin:base_{register}_changelist")).status_code in (302, 403)
