"""Editors write in the back office; what they write is a draft until a second person approves it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from foyer.knowledge.models import Article, ArticleVersion
from foyer.knowledge.tests import factories
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "code": "card-lost", "category": "cards", "products": "debit-card", "topic": "",
    "title_zh": "卡丢了", "title_en": "Lost card", "answer_zh": "请挂失。", "answer_en": "Block it.",
    "questions_zh": "卡丢了\n卡不见了\n\n卡找不到 了\n卡掉了\n卡没了\n卡掉了",
    "questions_en": "lost\nmissing\ngone\nmislaid\nvanished",
    "steps_zh": "挂失", "steps_en": "Block", "valid_from": "2026-01-01", "valid_to": "",
    "versions-TOTAL_FORMS": "0", "versions-INITIAL_FORMS": "0",
}  # fmt: skip


@pytest.fixture
def editor(client):
    user = UserFactory(is_staff=True, language="en")
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="knowledge").exclude(codename="approve_article")
    )
    client.force_login(user)
    return user


def test_an_editor_writes_a_draft(client, editor):
    answered = client.post(reverse("admin:knowledge_article_add"), TYPED)

    assert answered.status_code == 302, answered.context["adminform"].form.errors
    version = ArticleVersion.objects.get()
    assert (version.article.status, version.status, version.written_by) == ("draft", "draft", f"staff:{editor.pk}")
    assert version.phrasings.filter(lang="zh", kind="question").count() == 5


def test_too_few_questions_are_refused_in_words(client, editor):
    page = client.post(
        reverse("admin:knowledge_article_add"), TYPED | {"questions_en": "lost"}, headers={"accept-language": "en"}
    )

    assert "English: 1 questions, at least 5 are needed" in page.content.decode()
    assert Article.objects.count() == 0


def test_editing_a_published_article_makes_a_draft_beside_it(client, editor):
    article = factories.published()
    address = reverse("admin:knowledge_article_change", args=[article.pk])
    assert "我的卡丢了" in client.get(address).content.decode()

    answered = client.post(address, TYPED | {"category": "fees"})

    assert answered.status_code == 302, answered.context["adminform"].form.errors
    article.refresh_from_db()
    assert (article.status, article.category, article.current_version.number) == ("published", "cards", 1)
    assert ArticleVersion.objects.get(number=2).status == "draft"


def test_submitting_asks_for_approval_and_a_refusal_is_shown(client, editor):
    version = factories.draft()
    asked = {"action": "submit_versions", "_selected_action": [str(version.pk)]}

    client.post(reverse("admin:knowledge_articleversion_changelist"), asked)
    assert ApprovalRequest.objects.get().subject == str(version.pk)

    again = client.post(reverse("admin:knowledge_articleversion_changelist"), asked, follow=True)
    assert ApprovalRequest.objects.count() == 1
    assert again.status_code == 200


@pytest.mark.parametrize("name", ["article", "articleversion", "rating"])
def test_the_registers_open_with_few_queries(client, editor, name, django_assert_max_num_queries):
    factories.shelf()

    with django_assert_max_num_queries(15):
        assert client.get(reverse(f"admin:knowledge_{name}_changelist")).status_code == 200


def test_a_version_lists_its_steps_as_a_reader_sees_them(client, editor):
    version = factories.draft()
    page = client.get(reverse("admin:knowledge_articleversion_change", args=[version.pk])).content.decode()

    assert "<ol><li>" in page
    assert "\\u" not in page and " style=" not in page


def test_who_only_reads_articles_is_shown_no_empty_form(client):
    client.force_login(UserFactory(role="administrator", unit=UnitFactory(), is_staff=True))
    article = factories.published()
    page = client.get(reverse("admin:knowledge_article_change", args=[article.pk])).content.decode()

    assert "Questions zh" not in page and article.code in page
