"""A gap from end to end: asked in vain, on the list, written, approved by another, the same question answered."""

import pytest
from django.test import Client

from foyer.assistant.tests.factories import conversation, says
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.base.text import Bilingual
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge import actions as knowledge
from foyer.knowledge.models import Article, Gap
from foyer.knowledge.tests import factories as articles
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASKED = "卡面能不能印我家猫的照片"
WORDS = {
    "title": Bilingual("定制卡面照片", "A picture of your own on the card"),
    "answer": Bilingual("可以上传照片定制卡面，每张收费20元。", "You may have a picture printed on it for CNY 20."),
    "questions": {
        "zh": [ASKED, "卡面可以用自己的照片吗", "想把宠物照片印在卡上", "定制卡面怎么弄", "个性化卡面"],
        "en": [
            "Print my cat on the card",
            "a photo on my card",
            "custom card design",
            "own picture",
            "card with photo",
        ],
    },
    "steps": {"zh": ["上传照片", "确认"], "en": ["Upload it", "Confirm"]},
}


def test_what_was_asked_in_vain_is_written_reviewed_and_answered():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    articles.shelf()
    writer = UserFactory(role="knowledge_editor", unit=cast.head_office)
    reader = UserFactory(role="knowledge_editor", unit=cast.head_office)
    desk = Client()
    desk.force_login(writer)

    talk = conversation()
    for words in (ASKED, "都不是"):
        says(talk, words)
        deliver_all()
    assert "定制卡面" not in last_said(talk)

    gap = Gap.objects.get()
    assert ASKED in desk.get("/desk/knowledge/gaps").content.decode()
    code = desk.post(f"/desk/do/knowledge/gaps/{gap.pk}/write").json()["to"].split("/")[-2]
    version = knowledge.edit(
        Article.objects.get(code=code), content=articles.content(WORDS), by=Actor.staff(writer)
    )  # fmt: skip
    request = knowledge.submit(version, by=Actor.staff(writer))
    approvals.approve(request, by=Actor.staff(reader))
    deliver_all()

    gap.refresh_from_db()
    assert (gap.state, gap.article.code) == ("closed", code)

    again = conversation()
    says(again, ASKED)
    deliver_all()
    assert "每张收费20元" in last_said(again)


def last_said(talk) -> str:
    said = Message.objects.filter(conversation=talk, author_kind="assistant").order_by("-seq").first()
    return said.text if said else ""
