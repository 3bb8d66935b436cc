"""The editors' workplace: written side by side, reviewed by another, brought in, doubted, confirmed."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foyer.base.actors import SYSTEM, Actor
from foyer.knowledge import actions, queries
from foyer.knowledge.tests import factories, papers
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = {
    "title_zh": "卡丢了", "title_en": "Lost card", "answer_zh": "请挂失。", "answer_en": "Block it.",
    "questions_zh": "卡丢了\n卡不见了\n\n卡找不到 了\n卡掉了\n卡没了\n卡掉了",
    "questions_en": "lost\nmissing\ngone\nmislaid\nvanished", "steps_zh": "挂失", "steps_en": "Block",
    "wechat_zh": "点菜单挂失", "audience": "public", "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def editor(unit):
    return visitor(UserFactory(role="knowledge_editor", unit=unit, language="en"))


@pytest.fixture
def second(unit):
    return visitor(UserFactory(role="knowledge_editor", unit=unit, language="en"))


@pytest.fixture
def agent(unit):
    return visitor(UserFactory(role="agent", unit=unit, language="en"))


def visitor(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    client.user = user
    return client


def said(answer):
    return answer.content.decode()


def test_an_article_is_written_side_by_side_reviewed_by_another_and_speaks(editor, second):
    made = editor.post(
        "/desk/knowledge/articles/new", WORDS | {"code": "card-lost", "category": "cards", "products": "debit-card"}
    )
    assert made["Location"] == "/desk/knowledge/articles/card-lost/edit"
    page = said(editor.get(made["Location"]))
    assert "卡丢了" in page and "Lost card" in page and "点菜单挂失" in page

    handed_in = editor.post(made["Location"], WORDS | {"then": "submit", "reason": "new"})
    assert handed_in["Location"] == "/desk/knowledge/articles/card-lost"
    assert "Waits for a second person" in said(editor.get(handed_in["Location"]))
    own = said(editor.get("/desk/knowledge/reviews"))
    review = own[own.index("/desk/knowledge/reviews/") :].split('"')[0]
    assert "Your decision" not in said(editor.get(review))
    do = review.replace("/desk/", "/desk/do/") + "/approve"
    assert editor.post(do).status_code in (403, 409)

    assert "Your decision" in said(second.get(review))
    assert second.post(do).json() == {}
    page = queries.article("card-lost", channel="wechat")
    assert (page.version, page.answer) == (1, "点菜单挂失")


def test_a_review_shows_what_changed_and_sends_back_with_a_word(editor, second):
    article = factories.published()
    changed = factories.content(answer=factories.Bilingual("请在三天内挂失您的卡。", factories.LOST["answer"].en))
    actions.submit(actions.edit(article, content=changed, by=Actor.staff(editor.user)), by=Actor.staff(editor.user))
    listed = said(second.get("/desk/knowledge/reviews"))
    review = listed[listed.index("/desk/knowledge/reviews/") :].split('"')[0]

    page = said(second.get(review))
    assert "<ins>" in page and "<del>马上</del>" in page and "lags behind" in page
    assert "Figures that only one language has" in page

    assert second.post(review.replace("/desk/", "/desk/do/") + "/reject", {"comment": "three?"}).json() == {}
    assert article.versions.get(number=2).status == "draft"
    compared = said(editor.get("/desk/knowledge/articles/card-lost/changes?from=1&to=2"))
    assert "<ins>" in compared
    assert editor.get("/desk/knowledge/articles/card-lost/changes?from=x&to=99999999999").status_code == 200


def test_what_is_wrong_with_the_words_is_told_and_nothing_typed_is_lost(editor):
    page = editor.post(
        "/desk/knowledge/articles/new", WORDS | {"code": "A B", "category": "moon", "answer_zh": "很长的答案"}
    )
    assert page.status_code == 422 and "small letters" in said(page) and "很长的答案" in said(page)

    actions.draft(
        code="half",
        category="cards",
        content=factories.content(questions={"zh": ["a"], "en": []}),
        by=SYSTEM,
        unfinished=True,
    )
    refused = editor.post("/desk/knowledge/articles/half/edit", WORDS | {"questions_en": "one", "then": "submit"})
    assert refused.status_code == 422 and "at least 5 are needed" in said(refused)
    assert editor.post("/desk/knowledge/articles/half/edit", WORDS | {"valid_from": "soon"}).status_code == 422
    saved = editor.post("/desk/knowledge/articles/half/edit", WORDS | {"questions_en": "one"})
    assert saved.status_code == 302 and "Before it can be handed in" in said(editor.get(saved["Location"]))


def test_a_document_is_brought_in_looked_at_and_becomes_drafts(editor):
    from foyer.knowledge.actions.bringing import read_document

    file = SimpleUploadedFile("手册.docx", papers.word(*papers.LOST_CARD))
    brought = editor.post("/desk/knowledge/imports", {"file": file})
    address = brought["Location"]
    assert "is being read" in said(editor.get(address))
    read_document(batch_id=address.rpartition("/")[2], lang="en")

    page = said(editor.get(address))
    assert "银行卡丢失怎么办" in page and "Still to be written" in page
    do = address.replace("/desk/", "/desk/do/") + "/take"
    assert editor.post(do, {"take": ["0"], "category": ""}).status_code == 422
    assert editor.post(do, {"take": ["0"], "category": "cards"}).json() == {}
    assert "lost-or-stolen-card" in said(editor.get("/desk/knowledge/articles"))
    assert queries.published() == []

    refused = editor.post("/desk/knowledge/imports", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert refused.status_code == 422 and "cannot be brought in" in said(refused)


def test_what_the_filters_show_goes_out_as_a_zip(editor):
    factories.published()
    factories.published("branch-hours", factories.HOURS, category="branch")

    packed = editor.post("/desk/do/knowledge/export?category=branch", {"form": "json"})

    assert packed["Content-Type"] == "application/zip"
    import zipfile

    with zipfile.ZipFile(BytesIO(packed.content)) as archive:
        assert b"branch-hours" in archive.read("articles.json") and b"card-lost" not in archive.read("articles.json")


def test_owners_files_and_the_emergency_brake(editor, second, agent):
    article = factories.published()
    do = "/desk/do/knowledge/articles/card-lost"
    assert (
        editor.post(f"{do}/care", {"owners": [editor.user.pk], "review_on": "2026-12-01", "roles": ["agent"]}).json()
        == {}
    )
    assert editor.post(f"{do}/attach", {"file": SimpleUploadedFile("价目.txt", "价目".encode())}).json() == {}
    page = said(editor.get("/desk/knowledge/articles/card-lost"))
    assert "价目.txt" in page and "have not" in page
    file = article.files.get()
    assert editor.post(f"{do}/detach", {"file": str(file.pk)}).json() == {}
    assert editor.post(f"{do}/detach", {"file": "nonsense"}).status_code == 404

    assert "card-lost" in said(agent.get("/desk/knowledge/to-read"))
    assert "I have read it" in said(agent.get("/desk/knowledge/read/card-lost"))
    assert agent.post("/desk/do/knowledge/read/card-lost/1/confirm").json() == {}
    assert "card-lost" not in said(agent.get("/desk/knowledge/to-read"))

    assert agent.post(f"{do}/withdraw", {"reason": "x"}).status_code == 403
    assert editor.post(f"{do}/withdraw", {"reason": ""}).status_code == 422
    assert editor.post(f"{do}/withdraw", {"reason": "wrong fee"}).json() == {}
    assert queries.published() == []
    assert editor.post(f"{do}/restore", {"reason": "checked"}).json() == {}
    assert "waits for a second person" in said(editor.get("/desk/knowledge/articles/card-lost"))
    listed = said(second.get("/desk/knowledge/reviews"))
    review = listed[listed.index("/desk/knowledge/reviews/") :].split('"')[0]
    assert second.get(review).status_code == 200
    assert second.post(review.replace("/desk/", "/desk/do/") + "/approve").json() == {}
    assert len(queries.published()) == 1


def test_doubts_are_listed_accepted_and_opened_again(editor):
    factories.published(
        "card-lost", {**factories.LOST, "answer": factories.Bilingual("三个工作日内。", "Within five working days.")}
    )
    actions.check()
    page = said(editor.get("/desk/knowledge/doubts"))
    assert "三个工作日" in page and "five working days" in page
    do = page[page.index("/desk/do/knowledge/doubts/") :].split('"')[0]
    accept = do if do.endswith("accept") else page.split('data-deed="')[2].split('"')[0]

    assert editor.post(accept, {"reason": ""}).status_code == 422
    assert editor.post(accept, {"reason": "both are right"}).json() == {}
    assert "both are right" in said(editor.get("/desk/knowledge/doubts?state=accepted"))
    assert editor.post(accept.replace("/accept", "/reopen")).json() == {}
    assert editor.post(accept.replace("/accept", "/eat")).status_code == 404
    assert editor.post("/desk/do/knowledge/doubts/check").json() == {}


def test_an_agent_enters_no_page_of_the_editors(agent):
    factories.published()
    one = "articles/card-lost"
    for path in ("articles", "articles/new", one, f"{one}/edit", f"{one}/changes", "reviews", "imports", "doubts"):
        assert agent.get(f"/desk/knowledge/{path}").status_code == 403, path
    assert agent.post("/desk/do/knowledge/export").status_code == 403
    assert agent.post("/desk/do/knowledge/articles/card-lost/submit").status_code == 403


def test_the_list_costs_the_same_however_long_it_is(editor, django_assert_max_num_queries):
    factories.shelf()
    editor.get("/desk/knowledge/articles")
    with django_assert_max_num_queries(40) as few:
        editor.get("/desk/knowledge/articles")
    for number in range(6):
        actions.draft(
            code=f"more-{number}",
            category="cards",
            content=factories.content(title=factories.Bilingual(f"题{number}", "t")),
            by=SYSTEM,
        )
    with django_assert_max_num_queries(len(few)):
        page = said(editor.get("/desk/knowledge/articles"))
    assert "more-5" in page


def test_filters_narrow_the_list_and_nonsense_in_them_does_no_harm(editor):
    with_end = factories.published(valid_to=date(2026, 12, 1))
    factories.published("branch-hours", factories.HOURS, category="branch")

    assert "branch-hours" not in said(editor.get("/desk/knowledge/articles?category=cards"))
    assert "branch-hours" not in said(editor.get("/desk/knowledge/articles?q=银行卡"))
    for query in ("state=moon&needs=x&page=99&q=%00%27", "needs=lagging", "mine=1", "state=draft", "audience=staff"):
        assert editor.get(f"/desk/knowledge/articles?{query}").status_code == 200
    assert with_end.code not in said(editor.get("/desk/knowledge/articles?state=retired"))


def test_an_article_in_one_language_is_warned_of_and_can_be_handed_in(editor, second):
    chinese = {name: value for name, value in WORDS.items() if not name.endswith("_en")}
    made = editor.post("/desk/knowledge/articles/new", chinese | {"code": "card-lost", "category": "cards"})
    page = said(editor.get(made["Location"]))
    assert "English is missing." in page and "Before it can be handed in" not in page and "lags behind." not in page

    assert editor.post(made["Location"], chinese | {"then": "submit"}).status_code == 302
    own = said(editor.get("/desk/knowledge/reviews"))
    review = own[own.index("/desk/knowledge/reviews/") :].split('"')[0]
    assert "English is missing." in said(second.get(review))
    assert second.post(review.replace("/desk/", "/desk/do/") + "/approve").json() == {}

    assert "Chinese only" in said(editor.get("/desk/knowledge/articles?needs=one_language"))
    assert "Chinese only" in said(editor.get("/desk/knowledge"))
    assert "Chinese only" in said(editor.get("/desk/knowledge/read/card-lost"))
