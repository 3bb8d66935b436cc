"""A lost card blocked by chat in Chinese, in a real browser: a cited answer, a button, a code, a yes."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browsing import NARROW, Visit, visiting

pytestmark = pytest.mark.browser
PHONE = "13800000009"


def test_a_lost_card_is_blocked_by_chat_with_a_code_on_the_way(house, browser: Browser):
    with visiting(browser, house.url, size=NARROW) as customer, visiting(browser, house.url) as agent:
        page = customer.go("/chat")
        say(customer, "我的银行卡丢了")
        expect(said(customer).filter(has=page.locator(".citation")).first).to_be_visible()
        tap(customer, "立即挂失")

        # Nothing of the customer's is shown before they prove who they are.
        expect(last(customer)).to_contain_text("请输入您在本行登记的手机号")
        say(customer, PHONE)
        expect(last(customer)).to_contain_text("验证码")
        code = re.search(r"验证码是 (\d{6})", last(customer).inner_text())[1]
        say(customer, code)

        # The choice, the reason, the yes.
        expect(last(customer)).to_contain_text("要挂失哪一张卡")
        choice = page.locator(".choices button", has_text="信用卡").last
        tail = re.search(r"尾号 (\d{4})", choice.inner_text())[1]
        choice.click()
        expect(last(customer)).to_contain_text("丢了，还是被偷了")
        tap(customer, "丢失")
        expect(last(customer)).to_contain_text(f"将挂失信用卡（尾号 {tail}）")

        # A colleague sees how far it is, and nothing of the phone.
        agent.sign_in("chenwei")
        agent.go("/desk/")

        tap(customer, "确认")
        expect(last(customer)).to_contain_text(f"已经挂失信用卡（尾号 {tail}）")
        expect(page.locator(".choices button", has_text="申请补卡").last).to_be_visible()
        expect(page.locator("body")).not_to_contain_text(PHONE)

        # It stays blocked: it is no choice any more.
        say(customer, "帮我挂失信用卡")
        expect(last(customer)).not_to_contain_text(f"尾号 {tail}")
        say(customer, "取消")

        page.click("#person")
        agent.page.locator("#list .item", has_text="张").first.click()
        services = agent.page.locator(".services")
        expect(services).to_contain_text("银行卡挂失")
        expect(services).to_contain_text(f"信用卡（尾号 {tail}）")
        expect(services).not_to_contain_text(PHONE)
        assert [visit.faults for visit in (customer, agent)] == [[], []]


def say(visit: Visit, text: str) -> None:
    before = said(visit).count()
    visit.page.fill("#words", text)
    visit.page.click("#composer button[type=submit]")
    expect(said(visit)).not_to_have_count(before)


def tap(visit: Visit, text: str) -> None:
    before = said(visit).count()
    visit.page.locator(".choices button", has_text=text).last.click()
    expect(said(visit)).not_to_have_count(before)


def said(visit: Visit) -> Locator:
    return visit.page.locator(".bubble-row.machine")


def last(visit: Visit) -> Locator:
    return said(visit).last
