"""The whole current in one story, in real browsers: question, cited answer, person, hand-over, close, rating, wall."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import NARROW, Visit, ask, cited, say, thread, visiting

pytestmark = pytest.mark.browser
STORED = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"


def test_from_the_question_to_the_wall(house, browser: Browser):
    with (
        visiting(browser, house.url, size=NARROW) as customer,
        visiting(browser, house.url) as first,
        visiting(browser, house.url) as second,
        visiting(browser, house.url) as supervisor,
    ):
        supervisor.sign_in("chenwei")
        for agent, name in ((first, "linshan"), (second, "luoyan")):
            agent.sign_in(name)
            agent.go("/desk/")
            agent.set_presence("available")

        # The assistant answers from the knowledge, says so, and cites it.
        ask(customer, "信用卡账单日是哪天，在哪里看")
        expect(cited(customer).first).to_be_visible()
        expect(cited(customer).first.locator(".machine-label")).not_to_be_empty()

        # A person is one tap away, and from then on the assistant is silent.
        customer.page.click("#person")
        take_waiting(first)
        expect(thread(customer)).to_contain_text("林珊")
        machine_lines = customer.page.locator(".bubble-row.machine").count()

        # A canned response, in the customer's language, with the names filled in.
        write(first, "/hello", choose=True)
        expect(thread(customer)).to_contain_text("我是厅堂银行的林珊")
        say(customer, "我还想问一下房贷能不能提前还")
        expect(thread(first)).to_contain_text("房贷能不能提前还")

        # What an agent has begun to write lies sealed in the browser, and is there again after a reload.
        area = first.page.locator("#main-pane textarea")
        area.fill("这句话还没想好")
        first.page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('foyer-unsent:'))")
        assert "没想好" not in first.page.evaluate(STORED)
        first.page.reload()
        expect(area).to_have_value("这句话还没想好")
        area.fill("")

        # Another team knows better: hand over with a word for the next one, which the customer never sees.
        transfer(first, "贷款与财富", "客户想提前还款，请核对预约要求")
        take_waiting(second)
        expect(thread(second)).to_contain_text("房贷能不能提前还")
        expect(thread(second)).to_contain_text("请核对预约要求")
        write(second, "提前还款需要提前预约，我已经为您登记。")
        expect(thread(customer)).to_contain_text("我已经为您登记")
        expect(thread(customer)).not_to_contain_text("请核对预约要求")
        assert customer.page.locator(".bubble-row.machine").count() == machine_lines

        # The end: a wrap-up on one side, stars on the other, and the supervisor's wall shows both.
        close(second, "登记提前还款预约")
        customer.page.locator("label[for=star-5]").click()
        customer.page.locator("#rating button[type=submit]").click()
        expect(customer.page.locator("#rating [data-thanks]")).to_be_visible()
        wall = supervisor.go("/desk/wall").locator(".tile")
        expect(wall.filter(has_text="满意度")).to_contain_text("5")
        expect(wall.filter(has_text="满意度")).to_contain_text("1 条评价")
        expect(wall.filter(has_text="智能助手已解答").locator("b")).not_to_have_text("0")
        expect(wall.filter(has_text="转人工").locator("b")).not_to_have_text("0")

        assert [visit.faults for visit in (customer, first, second, supervisor)] == [[], [], [], []]


def test_what_is_typed_without_a_network_is_sent_once_when_it_is_back(house, browser: Browser):
    with visiting(browser, house.url, size=NARROW) as customer:
        ask(customer, "你好")
        expect(customer.page.locator(".bubble-row.machine").first).to_be_visible()

        customer.context.set_offline(True)
        say(customer, "断网时写的第一句")
        say(customer, "断网时写的第二句")
        expect(customer.page.locator("#banner")).to_be_visible()
        customer.page.wait_for_timeout(500)
        customer.context.set_offline(False)

        mine = customer.page.locator(".bubble-row.mine:not(.pending):not(.failed) .bubble")
        expect(mine.filter(has_text="断网时写的第二句")).to_have_count(1, timeout=30_000)
        customer.page.reload()
        expect(mine.filter(has_text="断网时写的第二句")).to_have_count(1)
        assert [text for text in mine.all_inner_texts() if "断网" in text] == ["断网时写的第一句", "断网时写的第二句"]


def test_two_agents_take_at_once_and_the_slower_is_told_who_was_faster(house, browser: Browser):
    with (
        visiting(browser, house.url, size=NARROW) as customer,
        visiting(browser, house.url) as first,
        visiting(browser, house.url) as second,
    ):
        for agent, name in ((first, "hejing"), (second, "wutong")):
            agent.sign_in(name)
            agent.go("/desk/")
        customer.go("/chat")
        customer.page.click("#person")
        open_waiting(first)
        open_waiting(second)

        second.page.route("**/live?*", lambda route: route.abort())
        second.context.set_offline(True)  # the slower one has not heard yet, and does not before the click
        first.page.locator("[data-verb=take]").first.click()
        expect(first.page.locator("#thread-state[data-mine='1']")).to_be_attached()
        second.context.set_offline(False)
        second.page.locator("[data-verb=take]").first.click()

        expect(second.page.locator("body")).to_contain_text("何静")


def open_waiting(visit: Visit) -> None:
    item = visit.page.locator("#list .item").first
    expect(item).to_be_visible(timeout=20_000)
    item.click()
    expect(visit.page.locator("#main-pane .thread")).to_be_visible()


def take_waiting(visit: Visit) -> None:
    open_waiting(visit)
    take(visit)


def take(visit: Visit) -> None:
    """The conversation that is open."""
    visit.page.locator("[data-verb=take]").first.click()
    expect(visit.page.locator("#thread-state[data-mine='1']")).to_be_attached()


def write(visit: Visit, text: str, *, choose: bool = False) -> None:
    """Write in the desk's composer; with `choose`, take the canned response that the shortcut finds."""
    area = visit.page.locator("#main-pane textarea")
    area.click()
    area.press_sequentially(text)
    if choose:
        expect(visit.page.locator("#main-pane [role=option]").first).to_be_visible()
        area.press("Enter")
        expect(area).not_to_have_value(text)
    area.press("Enter")
    expect(area).to_have_value("")


def transfer(visit: Visit, queue: str, note: str) -> None:
    visit.page.locator("[data-verb=transfer]").first.click()
    sheet = visit.page.locator("dialog[open]")
    target = sheet.locator("option", has_text=queue).first.get_attribute("value")
    sheet.locator("select[name=target]").select_option(target)
    sheet.locator("[name=note]").fill(note)
    sheet.locator("button[type=submit]").click()
    expect(sheet).to_be_hidden()


def close(visit: Visit, summary: str) -> None:
    visit.page.locator("[data-verb=close]").first.click()
    sheet = visit.page.locator("dialog[open]")
    sheet.locator("[name=summary]").fill(summary)
    sheet.locator("button[type=submit]").click()
    expect(sheet).to_be_hidden()
