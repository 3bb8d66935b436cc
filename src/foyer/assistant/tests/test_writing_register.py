"""What a language model was asked and wrote: who may read it, that reading is told, and that it ends with its time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foyer.assistant.models import Draft
from foyer.assistant.tests.factories import conversation
from foyer.assistant.writing import entry
from foyer.base import clock
from foyer.conversations.tests.factories import QueueFactory
from foyer.privacy.retention.keepers import keepers
from foyer.security.models import AuditEntry
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture
def draft(cast):
    QueueFactory(unit=cast.branch, code="general")
    talk = conversation()
    return Draft.objects.create(
        conversation=talk, message_id=talk.id, epoch=1, lang="zh", state="said", prompt="补卡多少钱", output="十元[1]",
        shown="十元。", deadline_at=clock.now(), written_by={"model": "m", "provider": "p"},
        verdicts=[{"cited": [1], "why": "", "close": 0.9}, {"cited": [], "why": "uncited", "close": 0.0}],
    )  # fmt: skip


def page_of(draft):
    return reverse("admin:assistant_draft_change", args=[draft.pk])


def test_an_auditor_reads_it_and_that_is_told(client, cast, draft):
    client.force_login(UserFactory(role="auditor", unit=cast.head_office, is_staff=True))

    listed = client.get(reverse("admin:assistant_draft_changelist")).content.decode()
    assert "1/2" in listed and "补卡多少钱" not in listed
    assert not AuditEntry.objects.filter(act="assistant.draft_read").exists()
    assert "补卡多少钱" in client.get(page_of(draft)).content.decode()
    assert AuditEntry.objects.get(act="assistant.draft_read").subject == f"conversation:{draft.conversation_id}"


def test_an_agent_does_not(client, cast, draft):
    cast.agent.is_staff = True
    cast.agent.save()
    client.force_login(cast.agent)

    for path in (page_of(draft), reverse("admin:assistant_draft_changelist")):
        assert client.get(path).status_code in (302, 403)
    assert not AuditEntry.objects.filter(act="assistant.draft_read").exists()


def test_nobody_changes_or_deletes_it(client, cast, draft):
    client.force_login(UserFactory(role="auditor", unit=cast.head_office, is_staff=True))

    client.post(page_of(draft), {"shown": "twenty"})
    assert client.post(reverse("admin:assistant_draft_delete", args=[draft.pk]), {"post": "yes"}).status_code == 403
    draft.refresh_from_db()
    assert draft.shown == "十元。"


def test_the_list_costs_the_same_however_long(client, cast, draft, django_assert_max_num_queries):
    client.force_login(UserFactory(role="auditor", unit=cast.head_office, is_staff=True))
    for _number in range(12):
        Draft.objects.create(
            conversation=draft.conversation, message_id=conversation().id, epoch=1, lang="zh", deadline_at=clock.now()
        )
    client.get(reverse("admin:assistant_draft_changelist"))
    with django_assert_max_num_queries(14):
        client.get(reverse("admin:assistant_draft_changelist"))


def test_its_time_ends(draft):
    keeper = next(one for one in keepers() if one.code == "assistant.drafts")
    assert keeper.due(clock.now() - timedelta(days=1)) == 0
    assert keeper.due(clock.now() + timedelta(days=1)) == 1
    assert keeper.carry_out(clock.now() + timedelta(days=1), []).done == 1
    assert not Draft.objects.exists()


def test_who_wrote_an_answer_is_known(draft):
    assert entry.who_wrote(draft.message_id) == {"model": "m", "provider": "p"}
    assert entry.who_wrote(draft.pk) == {}
    assert entry.WRITING.model().name == "none configured"
