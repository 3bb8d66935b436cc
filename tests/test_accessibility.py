"""Every page, in both languages and both themes: axe-core finds nothing; wide and narrow: nothing scrolls sideways."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from foyer.config.env import PROJECT
from tests.browsing import NARROW, WIDE, Visit, visiting

pytestmark = pytest.mark.browser

AXE = Path(PROJECT) / "node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PAGES = {
    None: ["/", "/chat", "/knowledge", "/knowledge?q=card", "/knowledge/card-lost", "/my-data", "/sign-in",
           "/embed/example", "/accounts/login/", "/accounts/password/reset/", "/privacy", "/privacy/notices",
           "/privacy/notices/1", "/security"],
    "chenwei": ["/desk/", "/desk/wall", "/desk/promises", "/desk/assistant", "/desk/assistant/conversations",
                "/desk/assistant/review", "/desk/knowledge", "/desk/components", "/accounts/sessions/",
                "/accounts/2fa/", "/accounts/preferences/"],
    "yanshu": ["/desk/knowledge/articles", "/desk/knowledge/articles/card-lost",
               "/desk/knowledge/articles/card-lost/edit", "/desk/knowledge/read/card-lost",
               "/desk/knowledge/gaps", "/desk/knowledge/doubts", "/desk/knowledge/imports", "/desk/assistant/intents"],
    "admin": ["/desk/customers", "/desk/data", "/desk/data/pairs", "/desk/data/quarantine", "/desk/data/sources",
              "/desk/data/wizard", "/admin/", "/admin/conversations/conversation/", "/admin/base/delivery/",
              "/admin/staff/user/", "/admin/staff/user/add/"],
    "qinlan": ["/desk/privacy/requests", "/desk/privacy/holds", "/desk/privacy/retention", "/desk/privacy/obligations",
               "/desk/privacy/purposes", "/desk/privacy/notices", "/desk/privacy/consents", "/desk/privacy/disclosures",
               "/desk/privacy/disclosures/new", "/desk/privacy/refusals", "/desk/privacy/releases"],
    "weian": ["/desk/privacy/access", "/desk/privacy/recertification", "/desk/privacy/warnings",
              "/desk/privacy/classes", "/desk/security/rules", "/desk/security/rules/many-views",
              "/desk/security/canaries"],
    "shenji": ["/desk/security/audit", "/desk/security/alerts", "/desk/security/incidents", "/desk/security/drills",
               "/desk/security/risks", "/desk/security/assets", "/desk/security/assessments"],
}  # fmt: skip
LOOKS = [("zh", WIDE, "light"), ("en", NARROW, "dark")]
OTHER_SIZE = {WIDE["width"]: NARROW, NARROW["width"]: WIDE}


@pytest.fixture(scope="module")
def busy_house(house):
    """A house where somebody has asked and somebody waits."""
    token = call(house.url, "/api/v1/visitors", {"language": "zh"})["token"]
    conversation = call(house.url, "/api/v1/conversations", {}, token)["id"]
    call(
        house.url,
        f"/api/v1/conversations/{conversation}/messages",
        {"text": "卡丢了怎么办", "client_id": "axe-question-1"},
        token,
    )
    call(house.url, f"/api/v1/conversations/{conversation}/person", {}, token)
    return house


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_no_violation(busy_house, browser: Browser, who, look):
    lang, size, theme = look
    with visiting(browser, busy_house.url, lang=lang, size=size, theme=theme) as visit:
        if who:
            visit.sign_in(who)
            visit.read_in(lang)
        found = {path: list(faults(visit, path, size)) for path in PAGES[who]}

    assert {path: problems for path, problems in found.items() if problems} == {}


def faults(visit: Visit, path: str, size: dict[str, int]) -> Iterator[str]:
    """What axe-core finds on one page, and a glance at both widths."""
    visit.page.set_viewport_size(size)
    answer = visit.page.goto(visit.url + path)
    visit.settle()
    if answer.status != HTTPStatus.OK:
        yield f"HTTP {answer.status}"
    yield from sideways(visit)
    if path.startswith("/admin"):
        yield from small(visit)
    if not path.startswith(("/desk", "/admin", "/chat")):  # what lies under the bar at the bottom scrolls from under it
        whole = visit.page.evaluate("document.documentElement.scrollHeight")
        visit.page.set_viewport_size({**size, "height": whole})
    client = visit.context.new_cdp_session(visit.page)  # past the page's own content security policy
    client.send("Runtime.evaluate", {"expression": AXE.read_text()})
    is_ours = not path.startswith("/admin")  # the back office's frame is django-unfold's
    rules = [*WCAG, "best-practice"] if is_ours else WCAG
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"]})  # what passes is not told at length
    script = f"axe.run(document, {options}).then(r => JSON.stringify(r.violations))"
    result = client.send("Runtime.evaluate", {"expression": script, "awaitPromise": True, "returnByValue": True})
    for violation in json.loads(result["result"]["value"]):
        places = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
        yield f"{violation['id']}: {places}"
    visit.page.set_viewport_size(OTHER_SIZE[size["width"]])
    visit.settle(quiet=40)
    yield from sideways(visit)


def sideways(visit: Visit) -> Iterator[str]:
    if visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        yield f"scrolls sideways at {visit.page.viewport_size}"


TARGETS = """() => [...document.querySelectorAll(
  "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=tab]")]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest(".simplebar-placeholder, [inert]"))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.height > 1 && (box.width < 23.9 || box.height < 23.9))
  .filter(([one]) => one.closest("label, p, .help, .readonly") === null || getComputedStyle(one).display !== "inline")
  .map(([one, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${one.outerHTML.slice(0, 110)}`)"""


def small(visit: Visit) -> Iterator[str]:
    """What a finger or a pointer should hit and is less than 24 by 24 px (WCAG 2.2, 2.5.8), but for links within a
    sentence. axe-core lets smaller ones pass where they stand far enough apart."""
    yield from (f"small: {one}" for one in visit.page.evaluate(TARGETS)[:5])


def call(url: str, path: str, body: dict, token: str = "") -> dict:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    with urlopen(Request(url + path, json.dumps(body).encode(), headers), timeout=20) as answer:  # noqa: S310
        return json.loads(answer.read() or "{}")
