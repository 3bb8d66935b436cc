"""Knowledge beside the conversation: live, with the passage marked, inserted and judged by a colleague."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import SYSTEM
from foyer.conversations.tests.factories import says, served_by
from foyer.knowledge import actions
from foyer.knowledge.models import Article, Remark
from foyer.knowledge.tests import factories

PASSAGE = "手机银行每日转账限额为五十万元。"


@pytest.fixture
def browser(at_desk, cast, queue):
    factories.shelf()
    return at_desk(cast.agent)


@pytest.fixture
def talk(cast, browser):
    talk = served_by(cast.agent)
    says(talk, "请问手机银行一天最多能转多少钱")
    return talk


def test_suggestions_bring_the_passage_that_answers_with_its_exact_place(browser, talk):
    shown = browser.get(f"/desk/pane/c/{talk.pk}/suggestions").content.decode()

    assert f'data-passage="{PASSAGE}"' in shown and f"<mark>{PASSAGE}</mark>" in shown
    assert "/articles/transfer-limit/1?lang=zh\\u0026at=a0-16#passage" in shown or "at=a0-16#passage" in shown


def test_a_search_of_ones_own_marks_it_too_and_reads_pinyin(browser, talk):
    shown = browser.post("/desk/pane/knowledge?lang=zh", {"q": "zhuanzhang xiane"}).content.decode()

    assert "转账限额" in shown and "<mark>" in shown and "data-only-passage" in shown


def test_the_reply_carries_the_citation_to_the_passage(browser, talk):
    shown = browser.post("/desk/pane/knowledge?lang=zh", {"q": "一天最多转多少"}).content.decode()
    url = re.search(r"/articles/transfer-limit/1\?lang=zh(?:&amp;|\\u0026)at=[as]\d+-\d+#passage", shown)
    assert url
    cite = {
        "code": "transfer-limit",
        "version": 1,
        "title": "转账限额是多少",
        "url": url[0].replace("&amp;", "&").replace("\\u0026", "&"),
    }

    sent = browser.post(
        f"/api/v1/staff/conversations/{talk.pk}/messages",
        {"text": PASSAGE, "client_id": "a", "citations": [cite]},
        content_type="application/json",
    )

    assert sent.status_code == 200 and sent.json()["citations"][0]["url"] == cite["url"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example/x", "/articles/a/1?lang=zh&at=a0-1#x", "/articles/a/1?next=//evil"]
)
def test_a_citation_leads_nowhere_else(browser, talk, url):
    cite = {"code": "transfer-limit", "version": 1, "title": "x", "url": url}
    body = {"text": "x", "client_id": "b", "citations": [cite]}

    refused = browser.post(f"/api/v1/staff/conversations/{talk.pk}/messages", body, content_type="application/json")

    assert refused.status_code == 422


def test_the_article_opens_with_the_passage_marked(browser):
    shown = browser.get("/desk/pane/knowledge/transfer-limit?lang=zh&c=1&at=a0-16").content.decode()

    assert f'<mark id="passage">{PASSAGE}</mark>' in shown


def test_a_colleague_says_that_an_article_is_out_of_date(browser):
    dialog = browser.get("/desk/pane/knowledge/card-lost/1/remark?kind=outdated&lang=zh").content.decode()
    said = browser.post("/desk/do/knowledge/remark/card-lost/1", {"kind": "outdated", "note": "费用变了", "lang": "zh"})
    bare = browser.post("/desk/do/knowledge/remark/card-lost/1", {"kind": "wrong", "note": ""})

    assert "银行卡丢失怎么办" in dialog and said.status_code == 200
    assert bare.status_code == 422 and Remark.objects.get().note == "费用变了"


def test_strangers_and_colleagues_without_knowledge_say_nothing(client, at_desk, cast):
    factories.shelf()

    assert client.post("/desk/do/knowledge/remark/card-lost/1", {"kind": "helpful"}).status_code in (302, 401, 403)
    assert not Remark.objects.exists()


def test_what_is_for_staff_only_is_found_but_never_sent(browser, talk):
    Article.objects.get(code="transfer-limit").versions.update(audience="staff")

    found = browser.post("/desk/pane/knowledge?lang=zh", {"q": "一天最多转多少"}).content.decode()
    suggested = browser.get(f"/desk/pane/c/{talk.pk}/suggestions").content.decode()

    assert (
        "transfer-limit" in found
        and "data-insert" not in found.split('data-code="transfer-limit"')[1].split("</article>")[0]
    )
    assert "transfer-limit" not in suggested


SHORT = "每天最多五十万，菜单里可以改。"


def test_what_is_inserted_on_a_channel_is_its_own_text(cast, browser):
    words = {**factories.LIMIT, "variants": {"wechat": {"zh": SHORT}}}
    version = actions.edit(Article.objects.get(code="transfer-limit"), content=factories.content(words), by=SYSTEM)
    factories.go_live(version, by=SYSTEM)
    actions.relearn()
    talk, elsewhere = served_by(cast.agent, channel="wechat"), served_by(cast.agent)
    for one in (talk, elsewhere):
        says(one, "请问手机银行一天最多能转多少钱")

    shown, main = (browser.get(f"/desk/pane/c/{one.pk}/suggestions").content.decode() for one in (talk, elsewhere))
    found = browser.post(f"/desk/pane/knowledge?lang=zh&c={talk.pk}", {"q": "一天最多转多少"}).content.decode()
    opened = browser.get(f"/desk/pane/knowledge/transfer-limit?lang=zh&c={talk.pk}").content.decode()

    assert f'data-text="{SHORT}"' in shown and f'data-insert="{SHORT}"' in found and f'data-insert="{SHORT}"' in opened
    assert PASSAGE in opened and f'data-passage="{PASSAGE}"' not in shown  # the article itself is read whole
    assert SHORT not in main and f'data-passage="{PASSAGE}"' in main


@pytest.mark.parametrize("c", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_conversation_that_is_not_there_gives_no_channel(browser, c):
    opened = browser.get(f"/desk/pane/knowledge/transfer-limit?lang=zh&c={c}")

    assert opened.status_code == 200 and "五十万元" in opened.content.decode()


def test_a_search_costs_the_same_however_much_it_finds(browser):
    browser.post("/desk/pane/knowledge?lang=zh", {"q": "五十万"})
    with CaptureQueriesContext(connection) as one:
        browser.post("/desk/pane/knowledge?lang=zh", {"q": "五十万"})
    with CaptureQueriesContext(connection) as many:
        browser.post("/desk/pane/knowledge?lang=zh", {"q": "怎么办"})

    assert len(many) == len(one)
