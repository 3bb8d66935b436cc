"""What is for staff only never reaches a customer, by whatever way they ask."""

from io import BytesIO

import pytest
from django.test import Client

from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import Article
from foyer.knowledge.queries import attached
from foyer.knowledge.tests import factories
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "内部口径：柜员可免收一次手续费"


@pytest.fixture(autouse=True)
def shelf():
    factories.shelf()
    words = {**factories.LOST, "title": Bilingual("手续费减免内部口径", "Waiving fees, for staff"),
             "answer": Bilingual(SECRET, "Tellers may waive one fee, internal rule."),
             "questions": {"zh": [f"手续费减免问法{n}" for n in range(5)],
                           "en": [f"waive the fee number {n}" for n in range(5)]}}  # fmt: skip
    return factories.published("fee-waiver", words, category="fees", audience="staff")


@pytest.fixture
def agent():
    return UserFactory(role="agent", unit=UnitFactory())


@pytest.mark.parametrize(
    "text", ["手续费减免问法1", "手续费减免内部口径", SECRET, "waive the fee number 3", "fee-waiver"]
)
def test_no_question_finds_it_for_a_customer_and_every_one_does_for_staff(text):
    assert "fee-waiver" not in [hit.article_code for hit in queries.search(text, limit=50)]
    if text != "fee-waiver":
        found = queries.search(text, limit=50, audience="staff")
        assert found[0].article_code == "fee-waiver" and found[0].audience == "staff"


def test_no_read_gives_it_to_one_who_does_not_say_that_they_are_staff():
    assert "fee-waiver" not in [title.code for title in queries.published()]
    assert "fee-waiver" in [title.code for title in queries.published(audience="staff")]
    assert "fee-waiver" not in {question.code for question in queries.asked_questions()}
    assert "fee-waiver" not in queries.live_fingerprints()
    for version in (None, 1):
        with pytest.raises(NoSuchArticle):
            queries.article("fee-waiver", version)
    assert queries.article("fee-waiver", audience="staff").answer == SECRET


def test_no_address_gives_it_to_a_customer(client):
    addresses = [
        "/api/v1/knowledge/articles/fee-waiver", "/api/v1/knowledge/articles/fee-waiver?version=1",
        "/articles/fee-waiver/1", "/knowledge/fee-waiver", "/knowledge", "/knowledge?q=手续费减免问法1",
        "/api/v1/knowledge/search?q=手续费减免问法1", "/sitemap.xml", "/feed.xml",
    ]  # fmt: skip
    for address in addresses:
        said = client.get(address)
        text = said.content.decode() if not said.streaming else b"".join(said.streaming_content).decode()
        assert SECRET not in text and "手续费减免内部口径" not in text, address
        assert "fee-waiver" in address or "fee-waiver" not in text, address


def test_not_even_a_verdict_on_it_can_be_given():
    with pytest.raises(NoSuchArticle):
        actions.rate("fee-waiver", 1, is_helpful=True, by=Actor("visitor", Article.objects.first().pk))


def test_a_public_version_after_an_internal_one_does_not_open_the_old_one(shelf):
    go_live(actions.edit(shelf, content=factories.content(factories.LOST), by=SYSTEM), by=SYSTEM)

    assert queries.article("fee-waiver").version == 2
    with pytest.raises(NoSuchArticle):
        queries.article("fee-waiver", 1)


def test_an_internal_version_after_a_public_one_takes_it_out_of_the_answers():
    article = Article.objects.get(code="card-lost")
    go_live(actions.edit(article, content=factories.content(audience="staff"), by=SYSTEM), by=SYSTEM)
    actions.relearn()

    assert "card-lost" not in [hit.article_code for hit in queries.search("我的卡丢了", limit=50)]


def test_the_assistant_never_speaks_of_it():
    from foyer.assistant.composing import compose
    from foyer.assistant.deciding import Answer

    with pytest.raises(NoSuchArticle):
        compose(Answer(code="fee-waiver", reasons=(), scores={}), "zh")


def test_an_agent_reads_it_but_is_offered_no_way_to_send_it(client, agent):
    client.force_login(agent)

    dialog = client.get("/desk/pane/knowledge/fee-waiver?c=1").content.decode()
    listed = client.post("/desk/pane/knowledge", {"q": "手续费减免问法1"}).content.decode()

    assert SECRET in dialog and "data-insert" not in dialog
    mine = listed[listed.index(SECRET[:8]) :].split("</article>")[0]
    assert "data-insert" not in mine


def test_its_files_are_for_staff_only(agent, shelf):
    draft = actions.open_draft(shelf, by=SYSTEM)
    file = actions.attach(shelf, name="rules.txt", data=BytesIO("内部".encode()), by=SYSTEM)
    draft.refresh_from_db()
    address = f"/knowledge-files/{file.pk}"
    assert Client().get(address).status_code == 404

    reader = Client()
    reader.force_login(agent)
    assert reader.get(address).status_code == 404  # a draft's file, even for a colleague who does not write
    go_live(draft, by=SYSTEM)
    assert reader.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    assert attached.file_for(file.pk, audience="staff").name == "rules.txt"


def test_the_back_office_form_keeps_what_it_does_not_show(client, shelf):
    from django.urls import reverse

    from foyer.knowledge.tests.test_back_office import TYPED

    editor = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(editor)
    client.post(reverse("admin:knowledge_article_change", args=[shelf.pk]), TYPED | {"code": "fee-waiver"})

    assert shelf.versions.order_by("-number").first().audience == "staff"
