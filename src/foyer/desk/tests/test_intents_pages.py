"""Intents at the desk: written and phrased by editors, trained with a button, promoted by two, corrected by agents."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from foyer.assistant.intents import content, live
from foyer.assistant.models import Correction, Intent, IntentPhrasing, IntentVersion
from foyer.assistant.tests.intents import LEARNED, spoilt, trained, went_live, written
from foyer.base import encoders, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import deliver_all
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.conversations import actions as conversations
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AtDesk = Callable[..., Client]


@pytest.fixture(autouse=True)
def fresh(settings: Any) -> Any:
    settings.FOYER_SECOND_OPINION = False
    encoders.forget()
    live.forget()
    yield
    live.forget()
    encoders.forget()


@pytest.fixture
def editor(cast: Cast) -> Any:
    return UserFactory(username="editor", role="knowledge_editor", unit=cast.head_office, language="en")


@pytest.fixture
def second(cast: Cast) -> Any:
    return UserFactory(username="second", role="knowledge_editor", unit=cast.head_office, language="en")


def do(browser: Client, name: str, *args: Any, **given: Any) -> Any:
    return browser.post(reverse(f"desk:{name}", args=args), given)


def test_only_editors_see_and_change_them(cast: Cast, at_desk: AtDesk, editor: Any) -> None:
    written()
    pages = [reverse("desk:intents"), reverse("desk:intent", args=["fee"]), reverse("desk:intent_corrections"),
             reverse("desk:intents_versions"), reverse("desk:intents_export", args=["csv"])]  # fmt: skip
    deeds = [("intents_do", "train"), ("intents_do", "roll-back"), ("intents_do", "write"), ("intents_do", "begin"),
             ("intent_do", "fee", "retire"), ("intent_review", new_id(), "accept")]  # fmt: skip

    for page in pages:
        assert at_desk(editor).get(page).status_code == 200
        assert at_desk(cast.agent).get(page).status_code == 403
        assert Client().get(page).status_code in (302, 401)
    for name, *args in deeds:
        assert do(at_desk(cast.agent), name, *args).status_code == 403
    assert at_desk(editor).get(reverse("desk:intents_do", args=["train"])).status_code == 405
    assert do(at_desk(editor, strict=True), "intents_do", "train").status_code == 403
    assert not IntentVersion.objects.exists() and Intent.objects.filter(retired_at=None).count() == len(LEARNED)


def test_an_editor_writes_phrases_moves_and_retires(at_desk: AtDesk, editor: Any) -> None:
    browser = at_desk(editor)
    for code, name in (("card-lost", "挂失"), ("balance", "余额")):
        assert do(browser, "intents_do", "write", code=code, name_zh=name, name_en=code).status_code == 200
    do(browser, "intent_do", "card-lost", "add", text="<b>我还有多少钱</b>")
    row = IntentPhrasing.objects.get()
    assert "&lt;b&gt;" in browser.get(reverse("desk:intent", args=["card-lost"])).content.decode()

    do(browser, "intent_do", "card-lost", "move", phrasing=row.pk, to="balance")
    do(browser, "intent_do", "card-lost", "retire")
    do(browser, "intent_do", "balance", "rename", name_zh="余额查询", name_en="Balance", description_en="What is left")

    row.refresh_from_db()
    assert row.intent.code == "balance" and str(row.intent.name.zh) == "余额查询"
    assert Intent.objects.get(code="card-lost").retired_at
    do(browser, "intent_do", "balance", "remove", phrasing=row.pk)
    assert not IntentPhrasing.objects.exists()
    wrong = [("balance", "add", {"text": ""}, 422), ("balance", "move", {"phrasing": "x", "to": "balance"}, 404),
             ("nowhere", "add", {"text": "hello there"}, 404), ("balance", "explode", {}, 404)]  # fmt: skip
    for code, verb, given, status in wrong:
        assert do(browser, "intent_do", code, verb, **given).status_code == status


def test_a_file_is_brought_in_and_its_bad_rows_are_told(at_desk: AtDesk, editor: Any) -> None:
    browser = at_desk(editor)
    rows = "intent,text,name_zh,name_en\nfee,手续费多少,手续费,Fee\nnowhere,hello you,,\n".encode()

    told = do(browser, "intents_do", "bring-in", file=SimpleUploadedFile("a.csv", rows)).json()

    assert (told["new"], [one["row"] for one in told["problems"]]) == (1, [3])
    assert do(browser, "intents_do", "bring-in", file=SimpleUploadedFile("a.csv", b"x")).status_code == 422
    assert do(browser, "intents_do", "bring-in").status_code == 422
    answer = browser.get(reverse("desk:intents_export", args=["yaml"]))
    assert "attachment" in answer["Content-Disposition"] and "手续费多少" in answer.content.decode()
    assert browser.get(reverse("desk:intents_export", args=["exe"])).status_code == 404


def test_a_button_trains_and_a_second_person_lets_it_go_live(at_desk: AtDesk, editor: Any, second: Any) -> None:
    written()
    browser = at_desk(editor)
    assert do(browser, "intents_do", "train").status_code == 200
    assert do(browser, "intents_do", "train").status_code == 409
    assert "hx-trigger" in browser.get(reverse("desk:intents_versions")).content.decode()
    jobs.run_waiting()
    version = IntentVersion.objects.get()
    assert version.state == "ready"

    do(browser, "intents_version_do", version.number, "propose", reason="the first one")
    assert do(browser, "intents_version_do", version.number, "agree").status_code == 403
    assert do(at_desk(second), "intents_version_do", version.number, "agree").status_code == 200

    version.refresh_from_db()
    page = browser.get(reverse("desk:intents_version", args=[version.number])).content.decode()
    assert version.state == "live" and "Each intent" in page and version.sha256 in page


def test_a_worse_version_shows_why_and_offers_no_promotion(at_desk: AtDesk, editor: Any) -> None:
    before = went_live()
    spoilt()
    worse = trained()
    browser = at_desk(editor)

    page = browser.get(reverse("desk:intents_version", args=[worse.number])).content.decode()

    assert "Why it is refused" in page and f"live version {before.number}" in page and "Ask a second person" not in page
    assert do(browser, "intents_version_do", worse.number, "propose").status_code == 409
    assert browser.get(reverse("desk:intents_version", args=[99])).status_code == 404


def test_an_agent_says_what_a_message_was_about_and_an_editor_learns_it(
    cast: Cast, at_desk: AtDesk, editor: Any
) -> None:
    went_live()
    QueueFactory(unit=cast.branch, code="general")
    talk = conversation()
    message = says(talk, "我还有多少钱呀，我的手机是13912345678")
    deliver_all()
    conversations.request_person(talk.pk, reason="asked", by=Actor.visitor(talk.visitor))
    conversations.assign(talk.pk, to=cast.agent, by=SYSTEM)
    agent, stranger = at_desk(cast.agent), at_desk(cast.stranger)
    beside = agent.get(reverse("desk:about", args=[talk.pk])).content.decode()
    assert "balance" in beside and "about-intent" in beside
    assert stranger.get(reverse("desk:about", args=[talk.pk])).status_code == 404
    assert do(stranger, "about_do", talk.pk, message=message.pk, intent="fee").status_code in (403, 404)

    assert do(agent, "about_do", talk.pk, message=message.pk, intent="fee").status_code == 200
    made = Correction.objects.get()
    page = at_desk(editor).get(reverse("desk:intent_corrections")).content.decode()
    assert "13912345678" not in page and made.text in page

    do(at_desk(editor), "intent_review", made.pk, "accept", intent="balance", text="我还有多少钱呀")
    assert content.intent_of("balance").phrasings.filter(text="我还有多少钱呀", origin="correction").exists()
    assert do(at_desk(editor), "intent_review", made.pk, "decline").status_code == 409


def test_the_pages_cost_the_same_for_many_intents(
    at_desk: AtDesk, editor: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        content.write(f"intent-{number}", name=Bilingual(f"意图{number}", f"Intent {number}"), by=SYSTEM)
        content.add(f"intent-{number}", f"phrasing number {number}", by=SYSTEM)
    browser = at_desk(editor)
    browser.get(reverse("desk:intents"))

    with django_assert_max_num_queries(26):
        page = browser.get(reverse("desk:intents"), {"q": "number"}).content.decode()
    assert "Intent 29" in page
    with django_assert_max_num_queries(22):
        browser.get(reverse("desk:intent", args=["intent-3"]))
