"""The help centre: found, linked, kept by caches, silent on what is for staff only, safe whatever is written."""

import json
import re
import xml.etree.ElementTree as ET
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from foyer.base.text import Bilingual
from foyer.knowledge import actions
from foyer.knowledge.models import Article, GapQuestion
from foyer.knowledge.tests import factories
from foyer.portal.help_centre import CLOSEST

ZH, EN = {"Accept-Language": "zh"}, {"Accept-Language": "en"}


def page(client: Client, path: str, language: dict[str, str] = EN) -> str:
    return client.get(path, headers=language).content.decode()


def test_home_leads_to_subjects_and_subjects_to_articles(bank: None, client: Client) -> None:
    home = page(client, "/knowledge")

    assert "/knowledge/topics/cards" in home and "/knowledge/topics/wealth" not in home
    assert "/knowledge/card-lost" in page(client, "/knowledge/topics/cards")


@pytest.mark.parametrize("code", ["wealth", "nothing", "cards2"])
def test_a_subject_without_articles_is_not_there(bank: None, client: Client, code: str) -> None:
    assert client.get(f"/knowledge/topics/{code}").status_code == 404


def test_a_search_shows_the_passage_that_answers_and_leads_to_it(bank: None, client: Client) -> None:
    found = page(client, "/knowledge?q=how+much+may+I+send+a+day")
    link = re.search(r'href="(/articles/transfer-limit[^"]+)"', found)
    assert link
    article = page(client, link[1].replace("&amp;", "&").split("#")[0])

    words = "You may send up to CNY 500,000 a day in the app."
    assert f"<mark>{words}</mark>" in found
    assert f'<mark id="passage" tabindex="-1">{words}</mark>' in article


@pytest.mark.parametrize("at", ["", "a0-9999", "a9-1", "s0-99", "<script>", "a0-5%00", "a٣-٤"])
def test_an_address_that_names_no_place_marks_nothing(bank: None, client: Client, at: str) -> None:
    shown = client.get("/knowledge/card-lost", {"at": at}, headers=EN)

    assert shown.status_code == 200 and 'id="passage"' not in shown.content.decode()
    assert "Block your card at once; the block takes effect immediately." in shown.content.decode()


def test_a_search_finding_nothing_offers_a_person_and_is_remembered(db: None, client: Client) -> None:
    shown = page(client, "/knowledge?q=do+you+sell+concert+tickets")

    assert "Nothing fits these words" in shown and "person=1" in shown
    assert GapQuestion.objects.get().why == "nothing_found"


def test_what_only_comes_closest_is_not_called_found(bank: None, client: Client) -> None:
    far, near = page(client, "/knowledge?q=do+you+sell+concert+tickets"), page(client, "/knowledge?q=I+lost+my+card")

    assert "Nothing fits these words" in far and far.count('<li class="surface panel">') <= CLOSEST
    assert "Nothing fits these words" not in near and "What comes closest" not in near


def test_what_is_for_staff_only_is_nowhere(bank: None, client: Client) -> None:
    factories.published(
        "staff-only", {**factories.LOST, "title": Bilingual("内部口径", "Internal line"), "audience": "staff"}
    )

    for path in ("/knowledge", "/knowledge/topics/cards", "/knowledge?q=Internal+line", "/sitemap.xml",
                 "/knowledge/card-lost", "/api/v1/knowledge/search?q=Internal+line"):  # fmt: skip
        text = page(client, path)
        typed = ('value="Internal line"', 'data-ask="Internal line"')  # the reader's own words, given back
        assert "staff-only" not in text
        assert text.count("Internal line") == sum(map(text.count, typed))
    lost = client.get("/knowledge/staff-only", headers=EN)
    assert lost.status_code == 404 and "Internal line" not in lost.content.decode()


def test_a_lost_page_offers_what_comes_closest(bank: None, client: Client) -> None:
    lost = client.get("/knowledge/card-loss", headers=EN)

    assert lost.status_code == 404 and "/knowledge/card-lost" in lost.content.decode()
    assert "noindex" in lost.content.decode()


def test_a_guests_page_sets_nothing_and_may_be_kept(bank: None, client: Client) -> None:
    for path in ("/knowledge", "/knowledge/topics/cards", "/knowledge/card-lost", "/knowledge?q=card"):
        shown = client.get(path, headers=EN)
        assert not shown.cookies and shown["Cache-Control"].startswith("public") and "Cookie" in shown["Vary"]
        assert "csrfmiddlewaretoken" not in shown.content.decode()


def test_who_is_signed_in_gets_a_page_of_their_own(bank: None, client: Client, settings: Any) -> None:
    client.cookies[settings.FOYER_CUSTOMER_COOKIE] = "whatever"

    shown = client.get("/knowledge/card-lost")

    assert shown["Cache-Control"] == "no-store" and "ETag" not in shown


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(bank: None, client: Client) -> None:
    first = client.get("/knowledge/card-lost", headers=EN)
    mark = {"If-None-Match": first["ETag"], **EN}

    with assertNumQueries(1):
        again = client.get("/knowledge/card-lost", headers=mark)
    other = client.get("/knowledge/card-lost", headers={"If-None-Match": first["ETag"], **ZH})
    actions.retire(Article.objects.get(code="branch-hours"), reason="merged", by=factories.SYSTEM)
    changed = client.get("/knowledge/card-lost", headers=mark)

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200 and changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_each_language_has_its_address_and_the_choice_goes_along(bank: None, client: Client, settings: Any) -> None:
    settings.FOYER_PUBLIC_URL = "https://bank.example"
    text = page(client, "/knowledge/card-lost?lang=en", ZH)

    assert 'hreflang="zh-Hans" href="https://bank.example/knowledge/card-lost?lang=zh"' in text
    assert '<link rel="canonical" href="https://bank.example/knowledge/card-lost?lang=en">' in text
    assert 'href="/knowledge?lang=en"' in text and "Lost or stolen card" in text


def test_an_earlier_version_and_a_search_are_not_for_search_engines(bank: None, client: Client) -> None:
    newer = actions.edit(
        Article.objects.get(code="card-lost"), content=factories.content(answer=factories.LIMIT["answer"]),
        by=factories.SYSTEM,
    )  # fmt: skip
    factories.go_live(newer, by=factories.SYSTEM)

    assert "noindex" in page(client, "/articles/card-lost/1") and "noindex" in page(client, "/knowledge?q=card")
    assert "noindex" not in page(client, "/knowledge/card-lost")


def test_the_map_and_the_rules_for_machines(bank: None, client: Client, settings: Any) -> None:
    settings.FOYER_PUBLIC_URL = "https://bank.example"
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  our own
    places = {element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    rules = client.get("/robots.txt").content.decode()

    assert {f"https://bank.example/knowledge/card-lost?lang={lang}" for lang in ("zh", "en")} <= places
    assert "Disallow: /desk/" in rules and "Sitemap: https://bank.example/sitemap.xml" in rules


def test_no_word_of_an_article_can_become_markup(bank: None, client: Client) -> None:
    evil = "</script><script>alert(1)</script><!-- \u2028 & ]]> ' \" <img src=x onerror=alert(1)>"
    words = {**factories.LOST, "title": Bilingual(f"甲{evil}", f"A {evil}"), "answer": Bilingual(evil, evil)}
    factories.published("evil", words)

    text = page(client, "/knowledge/evil")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)

    assert data and "<" not in data[1]
    assert json.loads(data[1])["mainEntity"][0]["name"] == f"A {evil}"
    assert "<img src=x" not in text and "<script>alert" not in text


def test_large_pages_have_few_things_and_a_person(bank: None, client: Client) -> None:
    client.cookies["foyer_elderly"] = "1"

    home = page(client, "/knowledge")

    assert "big-choice" in home and "topic-grid" not in home and "Talk to our staff" in home
    assert "/elderly?on=0" in home


@pytest.mark.parametrize(("path", "queries"), [("/knowledge", 2), ("/knowledge/topics/cards", 2)])
def test_pages_cost_little_however_many_articles_there_are(bank: None, client: Client, path: str, queries: int) -> None:
    with assertNumQueries(queries):
        client.get(path)


def test_instant_results_come_with_their_passage(bank: None, client: Client) -> None:
    hit = client.get("/api/v1/knowledge/search", {"q": "how much may I send a day", "lang": "en"}).json()[0]

    assert hit["passage"].startswith("You may send") and hit["passage_url"].startswith("/articles/transfer-limit/1?")
    assert client.get("/api/v1/knowledge/search", {"q": "x", "category": "A'--"}).status_code == 422


@pytest.mark.parametrize("text", ["'\";--", "%00", "a" * 5000, "<b>", "卡" * 300])
def test_odd_searches_are_shown_without_harm(bank: None, client: Client, text: str) -> None:
    shown = client.get("/knowledge", {"q": text})

    assert shown.status_code == 200 and 'value="<b>' not in shown.content.decode()


def chinese_only(code: str = "card-abroad") -> None:
    """An article that nobody has translated yet."""
    half = {part: Bilingual(factories.LOST[part].zh) for part in ("title", "answer")}
    half |= {part: {"zh": factories.LOST[part]["zh"]} for part in ("questions", "steps")}
    factories.published(code, half)


def test_an_article_in_one_language_is_shown_in_that_and_marked_as_such(
    bank: None, client: Client, settings: Any
) -> None:
    settings.FOYER_PUBLIC_URL = "https://bank.example"
    chinese_only()

    english = page(client, "/knowledge/card-abroad", EN)
    assert "So far we have this in Chinese only." in english and "Ask in the chat and we help you in English" in english
    assert '<h1 lang="zh-Hans">银行卡丢失怎么办</h1>' in english and '<p class="answer" lang="zh-Hans">' in english
    assert '<link rel="canonical" href="https://bank.example/knowledge/card-abroad?lang=zh">' in english
    assert 'hreflang="en" href="https://bank.example' not in english and '"inLanguage": "zh-Hans"' in english
    assert "目前只有" not in page(client, "/knowledge/card-abroad", ZH)

    for path in ("/knowledge/topics/cards", "/knowledge?q=card+lost", "/knowledge/card-abroda"):
        assert '<span class="chip">In Chinese</span>' in page(client, path, EN), path
        assert 'class="chip"' not in page(client, path, ZH), path
    places = client.get("/sitemap.xml").content.decode()
    assert "card-abroad?lang=zh" in places and "card-abroad?lang=en" not in places


def test_the_api_says_in_which_language_the_words_are(bank: None, client: Client) -> None:
    chinese_only()
    found = client.get("/api/v1/knowledge/articles/card-abroad", {"lang": "en"}).json()
    hits = client.get("/api/v1/knowledge/search", {"q": "银行卡丢失怎么办", "lang": "en"}).json()

    assert (found["lang"], found["written_in"]) == ("en", "zh")
    assert {"card-abroad": "zh", "card-lost": "en"}.items() <= {
        hit["article_code"]: hit["written_in"] for hit in hits
    }.items()


def test_a_customer_finds_the_files_of_an_article(bank: None, client: Client) -> None:
    article = Article.objects.get(code="card-lost")
    file = actions.attach(article, name="form.txt", data=BytesIO(b"form"), by=factories.SYSTEM)
    assert "form.txt" not in page(client, "/knowledge/card-lost")

    factories.go_live(actions.open_draft(article, by=factories.SYSTEM), by=factories.SYSTEM)

    assert f'href="/knowledge-files/{file.pk}"' in page(client, "/knowledge/card-lost")
