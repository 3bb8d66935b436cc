"""An article comes in as a Word document, or from what customers asked in vain; a second person reviews it, and minutes
later it answers a customer."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from foyer.knowledge.tests import papers
from tests.browsing import NARROW, Visit, answers, ask, cited, visiting

pytestmark = pytest.mark.browser
ASKED = (
    "可以带狗进银行吗", "能带宠物进网点吗", "遛狗顺路进来办业务行吗", "猫狗能进大厅吗", "带宠物办业务要拴绳吗",
    "Can I bring my dog into the bank", "Are pets allowed in the branch", "Somewhere to leave my dog outside",
    "May cats come into the hall", "Guide dogs at the counter",
)  # fmt: skip
PETS = "带宠物进网点"
ANSWER = "导盲犬可以进入所有网点；其他宠物请放在门口的寄放笼里，押金38元，离开时退还。"


def test_from_a_word_document_to_an_answer(house, browser: Browser, tmp_path: Path) -> None:
    with (
        visiting(browser, house.url) as editor,
        visiting(browser, house.url) as second,
        visiting(browser, house.url, size=NARROW) as customer,
    ):
        _bring_in(editor, _document(tmp_path))
        _take_as_draft(editor)
        _hand_in(editor)
        approve(second, PETS, ANSWER)

        ask(customer, ASKED[0])
        expect(cited(customer).first).to_contain_text("38元")
        expect(cited(customer).first).to_contain_text(PETS)

        assert [visit.faults for visit in (editor, second, customer)] == [[], [], []]


IN_VAIN = "银行大厅可以拍婚纱照吗"
PHOTOS = {
    "title_zh": "在网点拍婚纱照", "title_en": "Wedding pictures at our outlets",
    "answer_zh": "可以。总行大楼一层大厅周日对新人免费开放，请提前三天预约。",
    "answer_en": "Yes. The hall of our head office is open to couples on Sundays, free of charge; book ahead.",
    "steps_zh": "打电话预约\n周日带身份证到场", "steps_en": "Book by phone\nCome on Sunday with your ID",
    "questions_zh": f"{IN_VAIN}\n想在你们大厅拍照\n结婚照能在银行拍吗\n婚纱摄影借用大厅\n拍婚纱照要预约吗",
    "questions_en": "Wedding pictures in your hall\nTake photos at the bank\nPhoto shoot for a wedding\n"
    "Book the hall for pictures\nBridal photos at the head office",
}  # fmt: skip


def test_what_was_asked_in_vain_is_written_reviewed_and_answers_minutes_later(house, browser: Browser) -> None:
    with (
        visiting(browser, house.url, size=NARROW) as customer,
        visiting(browser, house.url) as editor,
        visiting(browser, house.url) as second,
    ):
        ask(customer, IN_VAIN)
        expect(answers(customer).first).to_be_visible()
        expect(cited(customer)).to_have_count(0)

        editor.sign_in("yanshu")
        _listed(editor, "/desk/knowledge/gaps", IN_VAIN).click()
        expect(editor.page.locator("table.lines")).to_contain_text(IN_VAIN)
        editor.page.locator("form[data-deed$=write] button").click()
        editor.page.wait_for_url("**/edit")
        expect(editor.page.locator("[name=questions_zh]")).to_have_value(IN_VAIN)
        type_in(editor.page, PHOTOS)
        hand_in(editor.page)
        approve(second, PHOTOS["title_zh"], "免费开放")

        ask(customer, IN_VAIN)
        expect(cited(customer).last).to_contain_text("请提前三天预约")
        expect(cited(customer).last.locator(".citation")).to_contain_text(PHOTOS["title_zh"])
        expect(_listed(editor, "/desk/knowledge/gaps?state=closed", IN_VAIN)).to_be_visible()

        assert [visit.faults for visit in (customer, editor, second)] == [[], [], []]


def _document(folder: Path) -> Path:
    steps = ("在门口领取寄放笼", "离开时退还押金", "Take a kennel at the door", "Get the deposit back when you leave")
    file = folder / "宠物.docx"
    file.write_bytes(
        papers.word(
            ("Title", "网点业务手册"),
            ("Heading 1", "带宠物进网点 / Bringing pets to our outlets"),
            ("", ANSWER),
            ("", "Guide dogs may come in everywhere; other pets wait in a kennel at the door, deposit CNY 38."),
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
    expect(page.locator(".proposal").first).to_contain_text("38元")


def _take_as_draft(editor: Visit) -> None:
    page = editor.page
    page.locator(".proposal").nth(1).locator("input[name=take]").uncheck()
    page.select_option("select[name=category]", "branch")
    page.locator(".take-bar button[type=submit]").click()
    page.locator(".proposal a.chip").click()
    page.wait_for_url("**/desk/knowledge/articles/bringing-pets-to-our-outlets")


def _hand_in(editor: Visit) -> None:
    page = editor.page
    page.locator(".article-acts a.btn-primary").click()
    page.locator("[name=wechat_zh]").evaluate("field => field.closest('details').open = true")
    page.fill("[name=wechat_zh]", "导盲犬可以进；其他宠物放门口寄放笼，押金38元。")
    hand_in(page)


def _listed(visit: Visit, path: str, title: str) -> Locator:
    """A line of the list, which gets there a moment after what it tells of: looked for until it is there."""
    line, until = visit.page.locator(".row-link").filter(has_text=title).first, time.monotonic() + 60
    visit.go(path)
    while not line.count() and time.monotonic() < until:
        visit.page.wait_for_timeout(500)
        visit.page.reload()
    return line


def type_in(page: Page, words: dict[str, str]) -> None:
    """In the editor: what stands in its fields from now on."""
    for name, text in words.items():
        page.fill(f"[name={name}]", text)


def hand_in(page: Page) -> None:
    page.locator("button[name=then][value=submit]").click()
    expect(page.locator(".note-accent")).to_be_visible()


def approve(second: Visit, title: str, words: str) -> None:
    """A second person reads the words and lets them speak."""
    second.sign_in("caolei")
    page = second.go("/desk/knowledge/reviews")
    page.locator(".row-link").filter(has_text=title).first.click()
    expect(page.locator(".side-by-side").first).to_contain_text(words)
    page.locator("form[data-deed$=approve] button").click()
    page.wait_for_url("**/desk/knowledge/reviews")
