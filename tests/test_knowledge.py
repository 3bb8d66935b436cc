"""An article comes in as a Word document, another person reviews it, and minutes later it answers a customer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from foyer.knowledge.tests import papers
from tests.browsing import NARROW, Visit, visiting

pytestmark = pytest.mark.browser
ASKED = (
    "保管箱钥匙丢了", "保险柜钥匙不见了怎么办", "租的保管箱钥匙遗失", "保管箱换锁多少钱", "两把保管箱钥匙都丢了",
    "I lost my safe box key", "lost locker key", "replace the key of my deposit locker", "key gone for the vault box",
    "drill open my locker",
)  # fmt: skip
ANSWER = "请本人带身份证到租箱网点登记，由网点当面破箱换锁，费用每次380元。"


def test_from_a_word_document_to_an_answer(house, browser: Browser, tmp_path: Path) -> None:
    with (
        visiting(browser, house.url) as editor,
        visiting(browser, house.url) as second,
        visiting(browser, house.url, size=NARROW) as customer,
    ):
        _bring_in(editor, _document(tmp_path))
        _take_as_draft(editor)
        _hand_in(editor)
        _approve(second)

        page = customer.go("/")
        page.fill("#question", "保管箱钥匙丢了")
        page.press("#question", "Enter")
        page.wait_for_url(re.compile("/chat"))
        answer = page.locator(".bubble-row.machine").filter(has=page.locator(".citation"))
        expect(answer.first).to_contain_text("380元")
        expect(answer.first).to_contain_text("保管箱钥匙遗失")

        assert [visit.faults for visit in (editor, second, customer)] == [[], [], []]


def _document(folder: Path) -> Path:
    steps = ("到租箱网点登记", "与网点预约破箱时间", "Register at the branch", "Agree on a time to open the box")
    file = folder / "保管箱.docx"
    file.write_bytes(
        papers.word(
            ("Title", "网点业务手册"),
            ("Heading 1", "保管箱钥匙遗失 / Lost safe deposit box key"),
            ("", ANSWER),
            ("", "Come to your branch with your ID; the box is opened and gets a new lock for CNY 380 each time."),
            ("", "步骤"),
            *(("List Number", step) for step in steps),
            ("", "常见问法"),
            *(("List Bullet", text) for text in ASKED),
            ("Heading 1", "另一条"),
            ("", "还没有写完。"),
        )
    )
    return file


def _bring_in(editor: Visit, file: Path) -> None:
    editor.sign_in("yanshu")
    page = editor.go("/desk/knowledge/imports")
    page.set_input_files("#file", str(file))
    page.locator("form.bring button[type=submit]").click()
    expect(page.locator(".proposal")).to_have_count(2)
    expect(page.locator(".proposal").first).to_contain_text("380元")


def _take_as_draft(editor: Visit) -> None:
    page = editor.page
    page.locator(".proposal").nth(1).locator("input[name=take]").uncheck()
    page.select_option("select[name=category]", "branch")
    page.locator(".take-bar button[type=submit]").click()
    page.locator(".proposal a.chip").click()
    page.wait_for_url(re.compile("/desk/knowledge/articles/lost-safe-deposit-box-key$"))


def _hand_in(editor: Visit) -> None:
    page = editor.page
    page.locator(".article-acts a.btn-primary").click()
    page.locator("[name=wechat_zh]").evaluate("field => field.closest('details').open = true")
    page.fill("[name=wechat_zh]", "带身份证到租箱网点换锁，每次380元。")
    page.locator("button[name=then][value=submit]").click()
    expect(page.locator(".note-accent")).to_be_visible()


def _approve(second: Visit) -> None:
    second.sign_in("caolei")
    page = second.go("/desk/knowledge/reviews")
    page.locator(".row-link").filter(has_text="保管箱钥匙遗失").first.click()
    expect(page.locator(".side-by-side").first).to_contain_text("380元")
    page.locator("form[data-deed$=approve] button").click()
    page.wait_for_url(re.compile("/desk/knowledge/reviews$"))
