"""A language model writes the answers, in a real browser: they are read as they come, and nobody notices when it dies.

It is a server that speaks OpenAI's protocol, in a process of its own, so that it can be killed in the middle.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from foyer.assistant.tests import writing_desk
from foyer.operations.house import House
from foyer.operations.testing import started_anew
from tests.browsing import NARROW, Visit, answers, ask, cited, say, visiting
from tests.test_knowledge import approve, hand_in, type_in

pytestmark = pytest.mark.browser
BILL = "信用卡账单日是哪天，在哪里看"
RAIN = "Can I borrow an umbrella at your branch if it rains?"
CHINESE_ONLY = {
    "title_zh": "网点借用雨伞", "answer_zh": "下雨天可以在网点借雨伞。借伞押金二十元，还伞时退还。",
    "steps_zh": "携带身份证到网点办理。",
    "questions_zh": "可以在网点借雨伞吗\n下雨了能借把伞吗\n网点有雨伞借吗\n借雨伞要押金吗\n你们借伞吗",
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[writing_desk.Server]:
    with writing_desk.running() as started:
        yield started


@pytest.fixture(scope="module")
def house(house: House, server: writing_desk.Server) -> Iterator[House]:
    """Whose model is waited for so patiently that only its death can end the waiting in time."""
    about = {"FOYER_LLM_URL": server.url, "FOYER_LLM_FIRST_SECONDS": "60", "FOYER_LLM_SECONDS": "90"}
    with started_anew(house, FOYER_WEB_WORKERS="1", **about) as running:
        yield running


def test_an_english_question_is_answered_from_a_chinese_article_with_its_citation(house, server, browser: Browser):
    with (
        visiting(browser, house.url) as editor,
        visiting(browser, house.url) as second,
        visiting(browser, house.url, size=NARROW, lang="en") as customer,
        visiting(browser, house.url, size=NARROW, lang="en") as other,
    ):
        _write_in_chinese(editor)
        approve(second, CHINESE_ONLY["title_zh"], "二十元")

        # Without the model: the passage in its own words, and plainly so.
        server.behave("error_500")
        ask(other, RAIN)
        plain = cited(other).first
        expect(plain).to_contain_text("We have this in Chinese only.")
        expect(plain).to_contain_text("借伞押金二十元")

        # With it: in English, sentence by sentence, each checked against the Chinese one before it is shown.
        server.behave("by_sentence")
        ask(customer, RAIN)
        expect(_draft(customer)).to_contain_text("You can borrow an umbrella at our outlets")
        whole = cited(customer).last
        expect(whole).to_contain_text("The deposit is CNY 20", timeout=30_000)
        expect(whole).to_contain_text("Translated by machine from our Chinese article.")
        expect(whole.locator(".machine-label")).to_have_text("AI-generated")
        expect(_draft(customer)).to_have_count(0)
        whole.locator(".citation").click()
        expect(customer.page.locator("#article [data-answer]")).to_contain_text("借伞押金二十元")

        assert [visit.faults for visit in (editor, second, customer, other)] == [[], [], [], []]


def test_a_model_that_dies_in_the_middle_is_no_more_than_a_pause(house, server, browser: Browser):
    with visiting(browser, house.url, size=NARROW) as customer:
        server.behave("falls_silent")
        ask(customer, BILL)
        bubble = _draft(customer).locator(".bubble")
        expect(bubble).not_to_be_empty(timeout=30_000)
        begun = bubble.inner_text().strip()
        server.die()

        # What was read stays, the rest follows in the article's own words, once, in one message.
        whole = cited(customer).first
        expect(whole).to_be_visible()
        text = whole.inner_text()
        assert text.startswith(begun) and text.count(begun) == 1
        expect(_draft(customer)).to_have_count(0)
        expect(answers(customer)).to_have_count(1)

        # And the next question is answered as if there had never been a model.
        say(customer, "银行卡丢了怎么办")
        expect(cited(customer)).to_have_count(2)
        assert customer.faults == []


def _draft(visit: Visit) -> Locator:
    """What of an answer is there while it is being written."""
    return visit.page.locator(".bubble-row.machine.draft")


def _write_in_chinese(editor: Visit) -> None:
    editor.sign_in("yanshu")
    page = editor.go("/desk/knowledge/articles/new")
    type_in(page, {"code": "umbrellas", **CHINESE_ONLY})
    page.select_option("[name=category]", "branch")
    page.locator("button[name=then][value=save]").click()
    page.wait_for_url("**/umbrellas/edit")
    hand_in(page)
