"""What the pages show, in both languages, with nothing and with plenty, at a fixed number of queries."""

import json
import re

import brotli
import pytest
from django.contrib.staticfiles import finders

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.conversations import actions
from foyer.conversations.models import Conversation
from foyer.conversations.tests.factories import replies, says, served_by, waiting
from foyer.desk import board
from foyer.desk.views.wall import conclusion

PAGES = ["/desk/", "/desk/wall", "/desk/components", "/desk/knowledge"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_with_nothing_in_it(at_desk, cast, page, language):
    type(cast.supervisor).objects.filter(pk=cast.supervisor.pk).update(language=language)

    answer = at_desk(cast.supervisor).get(page)

    assert answer.status_code == 200
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(at_desk, cast, queue, page):
    served_by(cast.agent)

    body = at_desk(cast.supervisor).get(page).content.decode()

    inline = [
        tag for tag in re.findall(r"<script\b[^>]*>", body) if " src=" not in tag and "application/json" not in tag
    ]
    assert inline == []
    assert "<style" not in body
    assert re.findall(r"\s(?:on\w+|style)=[\"']", body) == []


def test_the_left_pane_has_mine_and_each_queues_line(at_desk, cast, queue):
    mine, line = served_by(cast.agent), waiting()
    says(line, "我的卡被锁了")

    body = at_desk(cast.agent).get("/desk/pane/list").content.decode()

    assert f'data-id="{mine.id}"' in body
    assert "我的卡被锁了" in body
    assert f'data-standard="{queue.standard_seconds}"' in body


def test_an_offer_stands_among_mine_and_not_in_the_line(cast, queue):
    talk = waiting()
    Conversation.objects.filter(pk=talk.pk).update(offered_to=cast.agent, offered_at=clock.now())

    mine, line = board.groups(cast.agent)[:2]

    assert [item["is_offer"] for item in mine.items] == [True]
    assert line.items == []


def test_who_calls_me_in_stands_above_all_until_i_have_looked(at_desk, cast, queue):
    talk, browser = served_by(cast.agent), at_desk(cast.colleague)
    actions.note(talk.id, text="@colleague 请看一下这笔转账", by=Actor.staff(cast.agent))

    assert board.groups(cast.colleague)[0].key == "calls"
    assert "请看一下这笔转账" in browser.get("/desk/pane/list").content.decode()
    answer = browser.post(f"/api/v1/staff/conversations/{talk.id}/read", {"seq": 0}, content_type="application/json")

    assert answer.status_code == 200
    assert board.groups(cast.colleague)[0].key == "mine"


def test_a_visitor_is_told_from_others(cast, queue):
    first, second = (board.item(card, cast.agent) for card in _cards(waiting(), waiting()))

    assert first["name"] != second["name"]


def test_a_deep_link_opens_the_conversation(at_desk, cast, queue):
    talk = served_by(cast.agent)
    replies(talk, cast.agent, "您好,我来帮您。")

    page = at_desk(cast.agent).get(f"/desk/c/{talk.id}")

    data = json.loads(re.search(r'id="thread-data"[^>]*>(.*?)</script>', page.content.decode(), re.S)[1])
    assert data["messages"][-1]["text"] == "您好,我来帮您。"
    assert list(data["places"]) == [f"conversation:{talk.id}", f"conversation:{talk.id}:staff"]
    assert page.context["config"]["opened"] == str(talk.id)


def test_what_a_customer_writes_is_never_markup(at_desk, cast, queue):
    talk = served_by(cast.agent)
    says(talk, "</script><img src=x onerror=alert(1)>")

    body = at_desk(cast.agent).get(f"/desk/c/{talk.id}").content.decode()

    assert "<img src=x" not in body


@pytest.mark.parametrize(
    ("who", "holder", "verbs", "modes"),
    [
        ("agent", "agent", {"transfer", "snooze", "close"}, ["messages", "note"]),
        ("agent", "colleague", set(), ["note"]),
        ("supervisor", "agent", {"take-over", "assign", "transfer"}, ["note", "whisper"]),
    ],
)
def test_what_one_may_do_follows_from_hands_and_role(cast, queue, who, holder, verbs, modes):  # noqa: PLR0917
    (card,) = _cards(served_by(getattr(cast, holder)))

    standing = board.standing(getattr(cast, who), card)

    assert verbs <= set(standing.verbs)
    assert standing.modes == modes
    assert bool(set(standing.verbs) - {"transcript"}) == bool(verbs)


def test_every_dialog_is_drawn(at_desk, cast, queue):
    talk, browser = served_by(cast.agent), at_desk(cast.agent)

    for name in ("transfer", "assign", "snooze", "close", "block"):
        assert "<dialog" in browser.get(f"/desk/pane/c/{talk.id}/dialog/{name}").content.decode()
    assert browser.get(f"/desk/pane/c/{talk.id}/dialog/other").status_code == 404


def test_search_finds_by_words_and_says_when_nothing_fits(at_desk, cast, queue):
    talk = served_by(cast.agent)
    says(talk, "我的社保卡丢了")
    browser = at_desk(cast.agent)

    assert str(talk.id) in browser.post("/desk/pane/search", {"q": "社保卡"}).content.decode()
    assert str(talk.id) not in browser.post("/desk/pane/search", {"q": "zzzz"}).content.decode()


def test_the_charts_title_says_its_conclusion():
    hours = [{"label": "09:00", "opened": 4, "handed_over": 1}, {"label": "10:00", "opened": 6, "handed_over": 1}]

    assert "10:00" in conclusion(hours)
    assert "80%" in conclusion(hours)
    assert conclusion([]) == conclusion([{"label": "09:00", "opened": 0, "handed_over": 0}])


def _fill(cast, count):
    cast.agent.capacity = cast.colleague.capacity = 50
    for number in range(count):
        says(waiting(), f"等待 {number}")
        served_by(cast.colleague if number else cast.agent, language="en")
        done = served_by(cast.agent) if number < 2 else None
        if done:
            actions.close(done.id, disposition="solved", by=Actor.staff(cast.agent))


@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/pane/list", "/desk/wall", "/desk/pane/numbers", "/desk/pane/presence"]
)
def test_a_page_costs_the_same_for_few_and_for_many(at_desk, cast, queue, page, _count):
    browser = at_desk(cast.supervisor)
    _fill(cast, 2)
    few = _count(lambda: browser.get(page))
    _fill(cast, 6)

    assert _count(lambda: browser.get(page)) <= few
    assert few <= 60


@pytest.fixture
def _count():
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(deed):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert deed().status_code == 200
        return len(queries)

    return count


def test_an_open_conversation_costs_the_same_for_a_long_thread(at_desk, cast, queue, _count):
    talk, browser = served_by(cast.agent), at_desk(cast.agent)
    says(talk)
    few = _count(lambda: browser.get(f"/desk/pane/c/{talk.id}"))
    for _ in range(12):
        says(talk)

    assert _count(lambda: browser.get(f"/desk/pane/c/{talk.id}")) <= few


def test_the_desk_is_interactive_within_200_kb():
    """Everything the page asks for before it works: styles, htmx and every script module, as brotli sends them."""
    assert sum(map(_sent, ["tabler/css/tabler.min.css", "foyer/foyer.css", "foyer/theme.js", "htmx/htmx.min.js",
                           "desk/desk.css", *_modules("desk/desk.js")])) < 200_000  # fmt: skip


def test_the_wall_is_interactive_within_200_kb_its_chart_comes_later():
    before = ["tabler/css/tabler.min.css", "foyer/foyer.css", "foyer/theme.js", "htmx/htmx.min.js", "desk/desk.css"]

    assert sum(map(_sent, [*before, *_modules("desk/wall.js")])) < 200_000


def _sent(name):
    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:  # noqa: PTH123  finders give plain paths
        return len(brotli.compress(file.read(), quality=5))


def _modules(name, seen=None):
    """A module and everything it imports."""
    seen = seen if seen is not None else []
    if name in seen:
        return seen
    seen.append(name)
    with open(finders.find(name), encoding="utf-8") as file:  # noqa: PTH123
        for path in re.findall(r'^import (?:[^"]* from )?"(\.[^"]+)"', file.read(), re.M):
            folder = name.rsplit("/", 1)[0]
            target = path[2:] if path.startswith("./") else path[3:]
            _modules(f"{folder}/{target}" if path.startswith("./") else target, seen)
    return seen


def _cards(*talks):
    from foyer.conversations import queries

    return [
        queries.card_json(
            Conversation.objects.select_related("queue__unit", "customer", "assignee", "offered_to").get(pk=talk.pk)
        )
        for talk in talks
    ]
