"""The API describes itself: OpenAPI 3.1, every refusal told, one name for each operation, a page to read."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client
from ninja import Schema

from foyer.api.main import api
from foyer.api.problems import SENTENCES, problem


def test_the_description_is_served_and_complete(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()

    operations = [operation for methods in schema["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in operations]
    assert schema["openapi"].startswith("3.1") and len(names) == len(set(names))
    for operation in operations:
        assert operation["summary"]
        assert operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")


def test_no_two_shapes_have_one_name() -> None:
    """The description would show the one that came last in both places."""
    shapes = Counter(shape.__name__ for shape in _below(Schema) if shape.__module__.startswith("foyer."))
    bases = {"Strict"}  # not described itself

    assert {name for name, count in shapes.items() if count > 1} <= bases


def _below(shape: type) -> Iterator[type]:
    for one in shape.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.django_db
def test_the_page_can_be_read_under_the_strict_policy(client: Client) -> None:
    page = client.get("/api/v1/docs")

    assert page.status_code == 200 and b"send_message" in page.content
    assert b"<script>" not in page.content and b"style=" not in page.content


def test_only_beginning_and_reading_need_no_token() -> None:
    open_to_all = {
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
        if not operation.get("security")
    }

    assert open_to_all == {"start_visit", "expected_wait", "search_articles", "article", "notice", "speech_offered"}


@pytest.mark.django_db
def test_what_is_not_there_and_what_cannot_be_read_is_said_as_a_refusal(client: Client) -> None:
    broken = client.post("/api/v1/visitors", b"{", content_type="application/json")
    wrong = client.post("/api/v1/visitors", {"language": "fr", "extra": 1}, content_type="application/json")
    lost = client.get("/api/v1/unheard/of")

    assert lost.status_code == 404 and lost.json()["code"] == "not_found"
    assert broken.status_code == 400 and broken.json()["code"] == "not_understood"
    assert {one["where"] for one in wrong.json()["details"]["problems"]} == {"language", "extra"}


def test_every_problem_becomes_a_sentence() -> None:
    context = {"min_length": 1, "max_length": 2, "ge": 1, "le": 5, "expected": "zh"}

    for kind in SENTENCES:
        assert "%" not in problem({"type": kind, "loc": ("body", "asked", "text"), "ctx": context})["what"]
    assert problem({"type": "unheard_of", "loc": ("body",)})["where"] == "body"


@pytest.mark.django_db
def test_our_own_failures_tell_nothing_of_our_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from foyer.conversations import actions

    def fail(**_: object) -> None:
        raise RuntimeError("SELECT secret FROM vault")

    monkeypatch.setattr(actions, "start_visit", fail)

    answer = client.post("/api/v1/visitors", {}, content_type="application/json")

    assert answer.status_code == 500 and answer.json()["code"] == "went_wrong" and b"vault" not in answer.content
