"""An angry customer, in real browsers: noticed, met with fitting words, handed over with a summary."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import NARROW, answers, ask, cited, say, thread, visiting
from tests.test_story import take, write

pytestmark = pytest.mark.browser
ASKED = "跨行转账多久到账"
FURIOUS = "你们太过分了！！！等了一个星期没人管，气死我了"


def test_an_angry_customer_is_noticed_and_handed_over_with_what_was_tried(house, browser: Browser):
    with visiting(browser, house.url, size=NARROW) as customer, visiting(browser, house.url) as agent:
        agent.sign_in("gaomin")
        agent.go("/desk/")

        # An answer does not help. Nobody asked for a person: the assistant hears that one is due.
        ask(customer, ASKED)
        expect(cited(customer).first).to_be_visible()
        say(customer, FURIOUS)
        expect(answers(customer).last).to_contain_text("同事")
        expect(answers(customer).last).to_contain_text("抱歉")

        # The line says why somebody who has just come stands first.
        item = agent.page.locator("#list .item").filter(has=agent.page.locator(".chip", has_text="非常生气"))
        expect(item).to_be_visible(timeout=30_000)
        item.click()
        take(agent)

        # What was asked, tried and felt, beside the conversation; the words that show it, with the keyboard alone.
        summary = agent.page.locator("#side-summary")
        for line in (ASKED, "已回答", "转接原因", "非常生气"):
            expect(summary).to_contain_text(line)
        chip, why = agent.page.locator(".feeling button"), agent.page.locator("#feeling-why")
        expect(chip).to_contain_text("非常生气")
        expect(why).to_be_hidden()
        chip.focus()
        expect(why).to_contain_text(re.compile(r"生气（把握\d+%"))
        expect(why).to_contain_text("「过分」")

        # Made up for, that shows as well, and the wrap-up is written already.
        write(agent, "非常抱歉让您久等，这笔转账我已加急处理，十分钟内到账。")
        expect(thread(customer)).to_contain_text("我已加急处理")
        say(customer, "好的，谢谢你这么快处理，辛苦了")
        expect(chip).to_contain_text("感谢", timeout=30_000)
        agent.page.locator("[data-verb=close]").first.click()
        sheet = agent.page.locator("dialog[open]")
        expect(sheet.locator("[name=summary]")).to_have_value(re.compile(f"{ASKED}.*我已加急处理"))
        sheet.locator("button[type=submit]").click()
        expect(sheet).to_be_hidden()

        assert [visit.faults for visit in (customer, agent)] == [[], []]
