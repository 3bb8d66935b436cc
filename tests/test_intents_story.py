"""A reader of intents is trained by one editor, let go live by another, and a worse one is refused: in browsers."""

import csv
import io

import pytest
from playwright.sync_api import Browser, expect

from foyer.assistant.intents import shipped
from tests.browsing import Visit, visiting

pytestmark = pytest.mark.browser
TRAINED = 120_000  # milliseconds, on a busy machine


def test_a_worse_version_is_refused_promotion(house, browser: Browser):
    with visiting(browser, house.url) as editor, visiting(browser, house.url) as second:
        editor.sign_in("yanshu")
        second.sign_in("caolei")

        # The first version: what is shipped, trained with one button, proposed by one and agreed to by another.
        page = editor.go("/desk/assistant/intents")
        if page.get_by_text("使用零售银行自带的意图").count():
            page.get_by_text("使用零售银行自带的意图").click()
            expect(page.locator("table.lines tbody tr").first).to_be_visible()
        first = train(editor)
        expect(editor.page.locator(".chip").filter(has_text="就绪")).to_be_visible()
        editor.page.fill("[name=reason]", "第一版")
        editor.page.get_by_role("button", name="请另一人复核").click()
        expect(editor.page.get_by_text("等待第二人同意")).to_be_visible()
        expect(editor.page.get_by_role("button", name="同意")).to_have_count(0)
        second.go(f"/desk/assistant/intents/versions/{first}")
        second.page.get_by_role("button", name="同意：用此版本识别").click()
        expect(second.page.locator(".page-head .chip")).to_have_text("在用")

        # Somebody brings in a file whose intents are mixed up: the next version is worse and cannot be proposed.
        page = editor.go("/desk/assistant/intents")
        page.set_input_files("[name=file]", {"name": "mixed.csv", "mimeType": "text/csv", "buffer": mixed_up()})
        page.get_by_role("button", name="导入").click()
        expect(page.locator("#versions-title")).to_contain_text("还没有学习")
        worse = train(editor)
        expect(editor.page.locator(".refused-why")).to_contain_text(f"版本 {first}")
        expect(editor.page.get_by_role("button", name="请另一人复核")).to_have_count(0)
        assert worse == first + 1 and not editor.faults and not second.faults


def train(editor: Visit) -> int:
    """Press the button, wait for the end, open the new version; its number."""
    page = editor.go("/desk/assistant/intents")
    before = page.locator("#versions .row-link").count()
    page.get_by_role("button", name="训练新版本").click()
    newest = page.locator("#versions .row-link a").first
    expect(page.locator("#versions .row-link")).to_have_count(before + 1, timeout=TRAINED)
    number = int(str(newest.get_attribute("href")).rsplit("/", 1)[1])
    editor.go(f"/desk/assistant/intents/versions/{number}")
    return number


def mixed_up() -> bytes:
    """Half of the phrasings once more, each under the intent after its own."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["intent", "lang", "text"])
    whole = shipped.written()
    codes = list(whole)
    for place, code in enumerate(codes):
        for lang in ("zh", "en"):
            rows.writerows([codes[(place + 1) % len(codes)], lang, text] for text in whole[code][lang][::2])
    return out.getvalue().encode()
